# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AnsmArmingWizard(models.TransientModel):
    """Says why the database is not armed, and arms it."""

    _name = "ansm.arming.wizard"
    _description = "Arm this database"

    why_off = fields.Text(compute="_compute_why_off", string="Why it is off")
    typed_name = fields.Char("Type the database's name to arm it")

    @api.depends("typed_name")
    def _compute_why_off(self):
        for wizard in self:
            wizard.why_off = "\n".join(self.env["ansm.arming"]._why_off())

    def action_arm(self):
        """Arm this database, its name having been typed."""
        self.ensure_one()
        if self.typed_name != self.env.cr.dbname:
            raise UserError(
                self.env._("This database is named %s.", self.env.cr.dbname)
            )
        self.env["ansm.arming"]._arm()
        return {"type": "ir.actions.act_window_close"}
