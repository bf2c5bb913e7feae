# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from stdnum import ean

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: French medicine packs are numbered in GS1's 34009 range: 13 digits (CIP13).
CIP13 = re.compile(r"34009\d{8}")


class AnsmPresentation(models.Model):
    """A pack of a speciality, known by its CIP13, which is its bar code.

    A pack made in France for export only has none: it has its bar code abroad. Its
    defects are declared all the same (L. 5121-5 CSP).
    """

    _name = "ansm.presentation"
    _inherit = "ansm.audited.mixin"
    _description = "Medicine pack (presentation)"
    _order = "medicine_id, name"

    name = fields.Char("Presentation", required=True, help="As in the AMM.")
    medicine_id = fields.Many2one(
        "ansm.medicine", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="medicine_id.company_id", store=True)
    cip13 = fields.Char("CIP13 code")
    export_code = fields.Char(
        "Bar code abroad",
        help="GTIN of a pack made in France for export only, which has no CIP13.",
    )
    product_ids = fields.Many2many(
        "product.product",
        compute="_compute_product_ids",
        string="Products with this bar code",
    )
    active = fields.Boolean(default=True)

    _audited_fields = ("name", "medicine_id", "cip13", "export_code", "active")

    _cip13_company_uniq = models.Constraint(
        "UNIQUE (cip13, company_id)",
        "A pack with this CIP13 code exists already in this company.",
    )

    @api.constrains("cip13")
    def _check_cip13(self):
        wrong = self.filtered(
            lambda pack: (
                pack.cip13
                and not (CIP13.fullmatch(pack.cip13) and ean.is_valid(pack.cip13))
            )
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "Not a CIP13 code: %s. A CIP13 has 13 digits, begins with 34009 "
                    "and ends with a check digit; read it under the pack's bar code.",
                    ", ".join(wrong.mapped("cip13")),
                )
            )

    @api.constrains("name", "cip13", "export_code")
    def _check_code(self):
        """Each pack has a bar code, by which its batches are found."""
        wrong = self.filtered(
            lambda pack: (
                not pack.cip13 if not pack.export_code else not pack._is_abroad()
            )
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "%s: give its CIP13, or for a pack made for export only its bar "
                    "code abroad: 8 to 14 digits, the last one a check digit.",
                    ", ".join(wrong.mapped("name")),
                )
            )

    def _is_abroad(self):
        return not self.cip13 and ean.is_valid(self.export_code)

    @api.depends("cip13", "export_code")
    def _compute_product_ids(self):
        codes = [pack.cip13 or pack.export_code for pack in self]
        products = self.env["product.product"].search([("barcode", "in", codes)])
        for pack in self:
            code = pack.cip13 or pack.export_code
            pack.product_ids = products.filtered(
                lambda product, pack=pack, code=code: product.barcode == code
                and product.company_id.id in (False, pack.company_id.id)
            )

    @api.model
    def _of_product(self, product, company):
        """Return the pack of that company that has the product's bar code."""
        if not product.barcode:
            return self.browse()
        code = Domain("cip13", "=", product.barcode)
        code |= Domain("export_code", "=", product.barcode)
        return self.search(code & Domain("company_id", "=", company.id), limit=1)
