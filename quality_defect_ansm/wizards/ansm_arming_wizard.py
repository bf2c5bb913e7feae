# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AnsmArmingWizard(models.TransientModel):
    """Says whether the database may write to the agency, why not, and arms it."""

    _name = "ansm.arming.wizard"
    _description = "Arm this database"

    why_off = fields.Text(compute="_compute_state", string="Why it is off")
    identity = fields.Text(compute="_compute_state", string="This database")
    recorded = fields.Text(compute="_compute_state", string="Armed as")
    typed_name = fields.Char("Type the database's name to arm it")

    @api.depends("typed_name")
    def _compute_state(self):
        arming = self.env["ansm.arming"]
        for wizard in self:
            wizard.why_off = "\n".join(arming._never() + arming._why_off())
            wizard.identity = _lines(arming._identity())
            wizard.recorded = _lines(arming._recorded())

    def action_arm(self):
        """Arm this database, its name having been typed.

        :raise UserError: listing all that forbids it
        """
        self.ensure_one()
        problems = self.env["ansm.arming"]._never()
        if self.typed_name != self.env.cr.dbname:
            problems.append(
                self.env._("This database is named %s.", self.env.cr.dbname)
            )
        if problems:
            raise UserError("\n".join(problems))
        self.env["ansm.arming"]._arm()
        return {"type": "ir.actions.act_window_close"}


def _lines(values):
    return "\n".join(f"{name}: {value}" for name, value in values.items())
