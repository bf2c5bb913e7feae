# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    ansm_same_person_may_sign = fields.Boolean(
        "Who prepared may sign",
        help="Whether the person who prepared a document may also approve it. "
        "A Volet 1 that is not final may be signed by who prepared it whatever is "
        "set here: it goes without delay.",
    )
    ansm_appointment_days = fields.Integer(
        "Appointments start at most (days) in the past",
        default=7,
        required=True,
        help="Days before its proposal: an appointment that starts earlier says why.",
    )
