# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmSignatoryWizard(models.TransientModel):
    """A decision on a signatory, by a second person who proves who he is."""

    _name = "ansm.signatory.wizard"
    _inherit = "ansm.identity.mixin"
    _description = "Decide on a signatory"

    signatory_id = fields.Many2one("ansm.signatory", required=True, readonly=True)
    operation = fields.Selection(
        [
            ("confirm", "Confirm the appointment"),
            ("reinstate", "Confirm after a suspension"),
            ("end", "End"),
        ],
        required=True,
    )
    user_id = fields.Many2one(related="signatory_id.user_id")
    role = fields.Selection(related="signatory_id.role")
    company_id = fields.Many2one(related="signatory_id.company_id")
    date_from = fields.Date(related="signatory_id.date_from")
    date_to = fields.Date(related="signatory_id.date_to")
    late_reason = fields.Char(related="signatory_id.late_reason")
    proposed_by_name = fields.Char(related="signatory_id.proposed_by_name")
    nomination = fields.Binary(related="signatory_id.nomination")
    nomination_name = fields.Char(related="signatory_id.nomination_name")
    entry_ids = fields.One2many(related="signatory_id.entry_ids")
    accounts = fields.Text("Accounts of the three persons", compute="_compute_accounts")
    reason = fields.Char()
    last_day = fields.Date(help="Last day of the right to sign.")

    @api.depends_context("uid")
    @api.depends("signatory_id")
    def _compute_accounts(self):
        for wizard in self:
            wizard.accounts = wizard.signatory_id._accounts_text()

    def action_decide(self):
        """Take the decision, after the password of who takes it."""
        return self._run()

    def _run(self):
        self.ensure_one()
        signatory, operation = self.signatory_id, self.operation
        signatory._raise_all(self._problems(signatory, operation))
        self._prove_identity()
        signatory = self._without_secrets().signatory_id
        if operation == "confirm":
            signatory._confirm()
        elif operation == "reinstate":
            signatory._reinstate(self.reason)
        else:
            signatory._end(self.last_day, self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _problems(self, signatory, operation):
        if operation == "confirm":
            return signatory._confirm_problems()
        if operation == "reinstate":
            return signatory._reinstate_problems(self.reason)
        return signatory._end_problems(self.last_day, self.reason)
