# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class AnsmSettlingWizard(models.TransientModel):
    """A person says what became of a sending whose fate was unknown."""

    _name = "ansm.settling.wizard"
    _description = "Settle an unknown sending"

    transmission_id = fields.Many2one("ansm.transmission", required=True)
    found = fields.Text("What was found, and where", required=True)

    def action_sent(self):
        """Record that it did leave."""
        return self._settle("settled_sent")

    def action_not_sent(self):
        """Record that it did not leave; it may be sent again."""
        return self._settle("settled_not_sent")

    def _settle(self, step):
        self.ensure_one()
        transmission = self.transmission_id
        transmission.declaration_id.check_access("write")
        if transmission.state != "unknown":
            raise UserError(self.env._("The fate of this sending is known already."))
        # sudo: evidence is created by code alone; the right to write on the case
        # was checked above
        transmission.sudo().attempt_ids.create(
            {
                "transmission_id": transmission.id,
                "company_id": transmission.company_id.id,
                "at": fields.Datetime.now(),
                "step": step,
                "reply": f"{self.env.user.name}: {self.found}",
            }
        )
        transmission.sudo()._report()
        return {"type": "ir.actions.act_window_close"}
