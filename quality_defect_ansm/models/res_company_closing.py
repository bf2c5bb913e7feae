# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    """After how long a volet that was sent late has to be explained."""

    _inherit = "res.company"

    ansm_volet_1_hours = fields.Integer(
        "Volet 1 is explained after (hours)",
        default=24,
        required=True,
        help="Without delay has no number: this only asks why, at the closing.",
    )
    ansm_volet_2_days = fields.Integer(
        "Volet 2 is due within (days)",
        default=30,
        required=True,
        help="Calendar days from the first of: signal received, known as one to "
        "declare, decision signed.",
    )

    def _ansm_strictest(self, name, since):
        """Return the smallest a setting was since a moment (UTC), now included.

        A limit that is moved while a case is late hides nothing.
        """
        self.ensure_one()
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        domain &= Domain("field_name", "=", name)
        domain &= Domain("at", ">=", since or fields.Datetime.now())
        # sudo: the trail of the company, whatever his rights on it
        events = self.env["ansm.event"].sudo().search(domain)
        return min(
            [self[name], *(int(one.old_value) for one in events if one.old_value)]
        )
