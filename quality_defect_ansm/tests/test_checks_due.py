# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_duty import DutyData


class ChecksData(DutyData):
    def _clocks(self, place):
        mine = [("company_id", "=", self.company.id), ("place", "=like", f"{place}%")]
        return self.env["ansm.deadline"].search(mine)


@tagged("post_install", "-at_install")
class TestFormsDue(ChecksData):
    """The forms in force are compared with the agency's page every year."""

    def setUp(self):
        super().setUp()
        self.forms = self.env["ansm.form.template"]._all_in_force(self.company)
        self.company._refresh_clocks()

    def _running(self):
        return self._clocks("check/form/")._running()

    def test_a_form_never_checked_counts_from_the_day_it_was_loaded(self):
        self.assertEqual(len(self.forms), len(set(self.forms.mapped("kind"))))
        loaded = min(self.forms.mapped("create_date")).date()
        due = self.company._ansm_local(self._running().due_at).date()
        self.assertEqual(due, loaded + relativedelta(months=12))

    def test_a_manager_s_check_meets_the_clock_and_starts_the_next_one(self):
        old = self._running()
        # the check is of another day than the loading
        day = self.company._ansm_today() + timedelta(days=40)
        with freeze_time(f"{day} 10:00:00"):
            self.forms[0].with_user(self.manager).action_checked()
            self.assertTrue(old.met_at)
            new = self._running()
            self.assertEqual(self.forms[0].checked_on, day)
            due = self.company._ansm_local(new.due_at).date()
            self.assertEqual(due, day + relativedelta(months=12))

    def test_the_check_names_the_editions_in_the_trail(self):
        self.forms[0].with_user(self.manager).action_checked()
        event = self.env["ansm.event"].search(
            [("field_name", "=", "ansm_forms_checked_on")], limit=1
        )
        self.assertEqual(event.user_id, self.manager)
        for form in self.forms:
            self.assertIn(form.edition, event.reason)

    def test_nobody_else_checks_nor_writes_the_day(self):
        for user in (self.qa, self.reader):
            with self.assertRaises(AccessError):
                self.forms[0].with_user(user).action_checked()
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
            self.company.with_user(admin).ansm_forms_checked_on = "2026-01-01"

    def test_the_months_are_a_setting_and_none_ends_the_clock(self):
        self.company.ansm_form_months = 6
        loaded = min(self.forms.mapped("create_date")).date()
        due = self.company._ansm_local(self._running().due_at).date()
        self.assertEqual(due, loaded + relativedelta(months=6))
        self.company.ansm_form_months = 0
        self.assertFalse(self._running())


@tagged("post_install", "-at_install")
class TestDutyTestDue(ChecksData):
    """The monthly test of the chain of duty is met by somebody's answer alone."""

    def setUp(self):
        super().setUp()
        self._duty(self.qa)
        self.company._refresh_clocks()

    def _running(self):
        return self._clocks("duty_test/")._running()

    def test_a_test_nobody_answered_meets_nothing(self):
        old = self._running()
        self.assertEqual(old.kind, "duty_test")
        test = self.env["ansm.duty.test"]._make(self.company, "monthly")
        self.company._refresh_clocks()
        self.assertEqual(self._running(), old)
        test.with_user(self.qa).action_take()
        self.assertTrue(old.met_at)
        met = old.entry_ids.filtered(lambda one: one.step == "met")
        self.assertIn(self.qa.name, met.words)
        self.assertEqual(self._running().started_at, test.at)

    def test_the_days_are_a_setting(self):
        start = self.company._ansm_local(self._running().started_at).date()
        self.company.ansm_duty_test_days = 10
        due = self.company._ansm_local(self._running().due_at).date()
        self.assertEqual(due, start + timedelta(days=10))
        self.company.ansm_duty_test_days = 0
        self.assertFalse(self._running())

    def test_a_company_that_declares_nothing_has_no_such_clock(self):
        other = self.env["res.company"].create({"name": "Autre"})
        other._refresh_clocks()
        mine = [("company_id", "=", other.id), ("kind", "=", "duty_test")]
        self.assertFalse(self.env["ansm.deadline"].search(mine))
        with self.assertRaises(ValidationError):
            other.ansm_nomination_days = 0
