# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class MgmtsystemAction(models.Model):
    """A CAPA told to the agency in Volet 2, with how its effect is judged."""

    _inherit = "mgmtsystem.action"

    ansm_effectiveness = fields.Text(
        "Effectiveness criterion", help="What shows that the action worked."
    )
    ansm_effectiveness_date = fields.Date("Effectiveness checked on")

    def send_mail_for_action(self, force_send=True):
        """Send no mail for the demo's actions: the parent sends one at once."""
        if self.env.context.get("ansm_demo"):
            return True
        return super().send_mail_for_action(force_send)
