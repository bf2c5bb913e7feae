# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .. import clocks
from .ansm_deadline_case import Clock


class ResCompany(models.Model):
    """The test of the chain of duty has its clock: met by a test somebody answered.

    That a job makes a test every month proves nothing when nobody answers.
    """

    _inherit = "res.company"

    ansm_duty_test_days = fields.Integer(
        "Chain of duty tested within (days)",
        default=35,
        help="Somebody has answered a test of the chain of duty within so many days; "
        "a test is made every month. 0: no reminder.",
    )

    _ansm_duty_test_days_check = models.Constraint(
        "CHECK (ansm_duty_test_days >= 0)", "Days between tests: 0 or more."
    )

    def _wanted_clocks(self):
        return [*super()._wanted_clocks(), *self._clock_duty_test()]

    def _clock_duty_test(self):
        """The next answered test, counted from the last one."""
        tests = self.env["ansm.duty.test"]
        if not self.ansm_duty_test_days or not tests._is_used(self):
            return []
        last = tests._last_answered(self)
        start = last.at or tests._used_since(self)
        due = clocks.due_calendar_days(
            *(start, self.ansm_duty_test_days, self.ansm_tz, self.ansm_region)
        )
        place = f"duty_test/{last.id or 0}"
        found = [Clock("duty_test", place, "", start, due)]
        if not last:
            return found
        answer = last.answer_ids[:1]
        words = f"{last.display_name} – {answer.user_name}"
        return found + self._clocks_checked("duty_test/", place, answer.at, words)


class AnsmDutyTest(models.Model):
    _inherit = "ansm.duty.test"

    @api.model
    def _is_used(self, company):
        """Tell whether a company declares: it has duties or signatories."""
        mine = [("company_id", "=", company.id)]
        duties = self.env["ansm.duty"].search_count(mine, limit=1)
        return bool(
            duties or self.env["ansm.signatory"]._in_force(company, suspended=True)
        )

    @api.model
    def _used_since(self, company):
        """Return since when (UTC) a company that was never tested has a chain."""
        mine = [("company_id", "=", company.id)]
        named = self.env["ansm.signatory"].search(
            [*mine, ("confirmed_at", "!=", False)], order="confirmed_at", limit=1
        )
        first = self.env["ansm.duty"].search(mine, order="id", limit=1)
        moment = min(filter(None, (named.confirmed_at, first.create_date)))
        return moment.replace(microsecond=0)

    @api.model
    def _last_answered(self, company):
        answered = [("company_id", "=", company.id), ("answered", "=", True)]
        return self.search(answered, order="at desc, id desc", limit=1)


class AnsmDutyTestAnswer(models.Model):
    _inherit = "ansm.duty.test.answer"

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.company_id._refresh_clocks()
        return answers
