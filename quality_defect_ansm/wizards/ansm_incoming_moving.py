# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmIncomingMoving(models.TransientModel):
    """The putting of a message in a case, or in none, with the reason."""

    _name = "ansm.incoming.moving"
    _description = "Put a message in a case"

    incoming_id = fields.Many2one("ansm.incoming", "Message", required=True)
    company_id = fields.Many2one(related="incoming_id.company_id")
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", domain="[('company_id', '=', company_id)]"
    )
    reason = fields.Char(required=True)

    def action_move(self):
        """Put it there and close."""
        self.ensure_one()
        self.incoming_id._move(self.declaration_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
