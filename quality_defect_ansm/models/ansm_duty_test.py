# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

MANAGER = "quality_defect_ansm.group_manager"


class AnsmDutyTest(models.Model):
    """One test of the chain of duty: who was alerted, and who answered.

    Kept as evidence that somebody is reached at any hour. Made each month by a
    job, or when a manager presses the button.
    """

    _name = "ansm.duty.test"
    _inherit = "ansm.evidence.mixin"
    _description = "Test of the chain of duty"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    at = fields.Datetime(required=True)
    occasion = fields.Selection(
        [("monthly", "Monthly"), ("pressed", "Asked by a person")], required=True
    )
    by_id = fields.Many2one(
        "res.users", "By (user)", required=True, ondelete="restrict"
    )
    by_name = fields.Char("By", required=True)
    people = fields.Text(
        "Alerted", required=True, help="In this order, with their telephone."
    )
    answer_ids = fields.One2many("ansm.duty.test.answer", "test_id")
    answered = fields.Boolean(compute="_compute_answered", search="_search_answered")
    mine = fields.Boolean("I answered", compute="_compute_answered")

    _evidence_sealed = ("company_id", "at", "occasion", "by_id", "by_name", "people")

    @api.depends("at", "company_id")
    def _compute_display_name(self):
        for test in self:
            day = test.at and test.company_id._ansm_local(test.at).date()
            test.display_name = f"{test.company_id.name} – {day}"

    @api.depends("answer_ids")
    @api.depends_context("uid")
    def _compute_answered(self):
        for test in self:
            test.answered = bool(test.answer_ids)
            test.mine = self.env.user in test.answer_ids.user_id

    @api.model
    def _search_answered(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("answer_ids", "!=" if True in value else "=", False)]

    @api.model
    def action_test_now(self):
        """Test the chain of the company now; managers only.

        :raise AccessError: for anybody else
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Managers test the chain of duty."))
        test = self._make(self.env.company, "pressed")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": test.id,
            "view_mode": "form",
        }

    def action_take(self):
        """« Je prends »: record that the user answers; twice is once.

        :raise AccessError: for who was not alerted, nor is in the line by now
        """
        self.ensure_one()
        self.check_access("read")
        lines = self.env["ansm.duty"]
        line = lines._line(self.company_id, self.at) | lines._line(self.company_id)
        if self.env.user not in line:
            raise AccessError(self.env._("Who was alerted answers the test."))
        self.env["ansm.duty.test.answer"]._record(self)

    @api.model
    def _make(self, company, occasion):
        """Record a test, and alert everybody of the line."""
        line = self.env["ansm.duty"]._line(company)
        # sudo: evidence is made by this method alone
        test = self.sudo().create(
            {
                "company_id": company.id,
                "at": fields.Datetime.now(),
                "occasion": occasion,
                "by_id": self.env.uid,
                "by_name": self.env.user.name,
                "people": self._words_of(line, company),
            }
        )
        for lang, users in line.sudo().grouped("lang").items():
            told = test.with_context(lang=lang)
            told.env["ansm.alert"]._send(users, *told._alert(), test, urgent=True)
        return test.sudo(False)

    def _alert(self):
        subject = self.env._("Test of the chain of duty – %s", self.company_id.name)
        body = self.env._(
            "Nothing happened: this is the test of the chain of duty. Open it and "
            "press “I take it”, to show that you are reached."
        )
        return subject, body

    @api.model
    def _words_of(self, line, company):
        phone_of = self.env["ansm.duty"]._phone_of
        rows = [f"{one.name} {phone_of(one, company)}".strip() for one in line.sudo()]
        return "\n".join(rows) or self.env._("Nobody")

    @api.model
    def _monthly(self):
        """The job: test the chains of which the last test is older than a month."""
        for company in self.env["res.company"].search([]):
            # the day's test of one company is a transaction of its own
            self.env["ansm.chain"]._retry(
                lambda env, company=company: env[self._name]._make_due(
                    company.with_env(env)
                )
            )

    @api.model
    def _make_due(self, company):
        """Test the chain of a company when that is due; a company that has neither
        duties nor signatories declares nothing."""
        mine = [("company_id", "=", company.id)]
        last = self.search(mine, order="at desc", limit=1).at
        if last and last + relativedelta(months=1) > fields.Datetime.now():
            return self.browse()
        used = self._is_used(company)
        return self._make(company, "monthly") if used else self.browse()


class AnsmDutyTestAnswer(models.Model):
    """Somebody answered a test of the chain of duty."""

    _name = "ansm.duty.test.answer"
    _inherit = "ansm.evidence.mixin"
    _description = "Answer to a test of the chain of duty"
    _order = "id"

    test_id = fields.Many2one(
        "ansm.duty.test", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "By (user)", required=True, ondelete="restrict"
    )
    user_name = fields.Char("By", required=True)
    at = fields.Datetime(required=True)
    minutes = fields.Integer("After (minutes)", compute="_compute_minutes")

    _evidence_sealed = ("test_id", "company_id", "user_id", "user_name", "at")

    _once = models.UniqueIndex("(test_id, user_id)", "One answers a test once.")

    @api.depends("at", "test_id")
    def _compute_minutes(self):
        for answer in self:
            waited = answer.at - answer.test_id.at
            answer.minutes = int(waited.total_seconds() // 60)

    @api.model
    def _record(self, test):
        """Record, as the current user, that he takes a test; twice is once."""
        # sudo: evidence is made by this method alone, once the test was read
        answers = self.sudo()
        mine = [("test_id", "=", test.id), ("user_id", "=", self.env.uid)]
        if answers.search_count(mine, limit=1):
            return
        answers.create(
            {
                "test_id": test.id,
                "company_id": test.company_id.id,
                "user_id": self.env.uid,
                "user_name": self.env.user.name,
                "at": fields.Datetime.now(),
            }
        )
