# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmSettlingWizard(models.TransientModel):
    """A person says what became of a sending whose fate was unknown."""

    _name = "ansm.settling.wizard"
    _description = "Settle an unknown sending"

    transmission_id = fields.Many2one("ansm.transmission", required=True)
    state = fields.Selection(related="transmission_id.state", related_sudo=False)
    found = fields.Text("What was found, and where", required=True)

    def action_sent(self):
        """Record that it did leave."""
        return self._settle(left=True)

    def action_not_sent(self):
        """Record that it did not leave; it may be sent again."""
        return self._settle(left=False)

    def _settle(self, left):
        self.ensure_one()
        self.transmission_id._settle(left, self.found)
        return {"type": "ir.actions.act_window_close"}
