# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib

from odoo import api, fields, models
from odoo.fields import Domain


class AnsmFormTemplate(models.Model):
    """A dated edition of the agency's form, as a Word template.

    The newest edition in force on the day is used. The one shipped with the
    addon is a reconstruction and says so on every page.
    """

    _name = "ansm.form.template"
    _inherit = "ansm.audited.mixin"
    _description = "Form of the agency"
    _order = "kind, date_from desc, id desc"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("volet_1", "Volet 1"), ("volet_2", "Volet 2")], required=True
    )
    edition = fields.Char(required=True)
    date_from = fields.Date("In force from", required=True)
    date_to = fields.Date("In force to")
    file = fields.Binary("Word template", attachment=False, required=True)
    sha256 = fields.Char("SHA-256", compute="_compute_sha256", store=True)
    company_id = fields.Many2one("res.company", index=True)

    _audited_fields = (
        "name",
        "kind",
        "edition",
        "date_from",
        "date_to",
        "file",
        "company_id",
    )

    @api.depends("file")
    def _compute_sha256(self):
        for form in self.with_context(bin_size=False):
            content = base64.b64decode(form.file or b"")
            form.sha256 = hashlib.sha256(content).hexdigest()

    @api.model
    def _in_force(self, kind, company, day=None):
        """Return the edition of a form in force for a company on a day."""
        day = day or fields.Date.context_today(self)
        domain = Domain("kind", "=", kind)
        domain &= Domain("company_id", "in", (company.id, False))
        domain &= Domain("date_from", "<=", day)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        found = self.search(domain)
        return (found.filtered("company_id") or found)[:1]
