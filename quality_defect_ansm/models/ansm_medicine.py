# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..documents.volets import words

#: A site is a partner: its name and postal address are copied into the volet.
SITES = "res.partner"


class AnsmMedicine(models.Model):
    """A speciality as its marketing authorisation (AMM) names it.

    One speciality (CIS code) has one or more packs, see ``ansm.presentation``.
    What Volet 1 asks of it (rows 4, 5, 9 to 11, 14 and 24) is printed as it is on
    the day a volet is made, and copied there as text.
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
    status = fields.Selection(
        words.selection(words.STATUSES),
        "Authorisation",
        help="Under which authorisation it is on the French market.",
    )
    authorisation_number = fields.Char(
        "Authorisation number", help="Number of the AMM or other authorisation."
    )
    holder_id = fields.Many2one(
        "res.partner", "Authorisation holder", ondelete="restrict"
    )
    procedure = fields.Selection(
        words.selection(words.PROCEDURES), "Authorisation procedure"
    )
    rapporteur_id = fields.Many2one(
        "res.country",
        "Rapporteur country",
        ondelete="restrict",
        help="Reference member state, or rapporteur of a centralised procedure.",
    )
    supervisor_id = fields.Many2one(
        "res.country",
        "Supervisory country",
        ondelete="restrict",
        help="Its authority supervises the manufacturer (Reg. 726/2004, art. 18).",
    )
    generic = fields.Selection(
        words.selection(words.YES_NO),
    )
    mitm = fields.Selection(
        words.selection(words.YES_NO),
        "Major therapeutic interest (MITM)",
        help="A shortage of it has duties of its own (L. 5121-31 CSP).",
    )
    production_site_ids = fields.Many2many(
        SITES, "ansm_medicine_production_rel", string="Production sites"
    )
    packaging_site_ids = fields.Many2many(
        SITES, "ansm_medicine_packaging_rel", string="Packaging sites"
    )
    release_site_ids = fields.Many2many(
        SITES,
        "ansm_medicine_release_rel",
        string="Release sites",
        help="Where a qualified person releases the batches (Dir. 2001/83/EC art. 51).",
    )
    sample_site_ids = fields.Many2many(
        SITES, "ansm_medicine_sample_rel", string="Retained samples kept at"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    presentation_ids = fields.One2many("ansm.presentation", "medicine_id")
    active = fields.Boolean(default=True)

    _audited_fields = (
        "name",
        "cis_code",
        "inn",
        "status",
        "authorisation_number",
        "holder_id",
        "procedure",
        "rapporteur_id",
        "supervisor_id",
        "generic",
        "mitm",
        "production_site_ids",
        "packaging_site_ids",
        "release_site_ids",
        "sample_site_ids",
        "company_id",
        "active",
    )

    _cis_code_company_uniq = models.Constraint(
        "UNIQUE (cis_code, company_id)",
        "A speciality with this CIS code exists already in this company.",
    )
