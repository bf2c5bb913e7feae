# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import CompletionStatus

from .test_duty import DutyData


@tagged("post_install", "-at_install")
class TestCronOff(DutyData):
    """A job that deadlines rest on is not switched off in silence."""

    def setUp(self):
        super().setUp()
        self._duty(self.qa)
        self.job = self.env.ref("quality_defect_ansm.cron_deadlines")
        self.admin = self.env.ref("base.user_admin")

    def _telling(self, do):
        told = []

        def note(_alert, users, subject, _text, record, urgent=False):
            told.extend((one, subject, record, urgent) for one in users)

        with patch.object(type(self.env["ansm.alert"]), "_send", note):
            do()
        return told

    def _fail(self, job, days=8):
        """Have a job fail as often as makes Odoo switch it off, for some days."""
        values = {
            "id": job.id,
            "cron_name": job.name,
            "active": True,
            "failure_count": 4,
            "first_failure_date": datetime.now() - timedelta(days=days),
        }
        jobs = self.env["ir.cron"]
        told = self._telling(
            lambda: jobs._update_failure_count(values, CompletionStatus.FAILED)
        )
        job.invalidate_recordset()
        return told

    def test_duty_pharmacist_and_administrators_are_told_when_odoo_does_it(self):
        with self.assertLogs("odoo.addons.base.models.ir_cron", "WARNING"):
            told = self._fail(self.job)
        self.assertFalse(self.job.active)
        people = [user for user, *_rest in told]
        for user in (self.qa, self.pr_user, self.admin):
            self.assertEqual(people.count(user), 1)
        self.assertTrue(all(urgent for *_rest, urgent in told))
        self.assertIn(self.job.name, told[0][1])

    def test_a_failure_that_switches_nothing_off_tells_nobody(self):
        self.assertEqual(self._fail(self.job, days=1), [])
        self.assertTrue(self.job.active)

    def test_a_job_of_somebody_else_is_none_of_our_business(self):
        other = self.env.ref("base.autovacuum_job")
        with self.assertLogs("odoo.addons.base.models.ir_cron", "WARNING"):
            self.assertEqual(self._fail(other), [])

    def test_the_job_of_the_mails_counts_as_ours(self):
        mails = self.env.ref("mail.ir_cron_mail_scheduler_action")
        with self.assertLogs("odoo.addons.base.models.ir_cron", "WARNING"):
            self.assertTrue(self._fail(mails))

    def test_who_switches_it_off_by_hand_is_told_of_too(self):
        told = self._telling(lambda: self.job.with_user(self.admin).action_archive())
        self.assertFalse(self.job.active)
        self.assertIn(self.qa, [user for user, *_rest in told])
        again = self._telling(lambda: self.job.write({"active": False}))
        self.assertEqual(again, [])

    def test_what_is_not_about_a_job_goes_to_odoo_s_channel_alone(self):
        jobs = self.env["ir.cron"]
        with self.assertLogs("odoo.addons.base.models.ir_cron", "WARNING"):
            told = self._telling(lambda: jobs._notify_admin("a mail server"))
        self.assertEqual(told, [])
