# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmLateWizard(models.TransientModel):
    """Asks why a clock was met late; the answer is evidence."""

    _name = "ansm.late.wizard"
    _description = "Why it was late"

    deadline_id = fields.Many2one("ansm.deadline", required=True, readonly=True)
    words = fields.Text(related="deadline_id.words", related_sudo=False)
    reason = fields.Text("Why it was late")

    def action_give(self):
        """Record the reason, as the current user."""
        self.ensure_one()
        self.deadline_id._give_reason(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
