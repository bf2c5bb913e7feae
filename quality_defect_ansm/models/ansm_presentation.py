# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from stdnum import ean

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: French medicine packs are numbered in GS1's 34009 range: 13 digits (CIP13).
CIP13 = re.compile(r"34009\d{8}")


class AnsmPresentation(models.Model):
    """A pack of a speciality, known by its CIP13, which is its bar code."""

    _name = "ansm.presentation"
    _inherit = "ansm.audited.mixin"
    _description = "Medicine pack (presentation)"
    _order = "medicine_id, name"

    name = fields.Char("Presentation", required=True, help="As in the AMM.")
    medicine_id = fields.Many2one(
        "ansm.medicine", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="medicine_id.company_id", store=True)
    cip13 = fields.Char("CIP13 code", required=True)
    product_ids = fields.Many2many(
        "product.product",
        compute="_compute_product_ids",
        string="Products with this bar code",
    )
    active = fields.Boolean(default=True)

    _audited_fields = ("name", "medicine_id", "cip13", "active")

    _cip13_company_uniq = models.Constraint(
        "UNIQUE (cip13, company_id)",
        "A pack with this CIP13 code exists already in this company.",
    )

    @api.constrains("cip13")
    def _check_cip13(self):
        wrong = self.filtered(
            lambda pack: not CIP13.fullmatch(pack.cip13) or not ean.is_valid(pack.cip13)
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "Not a CIP13 code: %s. A CIP13 has 13 digits, begins with 34009 "
                    "and ends with a check digit; read it under the pack's bar code.",
                    ", ".join(wrong.mapped("cip13")),
                )
            )

    @api.depends("cip13")
    def _compute_product_ids(self):
        products = self.env["product.product"].search(
            [("barcode", "in", self.mapped("cip13"))]
        )
        for pack in self:
            pack.product_ids = products.filtered(
                lambda product, pack=pack: product.barcode == pack.cip13
                and product.company_id.id in (False, pack.company_id.id)
            )

    @api.model
    def _of_product(self, product, company):
        """Return the pack of that company whose CIP13 is the product's bar code."""
        return self.search(
            [("cip13", "=", product.barcode), ("company_id", "=", company.id)], limit=1
        )
