# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_duty import DutyData


@tagged("post_install", "-at_install")
class TestDutyTest(DutyData):
    def setUp(self):
        super().setUp()
        self._duty(self.qa, phone="06 00 00 00 06")

    def _press(self, user=None):
        tests = self.env["ansm.duty.test"].with_user(user or self.manager)
        action = tests.with_company(self.company).action_test_now()
        return self.env["ansm.duty.test"].browse(action["res_id"])

    def _due(self):
        return self.env["ansm.duty.test"]._make_due(self.company)

    def test_a_manager_s_press_alerts_the_whole_line_and_is_kept(self):
        mails = self.env["mail.mail"].search([])
        test = self._press()
        lines = test.people.splitlines()
        self.assertEqual(lines[0], f"{self.qa.name} 06 00 00 00 06")
        self.assertTrue(lines[1].startswith(self.pr_user.name))
        self.assertEqual((test.by_name, test.occasion), (self.manager.name, "pressed"))
        mails = self.env["mail.mail"].search([]) - mails
        people = self.qa | self.pr_user
        self.assertEqual(
            sorted(mails.mapped("email_to")), sorted(people.mapped("email_formatted"))
        )

    def test_everybody_is_told_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.qa.lang = "fr_FR"
        seen = []
        alerts = type(self.env["ansm.alert"])

        def note(alert, users, *_words, **_how):
            seen.append((alert.env.lang, users))

        with patch.object(alerts, "_send", note):
            self._press()
        self.assertEqual(
            sorted((lang, users.ids) for lang, users in seen),
            [("en_US", self.pr_user.ids), ("fr_FR", self.qa.ids)],
        )

    def test_only_managers_press(self):
        for user in (self.qa, self.reader):
            with self.assertRaises(AccessError):
                self._press(user)

    def test_who_answers_is_kept_once_with_his_time(self):
        test = self._press()
        self.assertFalse(test.answered)
        self.assertFalse(test.search([("answered", "=", True), ("id", "=", test.id)]))
        for user in (self.qa, self.qa, self.pr_user):
            test.with_user(user).action_take()
        self.assertEqual(
            test.answer_ids.mapped("user_name"), [self.qa.name, self.pr_user.name]
        )
        self.assertTrue(test.answered)
        self.assertTrue(test.with_user(self.qa).mine)
        self.assertFalse(test.with_user(self.manager).mine)
        self.assertEqual(test.answer_ids[0].minutes, 0)
        self.assertEqual(
            test.search([("answered", "=", True), ("id", "=", test.id)]), test
        )

    def test_who_was_not_alerted_answers_nothing_until_he_is_on_duty(self):
        test = self._press()
        with self.assertRaisesRegex(AccessError, "Who was alerted"):
            test.with_user(self.reader).action_take()
        self._duty(self.reader, "backup")
        test.with_user(self.reader).action_take()
        self.assertEqual(test.answer_ids.user_id, self.reader)

    def test_nobody_answers_the_test_of_another_company(self):
        test = self._press()
        other = self.env["res.company"].create({"name": "Autre laboratoire"})
        stranger = self._new_user(
            "stranger_test",
            "manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            test.with_user(stranger).action_take()
        self.assertFalse(test.answer_ids)

    def test_a_test_and_its_answers_are_evidence(self):
        test = self._press()
        test.with_user(self.qa).action_take()
        for record in (test, test.answer_ids):
            with self.assertRaises(UserError):
                record.unlink()
            with self.assertRaises(UserError):
                record.sudo().at = fields.Datetime.now()
            linked = self.env["ansm.chain.place"].search_count(
                [("res_model", "=", record._name), ("res_id", "=", record.id)]
            )
            self.assertEqual(linked, 1)
        with self.assertRaises(AccessError):
            self.env["ansm.duty.test"].with_user(self.manager).create({})

    def test_the_monthly_test_is_made_when_the_last_is_older_than_a_month(self):
        first = self._due()
        self.assertEqual(first.occasion, "monthly")
        self.assertFalse(self._due())
        month = first.at + relativedelta(months=1)
        for moment, due in ((month - timedelta(seconds=1), False), (month, True)):
            with patch.object(fields.Datetime, "now", lambda moment=moment: moment):
                self.assertEqual(bool(self._due()), due)

    def test_a_company_that_declares_nothing_is_not_tested(self):
        other = self.env["res.company"].create({"name": "Autre laboratoire"})
        self.assertFalse(self.env["ansm.duty.test"]._make_due(other))

    def test_the_job_tests_each_company_once(self):
        self.registry_enter_test_mode()
        tests = self.env["ansm.duty.test"]
        for _time in range(2):
            tests._monthly()
        mine = [("company_id", "=", self.company.id)]
        self.assertEqual(tests.search_count(mine), 1)
