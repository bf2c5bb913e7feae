# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmFormTie(models.Model):
    """A place of the agency's blank form, and what the volet writes there.

    The place is read from the form and stays; what it is tied to is proposed by its
    label, and corrected by a person. An approval covers the ties: one changed after
    it takes the form out of force until it is approved again.
    """

    _name = "ansm.form.tie"
    _inherit = "ansm.audited.mixin"
    _description = "Place of a form"
    _order = "form_id, sequence, id"
    _rec_name = "label"

    form_id = fields.Many2one(
        "ansm.form.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    place = fields.Char(required=True, readonly=True, help="Where it is in the file.")
    kind = fields.Selection(
        [
            ("cell", "Empty cell"),
            ("box", "Box"),
            ("control", "Content control"),
            ("after", "After a label"),
        ],
        required=True,
        readonly=True,
    )
    label = fields.Char(readonly=True, help="The label the form gives it.")
    context = fields.Char("Around it", readonly=True)
    volet = fields.Selection(related="form_id.kind", string="Volet")
    name_id = fields.Many2one(
        "ansm.form.name",
        "Filled with",
        ondelete="restrict",
        domain="[('kind', '=', volet), ('shape', '=', 'box')] if kind == 'box' else "
        "[('kind', '=', volet), ('shape', '!=', 'box')]",
    )
    proposed_id = fields.Many2one("ansm.form.name", "Proposed", readonly=True)
    corrected = fields.Boolean(compute="_compute_corrected")

    _audited_fields = ("name_id",)
    # A form is approved as a whole: that is where a reason would say something.
    _audit_asks_reason = False

    @api.depends("name_id", "proposed_id")
    def _compute_corrected(self):
        for tie in self:
            tie.corrected = tie.name_id != tie.proposed_id
