# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
import json

from odoo import api, fields, models
from odoo.fields import Domain

from .ansm_volet import KINDS


class AnsmFormTemplate(models.Model):
    """A dated edition of the agency's form, approved by a signatory.

    Either the agency's blank Word, loaded untouched, whose places are tied to the
    volet's content; or a Word or OpenDocument with placeholders. The newest edition
    in force on the day is used: approved for the company, or shipped. The shipped
    one is a reconstruction and says so on every page.
    """

    _name = "ansm.form.template"
    _inherit = "ansm.audited.mixin"
    _description = "Form of the agency"
    _order = "kind, date_from desc, id desc"

    name = fields.Char(required=True)
    kind = fields.Selection(
        KINDS,
        required=True,
    )
    edition = fields.Char(required=True)
    date_from = fields.Date("In force from", required=True)
    date_to = fields.Date("In force to")
    file = fields.Binary("Form", attachment=False, required=True)
    file_name = fields.Char()
    sha256 = fields.Char("SHA-256", compute="_compute_sha256")
    company_id = fields.Many2one("res.company", index=True)
    format = fields.Selection(
        [
            ("blank", "The agency's blank form"),
            ("placeholders", "Word with placeholders"),
            ("odt", "OpenDocument with placeholders"),
        ],
        readonly=True,
        default="placeholders",
    )
    shipped = fields.Boolean(
        "Reconstruction shipped with the software",
        readonly=True,
        copy=False,
        help="In force without an approval; every page of it says what it is.",
    )
    by_office = fields.Boolean(
        "PDF by LibreOffice",
        help="LibreOffice makes the PDF of this form: a company's own form only, where "
        "it is installed.",
    )
    tie_ids = fields.One2many("ansm.form.tie", "form_id", "Places")
    tied = fields.Char(compute="_compute_tied")
    fingerprint = fields.Char(
        "SHA-256 of file and ties", compute="_compute_fingerprint"
    )
    approval_ids = fields.One2many("ansm.form.approval", "form_id", "Approvals")
    state = fields.Selection(
        [
            ("shipped", "Shipped: a reconstruction"),
            ("to_approve", "To approve"),
            ("changed", "Changed since its approval"),
            ("approved", "Approved"),
        ],
        compute="_compute_state",
    )
    sample_docx = fields.Binary("Sample (Word)", attachment=False, readonly=True)
    sample_pdf = fields.Binary("Sample (PDF)", attachment=False, readonly=True)
    sample_fingerprint = fields.Char(readonly=True, help="What the sample shows.")
    sample_docx_name = fields.Char(compute="_compute_sample_names")
    sample_pdf_name = fields.Char(compute="_compute_sample_names")

    _audited_fields = (
        "name",
        "kind",
        "edition",
        "date_from",
        "date_to",
        "file",
        "by_office",
        "company_id",
    )

    @api.depends("file")
    def _compute_sha256(self):
        """Hash the file that is there: what was stored could be written over."""
        for form in self.with_context(bin_size=False):
            content = base64.b64decode(form.file or b"")
            form.sha256 = hashlib.sha256(content).hexdigest()

    @api.depends("kind")
    def _compute_sample_names(self):
        for form in self:
            stem = f"exemple-{form.kind or ''}".replace("_", "-")
            form.sample_docx_name, form.sample_pdf_name = f"{stem}.docx", f"{stem}.pdf"

    @api.depends("tie_ids.name_id")
    def _compute_tied(self):
        for form in self:
            tied = len(form.tie_ids.filtered("name_id"))
            form.tied = self.env._(
                "%(tied)s of %(all)s places", tied=tied, all=len(form.tie_ids)
            )

    @api.depends("sha256", "by_office", "tie_ids.name_id", "tie_ids.place")
    def _compute_fingerprint(self):
        """Hash what makes the document: the file and, when they exist, its ties."""
        for form in self:
            ties = form._ties()
            if not ties and not form.by_office:
                form.fingerprint = form.sha256
                continue
            bound = [form.sha256, form.by_office, ties]
            text = json.dumps(bound, sort_keys=True, ensure_ascii=False)
            form.fingerprint = hashlib.sha256(text.encode()).hexdigest()

    @api.depends("fingerprint", "shipped", "approval_ids.fingerprint")
    @api.depends_context("company")
    def _compute_state(self):
        for form in self:
            form.state = form._state_for(form.company_id or self.env.company)

    def _state_for(self, company):
        """Return the state of the form for a company."""
        if self.shipped:
            return "shipped"
        # sudo: evidence of the company whose form is asked for
        approvals = self.sudo().approval_ids.filtered(
            lambda one: one.company_id == company
        )
        if self.fingerprint in approvals.mapped("fingerprint"):
            return "approved"
        return "changed" if approvals else "to_approve"

    def _ties(self):
        """Return {place: path of the name} of the places that are tied."""
        self.ensure_one()
        # sudo: names are the same for all
        ties = self.sudo().tie_ids.filtered("name_id")
        return {tie.place: tie.name_id.path for tie in ties}

    @api.model
    def _in_force(self, kind, company, day=None):
        """Return the edition of a form in force for a company on a day.

        One that is not approved for the company is not in force, whatever its dates.
        """
        day = day or company._ansm_today()
        domain = Domain("kind", "=", kind)
        domain &= Domain("company_id", "in", (company.id, False))
        domain &= Domain("date_from", "<=", day)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        found = self.search(domain).filtered(
            lambda form: form._state_for(company) in ("shipped", "approved")
        )
        return (found.filtered("company_id") or found)[:1]
