# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmMedicine(models.Model):
    """A speciality as its marketing authorisation (AMM) names it.

    One speciality (CIS code) has one or more packs, see ``ansm.presentation``.
    """

    _name = "ansm.medicine"
    _inherit = "ansm.audited.mixin"
    _description = "Medicine (speciality)"
    _order = "name"

    name = fields.Char(
        "Exact name (AMM)",
        required=True,
        help="Exact name as in the marketing authorisation: brand, strength, form.",
    )
    cis_code = fields.Char("CIS code", help="8 digits, public medicines database.")
    inn = fields.Char(
        "INN (DCI)", help="International non-proprietary name(s) of the substance(s)."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    presentation_ids = fields.One2many("ansm.presentation", "medicine_id")
    active = fields.Boolean(default=True)

    _audited_fields = ("name", "cis_code", "inn", "company_id", "active")

    _cis_code_company_uniq = models.Constraint(
        "UNIQUE (cis_code, company_id)",
        "A speciality with this CIS code exists already in this company.",
    )
