# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


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
