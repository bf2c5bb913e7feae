# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmCallRetractWizard(models.TransientModel):
    """Corrects a call in which nobody was reached after all; what was entered stays."""

    _name = "ansm.call.retract.wizard"
    _description = "Correct a call"

    call_id = fields.Many2one("ansm.call", required=True, readonly=True)
    reason = fields.Text("What was entered wrong")

    def action_retract(self):
        """Record the correction, as the current user."""
        self.ensure_one()
        self.call_id._retract(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class AnsmCall(models.Model):
    _inherit = "ansm.call"

    def action_retract(self):
        """Open the correction of this call."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct a call"),
            "res_model": "ansm.call.retract.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_call_id": self.id},
        }
