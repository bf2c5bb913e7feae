# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..documents.volets import LAYOUTS
from ..documents.volets.lines import STATED


def _stated():
    """Return what may be said not to apply, once each, under the form's label."""
    found = {}
    for layout in LAYOUTS.values():
        for part in (*layout.lines, *layout.tables):
            if part.need == STATED:
                found.setdefault(part.key, part.label)
    return list(found.items())


class AnsmNotApplicable(models.Model):
    """« Sans objet » said of one line of the form, with its reason.

    A final version has no silent gap: what is empty is said not to apply, and why.
    """

    _name = "ansm.not.applicable"
    _inherit = "ansm.audited.mixin"
    _description = "Line of a volet that does not apply"
    _order = "declaration_id, id"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="declaration_id.company_id", store=True)
    line = fields.Selection(lambda self: _stated(), "Line of the form", required=True)
    reason = fields.Char(required=True, help="In French: it is printed.")

    _audited_fields = ("declaration_id", "line", "reason")

    _line_declaration_uniq = models.Constraint(
        "UNIQUE (declaration_id, line)", "This line has its reason already."
    )

    @api.constrains("line")
    def _check_line(self):
        """Odoo checks no choice that a function gives."""
        stated = dict(_stated())
        wrong = [one.line for one in self if one.line not in stated]
        if wrong:
            raise ValidationError(
                self.env._("A volet cannot go without: %s.", ", ".join(wrong))
            )


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    not_applicable_ids = fields.One2many("ansm.not.applicable", "declaration_id")
