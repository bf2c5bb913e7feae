# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..documents.volets import words


class AnsmDeclarationMeasure(models.Model):
    """One measure on the market, taken or proposed to the agency (row 23).

    Its number stays, and is not given again when it is removed: two versions of a
    volet are compared by it.
    """

    _name = "ansm.declaration.measure"
    _inherit = "ansm.audited.mixin"
    _description = "Measure of a declaration"
    _order = "declaration_id, number, id"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="declaration_id.company_id", store=True)
    number = fields.Integer(readonly=True, copy=False)
    kind = fields.Selection(words.selection(words.MEASURE_KINDS), required=True)
    level = fields.Selection(words.selection(words.MEASURE_LEVELS))
    state = fields.Selection(
        words.selection(words.MEASURE_STATES), "Taken or proposed", required=True
    )
    at = fields.Datetime("Date and time")
    batch_ids = fields.Many2many(
        "ansm.declaration.batch",
        string="Batches",
        domain="[('declaration_id', '=', declaration_id)]",
        help="Of which batches; none: of all of the case.",
    )
    details = fields.Char()
    outcome = fields.Char(help="What came of it; printed in Volet 2.")

    _audited_fields = (
        "declaration_id",
        "kind",
        "level",
        "state",
        "at",
        "batch_ids",
        "details",
        "outcome",
    )

    @api.constrains("batch_ids", "declaration_id")
    def _check_batches(self):
        for measure in self:
            if measure.batch_ids.declaration_id - measure.declaration_id:
                raise ValidationError(self.env._("A batch is of another case."))

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for measure in self:
            measure.display_name = labels.get(measure.kind, self._description)

    @api.model_create_multi
    def create(self, vals_list):
        measures = super().create(vals_list)
        for measure in measures:
            # sudo: nobody writes a number
            measure.declaration_id.sudo().measures_numbered += 1
            measure.sudo().number = measure.declaration_id.measures_numbered
        return measures
