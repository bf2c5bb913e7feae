# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .signing_common import SigningData


class DutyData(SigningData):
    """The company of the tests with nobody on duty yet, but its pharmacist."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()

    @classmethod
    def _duty(cls, user, role="on_duty", hours=(-1, 1), **vals):
        """Return a duty of a user, its hours counted from now."""
        start, end = (cls.now + timedelta(hours=one) for one in hours)
        return cls.env["ansm.duty"].create(
            {
                "company_id": cls.company.id,
                "user_id": user.id,
                "role": role,
                "date_from": start,
                "date_to": end,
                **vals,
            }
        )

    def _line(self, at=None, company=None):
        line = self.env["ansm.duty"]._line(company or self.company, at or self.now)
        return [user.login for user in line]


@tagged("post_install", "-at_install")
class TestDuty(DutyData):
    def test_the_line_goes_from_who_is_on_duty_to_the_manager(self):
        self._duty(self.manager, "manager")
        self._duty(self.reader, "backup")
        self._duty(self.qa)
        self.assertEqual(
            self._line(), ["qa_test", "reader_test", "pr_test", "manager_test"]
        )

    def test_nobody_is_in_the_line_twice(self):
        for role in ("on_duty", "backup", "manager"):
            self._duty(self.pr_user, role)
        self._duty(self.qa, "backup")
        self.assertEqual(self._line(), ["pr_test", "qa_test"])

    def test_a_duty_counts_from_its_first_moment_to_its_last_but_one(self):
        duty = self._duty(self.qa, hours=(0, 8))
        second = timedelta(seconds=1)
        for moment, there in (
            (duty.date_from - second, False),
            (duty.date_from, True),
            (duty.date_to - second, True),
            (duty.date_to, False),
        ):
            self.assertEqual("qa_test" in self._line(moment), there, moment)

    def test_the_pri_steps_in_before_an_absent_pharmacist(self):
        self._appoint(self.pri_user, "pri")
        self.assertEqual(self._line(), ["pr_test"])
        self.pr_user.out_of_office_from = self.now - timedelta(days=1)
        self.assertEqual(self._line(), ["pri_test", "pr_test"])
        self.pr_user.out_of_office_to = self.now + timedelta(days=1)
        self.assertEqual(self._line(), ["pri_test", "pr_test"])
        self.assertEqual(self._line(self.now + timedelta(days=2)), ["pr_test"])

    def test_the_pri_steps_in_while_somebody_stands_in(self):
        self._appoint(self.pri_user, "pri")
        self._duty(self.qa, "interim")
        self.assertEqual(self._line(), ["qa_test", "pri_test", "pr_test"])

    def test_the_pri_steps_in_once_the_nomination_of_the_pharmacist_has_ended(self):
        self._appoint(self.pri_user, "pri")
        self.env["ansm.signatory.entry"].sudo().create(
            {
                "signatory_id": self.pr.id,
                "company_id": self.company.id,
                "kind": "ended",
                "last_day": self.pr._today() - timedelta(days=1),
                "reason": "Départ",
                "by_id": self.manager.id,
                "by_name": self.manager.name,
                "at": self.now,
            }
        )
        self.assertEqual(self._line(), ["pri_test"])

    def test_who_is_archived_or_reads_nothing_any_more_is_passed_over(self):
        self._duty(self.qa)
        self._duty(self.reader, "backup")
        self.reader.sudo().group_ids = [
            Command.set(self.env.ref("base.group_user").ids)
        ]
        self.qa.active = False
        self.assertEqual(self._line(), ["pr_test"])

    def test_an_alert_always_has_somebody_to_go_to(self):
        self.pr_user.active = False
        line = self._line()
        self.assertIn("qa_test", line)
        self.assertIn("manager_test", line)
        self.assertNotIn("reader_test", line)
        self.assertNotIn("__system__", line)

    def test_the_line_of_a_company_is_its_own(self):
        other = self.env["res.company"].create({"name": "Autre laboratoire"})
        user = self._new_user(
            "other_test",
            "preparer",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self._duty(user, company_id=other.id)
        self._duty(self.qa)
        self.assertEqual(self._line(company=other), ["other_test"])
        self.assertNotIn("other_test", self._line())
        foreign = self.env["ansm.duty"].with_user(self.reader).search([])
        self.assertEqual(foreign.company_id, self.company)

    def test_a_plain_reader_may_have_the_line_asked(self):
        self._duty(self.qa)
        line = self.env["ansm.duty"].with_user(self.reader)._line(self.company)
        self.assertEqual(line[:1], self.qa)
        self.assertFalse(line.env.su)

    def test_the_telephone_is_that_of_the_duty_then_of_the_nomination(self):
        duties = self.env["ansm.duty"]
        self.pr_user.phone = "01 00 00 00 01"
        self.assertEqual(duties._phone_of(self.pr_user, self.company), "01 00 00 00 01")
        self.pr.mobile = "06 00 00 00 02"
        self.assertEqual(duties._phone_of(self.pr_user, self.company), "06 00 00 00 02")
        duty = self._duty(self.pr_user, phone="06 00 00 00 03")
        phone = duties._phone_of(self.pr_user, self.company, self.now)
        self.assertEqual(phone, "06 00 00 00 03")
        after = duties._phone_of(self.pr_user, self.company, duty.date_to)
        self.assertEqual(after, "06 00 00 00 02")

    def test_a_duty_ends_after_it_starts(self):
        with self.assertRaisesRegex(ValidationError, "ends after it starts"):
            self._duty(self.qa, hours=(2, 2))

    def test_who_could_not_open_the_case_has_no_duty(self):
        plain = self._new_user(
            "plain_test",
            "reader",
            group_ids=[Command.set(self.env.ref("base.group_user").ids)],
        )
        with self.assertRaisesRegex(ValidationError, "reads no quality defect"):
            self._duty(plain)

    def test_readers_read_the_duties_and_change_none(self):
        duty = self._duty(self.qa)
        mine = duty.with_user(self.reader)
        self.assertEqual(mine.role, "on_duty")
        with self.assertRaises(AccessError):
            mine.role = "backup"
        with self.assertRaises(AccessError):
            duty.with_user(self.qa).unlink()
        duty.with_user(self.qa).phone = "06 00 00 00 04"

    def test_each_change_of_a_duty_is_in_the_trail(self):
        duty = self._duty(self.qa)
        duty.with_user(self.manager).write(
            {"user_id": self.reader.id, "ansm_change_reason": "Échange de garde"}
        )
        event = self.env["ansm.event"].search(duty._audit_domain(), limit=1)
        self.assertEqual(
            (event.field_name, event.reason), ("user_id", "Échange de garde")
        )
        self.assertEqual(event.user_name, self.manager.name)

    def test_duties_are_found_by_when_they_are(self):
        past = self._duty(self.qa, hours=(-3, -2))
        current = self._duty(self.qa)
        coming = self._duty(self.qa, hours=(2, 3))
        mine = [("company_id", "=", self.company.id)]
        for state, duty in (("past", past), ("now", current), ("coming", coming)):
            self.assertEqual(duty.state, state)
            found = self.env["ansm.duty"].search([*mine, ("state", "=", state)])
            self.assertEqual(found, duty)


@tagged("post_install", "-at_install")
class TestDutyGaps(DutyData):
    def _gaps(self, start=0, end=10):
        """Return the gaps, their hours counted from now."""
        bounds = (self.now + timedelta(hours=one) for one in (start, end))
        found = self.env["ansm.duty"]._gaps(self.company, *bounds)
        return [
            tuple((one - self.now).total_seconds() / 3600 for one in gap)
            for gap in found
        ]

    def test_hours_without_anybody_on_duty_are_gaps(self):
        self.assertEqual(self._gaps(), [(0, 10)])
        self._duty(self.qa, hours=(2, 5))
        self._duty(self.reader, hours=(4, 6))
        self._duty(self.pr_user, hours=(8, 9))
        self.assertEqual(self._gaps(), [(0, 2), (6, 8), (9, 10)])
        self.assertEqual(self._gaps(2, 6), [])
        self.assertEqual(self._gaps(3, 7), [(6, 7)])

    def test_a_short_duty_within_a_long_one_opens_no_gap(self):
        self._duty(self.qa, hours=(-1, 9))
        self._duty(self.reader, hours=(0, 1))
        self.assertEqual(self._gaps(), [(9, 10)])

    def test_neither_a_backup_nor_who_left_fills_a_gap(self):
        self._duty(self.reader, "backup", hours=(0, 10))
        self._duty(self.qa, hours=(0, 10))
        self.assertEqual(self._gaps(), [])
        self.qa.active = False
        self.assertEqual(self._gaps(), [(0, 10)])

    def _ending(self, days=14):
        return self.env["ansm.duty"]._nominations_ending(self.company, days)

    def _day(self, days):
        return self.company._ansm_today() + timedelta(days=days)

    def test_a_nomination_that_ends_within_the_days_is_shown(self):
        self.assertFalse(self._ending())
        pri = self._appoint(self.pri_user, "pri", date_to=self._day(14))
        self.assertEqual(self._ending(), pri)
        self.assertFalse(self._ending(13))

    def test_a_nomination_that_goes_on_is_not_shown(self):
        self._appoint(self.pri_user, "pri", date_to=self._day(3))
        self._appoint(self.pri_user, "pri", date_from=self._day(4))
        self.assertFalse(self._ending())

    def test_an_ended_nomination_is_shown_until_somebody_follows(self):
        ended = self._appoint(self.pri_user, "pri", date_to=self._day(-20))
        self.assertEqual(self._ending(), ended)
        self._appoint(self.qa, "pri", date_from=self._day(-5))
        self.assertFalse(self._ending())

    def test_a_proposal_is_no_nomination(self):
        given = self._appointment(self.pri_user, "pri", date_to=self._day(3))
        self.env["ansm.signatory"].with_user(self.manager).create(given)
        self.assertFalse(self._ending())

    def test_what_will_be_missing_opens_as_a_list_in_words(self):
        self.company.ansm_duty_warn_days = 2
        pri = self._appoint(self.pri_user, "pri", date_to=self._day(0))
        self._duty(self.qa, hours=(-1, 40))
        action = (
            self.env["ansm.duty.gap"]
            .with_user(self.reader)
            .with_context(allowed_company_ids=self.company.ids)
            .action_open()
        )
        menu = self.env.ref("quality_defect_ansm.action_duty_gap")
        self.assertEqual(
            menu.with_user(self.reader).run()["res_model"], "ansm.duty.gap"
        )
        rows = self.env["ansm.duty.gap"].with_user(self.reader).search(action["domain"])
        self.assertEqual(rows.mapped("kind"), ["nomination", "gap"])
        self.assertIn(pri.display_name, rows[0].words)
        self.assertIn("Nobody on duty from", rows[1].words)
        self.assertIn("(8 h)", rows[1].words)
        foreign = self.env["ansm.duty.gap"].with_user(self.qa).search(action["domain"])
        self.assertFalse(foreign)
