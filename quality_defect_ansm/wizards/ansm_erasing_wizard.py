# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmErasingWizard(models.TransientModel):
    """The erasing of the personal data of one person, with its reason."""

    _name = "ansm.erasing.wizard"
    _description = "Erase personal data"

    person_id = fields.Many2one(
        "ansm.person", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def action_erase(self):
        """Erase: there is no way back."""
        self.ensure_one()
        self.person_id._erase(self.reason)
        return {"type": "ir.actions.act_window_close"}
