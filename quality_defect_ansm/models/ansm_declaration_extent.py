# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..documents.volets import words


class AnsmDeclarationExtent(models.Model):
    """Another batch, product or market: concerned or excluded, and why (Volet 2).

    GMP chapter 8: other batches are looked at, and each exclusion is justified.
    """

    _name = "ansm.declaration.extent"
    _inherit = "ansm.audited.mixin"
    _description = "Extent of a defect"
    _order = "declaration_id, id"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="declaration_id.company_id", store=True)
    kind = fields.Selection(words.selection(words.EXTENT_KINDS), required=True)
    name = fields.Char("Batch, product or market", required=True)
    result = fields.Selection(words.selection(words.EXTENT_RESULTS), required=True)
    reason = fields.Text(required=True)

    _audited_fields = ("declaration_id", "kind", "name", "result", "reason")

    _name_declaration_uniq = models.Constraint(
        "UNIQUE (declaration_id, name)", "This is in the list already."
    )
