# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
import json
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..documents import template
from ..documents.volets import FRENCH
from .ansm_transmission import LEFT

KINDS = [
    ("volet_1", "Volet 1"),
    ("volet_2", "Volet 2"),
    ("withdrawal", "Letter of withdrawal"),
    ("recall", "Letter of a recall proposal"),
]
#: Kinds that are the exploitant's own letters: no final one is meant to follow.
LETTERS = ("withdrawal", "recall")


class AnsmVolet(models.Model):
    """One numbered version of a volet: its content, its Word, its PDF.

    Until it is signed it may be made again from the case. Signing freezes it:
    what was signed is what is printed and sent, never rendered again from live
    data (21 CFR 11.70). A correction is a new version naming this one.
    """

    _name = "ansm.volet"
    _inherit = "ansm.evidence.mixin"
    _description = "Volet (frozen version)"
    _order = "declaration_id, kind, number desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True)
    speciality_id = fields.Many2one(
        "ansm.speciality",
        "Other speciality",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty for the case's own speciality.",
    )
    recall_id = fields.Many2one(
        "ansm.recall",
        "Recall proposal",
        index="btree_not_null",
        ondelete="restrict",
        help="Of a letter that proposes a recall.",
    )
    number = fields.Integer("Version", required=True)
    final = fields.Boolean("Final version")
    replaces_id = fields.Many2one("ansm.volet", ondelete="restrict")
    change_reason = fields.Text("Reason of this version")
    prepared_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    prepared_by_name = fields.Char(required=True)
    prepared_at = fields.Datetime("Prepared at", required=True)
    form_template_id = fields.Many2one(
        "ansm.form.template", required=True, ondelete="restrict"
    )
    form_sha256 = fields.Char("SHA-256 of the form", required=True)
    # long, and read of one volet: a page of cases looks at all of theirs
    content = fields.Text(
        required=True, prefetch=False, help="Canonical text of what is printed."
    )
    content_sha256 = fields.Char("SHA-256 of the content", required=True)
    docx = fields.Binary("Word", attachment=False, required=True)
    docx_sha256 = fields.Char("SHA-256 of the Word", required=True)
    pdf = fields.Binary("PDF", attachment=False, required=True)
    pdf_sha256 = fields.Char("SHA-256 of the PDF", required=True)
    sealed_at = fields.Datetime("Signed at", copy=False)
    signature_ids = fields.One2many("ansm.signature", "volet_id")
    transmission_ids = fields.One2many("ansm.transmission", "volet_id")
    changes = fields.Html(compute="_compute_changes", sanitize=False)
    docx_name = fields.Char(compute="_compute_file_names")
    pdf_name = fields.Char(compute="_compute_file_names")
    state = fields.Selection(
        [
            ("to_sign", "To sign"),
            ("to_send", "Signed, to send"),
            ("problem", "Not sent: check"),
            ("sent", "Handed to the mail server"),
        ],
        compute="_compute_state",
    )

    _evidence_sealed_when = "sealed_at"
    _evidence_sealed = (
        "declaration_id",
        "company_id",
        "kind",
        "speciality_id",
        "recall_id",
        "number",
        "final",
        "replaces_id",
        "change_reason",
        "prepared_by_id",
        "prepared_by_name",
        "prepared_at",
        "form_template_id",
        "form_sha256",
        "content",
        "content_sha256",
        "docx",
        "docx_sha256",
        "pdf",
        "pdf_sha256",
        "sealed_at",
    )

    _number_of_speciality = models.UniqueIndex(
        "(declaration_id, kind, COALESCE(speciality_id, 0),"
        " COALESCE(recall_id, 0), number)",
        "This version exists already.",
    )

    @api.depends("kind", "number", "speciality_id", "declaration_id.speciality_ids")
    def _compute_display_name(self):
        """Name the version; with its speciality, when the case has several."""
        for volet in self:
            words = [f"{volet._kind_label()} v{volet.number}"]
            if volet.declaration_id.speciality_ids:
                words.append(volet._teller().medicine_id.name or "")
            volet.display_name = " – ".join(words)

    @api.depends("kind", "number", "content")
    def _compute_file_names(self):
        """Name the files after the case, as its content has it.

        The agency's number, once known, comes first: it is repeated in all
        correspondence. Another speciality of the case is named.
        """
        for volet in self:
            content = volet._content() if volet.content else {}
            parts = (
                content.get("case_number"),
                content.get("case_reference"),
                volet.speciality_id and content.get("product_name", "").split(",")[0],
                volet._kind_label().replace(" ", "-"),
                f"v{volet.number}",
            )
            joined = "_".join(part for part in parts if part)
            stem = re.sub(r"[^\w]+", "-", joined)
            volet.docx_name = f"{stem}.docx"
            volet.pdf_name = f"{stem}.pdf"

    @api.depends("sealed_at", "transmission_ids.attempt_ids")
    def _compute_state(self):
        for volet in self:
            volet.state = volet._case_state()

    @api.depends("content")
    def _compute_changes(self):
        for volet in self:
            found = volet._content().get("changes", []) if volet.content else []
            volet.changes = self._changes_shown(found, volet.replaces_id)

    @api.model
    def _changes_shown(self, changes, replaced):
        """Return what changed since a version as a table, nothing for a first one."""
        if not replaced:
            return False
        values = {"changes": changes, "replaced": replaced.display_name}
        return self.env["ir.qweb"]._render("quality_defect_ansm.volet_changes", values)

    def _case_state(self):
        """Return the state this volet gives its case, read from the evidence."""
        self.ensure_one()
        if not self.sealed_at:
            return "to_sign"
        transmissions = self.transmission_ids
        if not transmissions:
            return "to_send"
        if any(one.state in LEFT for one in transmissions):
            return "sent"
        newest = transmissions.sorted("id")[-1]
        pending = newest.state in ("prepared", "sending", "deferred")
        return "to_send" if pending else "problem"

    def _kind_label(self):
        """Return how it is called, in French: it is printed."""
        return FRENCH.get(self.kind, "")

    def _teller(self):
        """Return who has the medicine and the agency's number: the case, or its
        other speciality."""
        return self.speciality_id or self.declaration_id

    @api.model
    def _make(self, declaration, kind, final=False, reason="", speciality=None):
        """Make the next version of a volet of a case, or the unsigned one again.

        :param declaration: the case, whose figures are read again first
        :param kind: a key of ``KINDS``
        :param final: whether no further version is meant to follow
        :param reason: why this version replaces the one before
        :param speciality: which of the case's, its own when none is given
        :raise UserError: listing all that a final version still misses, or when
            no form is in force
        """
        declaration.batch_ids._refresh_figures()
        self._check_complete(declaration, kind, final, speciality)
        draft = declaration._volets_of(speciality).filtered(
            lambda volet: volet.kind == kind and not volet.sealed_at
        )
        vals = self._prepare_volet(declaration, kind, final, reason, speciality)
        # sudo: evidence is created by this method alone, no user has the right;
        # the caller's right to write on the case is what counts.
        declaration.check_access("write")
        if draft:
            draft.sudo().write(vals)
            return draft
        return self.sudo().create(vals).sudo(False)

    @api.model
    def _check_complete(self, declaration, kind, final, speciality):
        gaps = declaration._volet_gaps(kind, speciality) if final else []
        if gaps:
            raise UserError(
                self.env._(
                    "A final version cannot go with gaps:\n%s\n\n"
                    "A non-final version may go now, and be completed later.",
                    "\n".join(f"– {gap['sentence']}" for gap in gaps),
                )
            )

    @api.model
    def _prepare_volet(self, declaration, kind, final, reason, speciality):
        form = self.env["ansm.form.template"]._in_force(kind, declaration.company_id)
        if not form:
            raise UserError(
                self.env._("No form is in force today for %s.", dict(KINDS)[kind])
            )
        replaced = declaration._last_signed(kind, speciality)
        number = replaced.number + 1
        content = declaration._prepare_content(
            kind, number, final, replaced, reason, speciality
        )
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
        return {
            "declaration_id": declaration.id,
            "company_id": declaration.company_id.id,
            "kind": kind,
            "speciality_id": speciality.id if speciality else False,
            "number": number,
            "final": final,
            "replaces_id": replaced.id,
            "change_reason": reason,
            "prepared_by_id": self.env.uid,
            "prepared_by_name": self.env.user.name,
            "prepared_at": fields.Datetime.now(),
            "form_template_id": form.id,
            "form_sha256": form.fingerprint,
            "content": text,
            "content_sha256": _sha256(text.encode()),
            **self._render(form, content, signatures=[]),
        }

    @api.model
    def _render(self, form, content, signatures):
        """Return the Word and the PDF of a content, as values of the fields.

        :param signatures: list of dicts, the block printed under the text
        """
        file = base64.b64decode(form.with_context(bin_size=False).file)
        signed = {**content, "signatures": signatures}
        docx = template.fill(file, form.kind, form.format, form._ties(), signed)
        return self._rendered(form, docx, content)

    @api.model
    def _rendered(self, form, docx, content):
        """Return a Word and its PDF as values of the fields."""
        title = f"{FRENCH[form.kind]} – {content['case_reference']}"
        made = template.make_pdf(docx, title, form.by_office)
        return {
            "docx": base64.b64encode(docx),
            "docx_sha256": _sha256(docx),
            "pdf": base64.b64encode(made),
            "pdf_sha256": _sha256(made),
        }

    def _content(self):
        """Return what this version says, by the keys of its layout."""
        self.ensure_one()
        return json.loads(self.content)

    def _files(self):
        """Return the files of the volet as (name, bytes), the Word first."""
        self.ensure_one()
        volet = self.with_context(bin_size=False)
        return [
            (volet.docx_name, base64.b64decode(volet.docx)),
            (volet.pdf_name, base64.b64decode(volet.pdf)),
        ]


def _sha256(content):
    return hashlib.sha256(content).hexdigest()
