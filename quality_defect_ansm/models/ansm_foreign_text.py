# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..documents.volets import LAYOUTS


def _lines():
    """Return the lines of free text of both volets, under the form's label."""
    return list(
        {
            line.key: line.label
            for layout in LAYOUTS.values()
            for line in layout.lines
            if line.long and line.field
        }.items()
    )


class AnsmForeignText(models.Model):
    """What a foreign site wrote, word for word, beside the French of a line.

    The volet is in French; an investigation of a site abroad is not. Its own words
    stand under the French that was made of them, so that the assessor, and who
    signs, can compare.
    """

    _name = "ansm.foreign.text"
    _inherit = "ansm.audited.mixin"
    _description = "Text of a foreign site"
    _order = "declaration_id, id"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="declaration_id.company_id", store=True)
    line = fields.Selection(lambda self: _lines(), "Line of the form", required=True)
    site_id = fields.Many2one("res.partner", "Site", required=True, ondelete="restrict")
    language = fields.Char(required=True, help="In French: it is printed (anglais).")
    text = fields.Text("Text as the site wrote it", required=True)

    _audited_fields = ("declaration_id", "line", "site_id", "language", "text")

    @api.constrains("line")
    def _check_line(self):
        """Odoo checks no choice that a function gives."""
        known = dict(_lines())
        wrong = [one.line for one in self if one.line not in known]
        if wrong:
            raise ValidationError(
                self.env._("No free text of a volet: %s.", ", ".join(wrong))
            )

    def _printed(self):
        """Return it as it stands in the volet, whose language is French."""
        site = self.site_id.sudo().name  # sudo: a partner the user may not open
        return f"Texte d’origine ({self.language}) – {site} :\n{self.text}"


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    foreign_text_ids = fields.One2many("ansm.foreign.text", "declaration_id")

    def _with_foreign_texts(self, layout, content):
        """Put the words of foreign sites under the French of their line."""
        keys = {line.key for line in layout.lines}
        for one in self.foreign_text_ids.filtered(lambda one: one.line in keys):
            content[one.line] += f"\n\n{one._printed()}"
        return content
