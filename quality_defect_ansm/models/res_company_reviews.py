# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    ansm_review_months = fields.Integer(
        "Months between reviews",
        default=12,
        help="How often the audit trail and the access rights are reviewed and the "
        "review signed (EU GMP Annex 11 §9 and §11). 0: no reminder.",
    )

    _ansm_review_months_check = models.Constraint(
        "CHECK (ansm_review_months >= 0)", "Months between reviews: 0 or more."
    )
