# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AnsmDeclarationBatch(models.Model):
    """A batch belongs to a speciality: to the case's own, or to another one.

    Told by the bar code of its product: a batch of another medicine brings its
    speciality into the case by itself.
    """

    _inherit = "ansm.declaration.batch"

    speciality_id = fields.Many2one(
        "ansm.speciality",
        "Other speciality",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('declaration_id', '=', declaration_id)]",
        help="Empty for a batch of the case's own speciality.",
    )

    def _audit_names(self):
        return (*super()._audit_names(), "speciality_id")

    @api.constrains("speciality_id", "declaration_id")
    def _check_speciality(self):
        if any(
            batch.speciality_id
            and batch.speciality_id.declaration_id != batch.declaration_id
            for batch in self
        ):
            raise ValidationError(
                self.env._("The speciality of a batch is one of its case.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_speciality(vals) for vals in vals_list])

    def _with_speciality(self, vals):
        case = self.env["ansm.declaration"].browse(vals.get("declaration_id"))
        lot = self.env["stock.lot"].browse(vals.get("lot_id"))
        if "speciality_id" in vals or not (case and lot and case.medicine_id):
            return vals
        packs = self.env["ansm.presentation"]
        pack = packs._of_product(lot.product_id, case.company_id)
        if not pack or pack.medicine_id == case.medicine_id:
            return vals
        known = case.speciality_ids.filtered(
            lambda one: one.medicine_id == pack.medicine_id
        )
        made = known or known.create(
            {
                "declaration_id": case.id,
                "medicine_id": pack.medicine_id.id,
                "presentation_id": pack.id,
            }
        )
        return {**vals, "speciality_id": made.id}

    def _refresh_figures(self):
        """Read the figures again, and to whom the batches of each speciality went."""
        result = super()._refresh_figures()
        self.speciality_id._refresh_distribution()
        return result
