# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..documents.volets import LAYOUTS
from ..documents.volets.names import names
from .ansm_volet import KINDS


class AnsmFormName(models.Model):
    """Something a form may print: what a place is tied to, what a placeholder names.

    The list is made from the lines and tables of the volets, at each update; nobody
    edits it.
    """

    _name = "ansm.form.name"
    _description = "Field of the forms"
    _order = "kind, sequence"
    _rec_name = "label"
    _rec_names_search = ("label", "path")

    kind = fields.Selection(KINDS, "Volet", required=True)
    path = fields.Char("Name", required=True)
    label = fields.Char("Meaning", required=True, help="French, as on the form.")
    section = fields.Char(required=True)
    shape = fields.Selection(
        [("text", "Text"), ("box", "Box"), ("column", "Column of a table")],
        required=True,
    )
    placeholder = fields.Char(help="How a form with placeholders prints it.")
    sequence = fields.Integer()

    _path_uniq = models.Constraint("UNIQUE (kind, path)", "This name exists already.")

    @api.model
    def _refresh(self):
        """Write the list again from the volets; a name in use stays, one gone goes."""
        known = {(one.kind, one.path): one for one in self.search([])}
        for kind in LAYOUTS:
            for number, name in enumerate(names(kind).values()):
                vals = {
                    "label": name.label,
                    "section": name.section,
                    "shape": name.shape,
                    "placeholder": name.placeholder,
                    "sequence": number,
                }
                record = known.pop((kind, name.path), None)
                if record:
                    record.write(vals)
                else:
                    self.create({"kind": kind, "path": name.path, **vals})
        gone = self.browse([one.id for one in known.values()])
        used = self.env["ansm.form.tie"].search([("name_id", "in", gone.ids)]).name_id
        (gone - used).unlink()

    @api.model
    def _of(self, kind):
        """Return the names of a volet, by path."""
        return {one.path: one for one in self.search([("kind", "=", kind)])}
