# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import french
from ..documents import compare, edits, errors
from .ansm_volet import AnsmVolet as Volet


class AnsmVolet(models.Model):
    """A volet whose Word was edited by hand, and put back before it was signed.

    The record's content stays what it is: what the Word says otherwise is listed,
    each with its reason, on a last page of the document. Made again from the case,
    the volet is the generated one again.
    """

    _inherit = "ansm.volet"

    edited_docx = fields.Binary("Word as put back", attachment=False)
    edits = fields.Text(help="What it says otherwise than the record: JSON rows.")
    edited_by_name = fields.Char("Edited by")
    edited_at = fields.Datetime("Put back at")

    _evidence_sealed = (
        *Volet._evidence_sealed,
        "edited_docx",
        "edits",
        "edited_by_name",
        "edited_at",
    )

    def action_put_back(self):
        """Open the putting back of the edited Word."""
        self.ensure_one()
        self._check_put_back()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put back the edited Word"),
            "res_model": "ansm.put.back.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_volet_id": self.id, "dialog_size": "extra-large"},
        }

    def _check_put_back(self):
        """Refuse for a signed volet, and to whom neither prepares nor signs it."""
        self.ensure_one()
        self.check_access("read")
        if self.sealed_at:
            raise UserError(
                self.env._(
                    "%s is signed and stays as it is: make a new version.",
                    self.display_name,
                )
            )
        preparer = self.env.user.has_group("quality_defect_ansm.group_preparer")
        if not preparer and self.company_id not in self._companies_i_sign_for():
            raise AccessError(
                self.env._("Who prepares or signs a volet puts back its Word.")
            )

    def _put_back(self, edited, settled):
        """Take an edited Word that was checked, in place of the generated one.

        :param edited: bytes of the Word
        :param settled: list of [label, in the record, in the Word, reason]
        :raise UserError: when its PDF cannot be made: the generated one stands
        """
        self.ensure_one()
        self._check_put_back()
        self._lock_to_sign()
        vals = {
            "edited_docx": base64.b64encode(edited),
            "edits": json.dumps(settled, ensure_ascii=False),
            "edited_by_name": self.env.user.name,
            "edited_at": fields.Datetime.now(),
        }
        try:
            files = self._render_edited(edited, settled, [], vals)
        except errors.DocumentError as error:
            raise UserError(
                self.env._(
                    "No PDF can be made of this Word: the generated one stands.\n%s",
                    "\n".join(error.problems),
                )
            ) from error
        # sudo: evidence in the making is written by code alone
        self.sudo().write({**vals, **files})

    def _render_edited(self, edited, settled, signatures, by):
        """Return the files of an edited Word, its last page telling what changed."""
        content = self._content()
        moment = french.moment(self.company_id._ansm_local(by["edited_at"]))
        told = [["Modifié par", by["edited_by_name"], moment, ""], *settled]
        signed = {**content, "signatures": signatures}
        docx = edits.finish(edited, signed, told)
        files = self._rendered(self.form_template_id, docx, content)
        lacking = compare.differences(docx, base64.b64decode(files["pdf"]))
        if lacking:
            told = " / ".join(lacking[:5])[:300]
            raise errors.DocumentError([errors.Problem("pdf_differs", texts=told)])
        return files

    def _render(self, form, content, signatures):
        """Make what was edited from the Word that was put back."""
        if not self.edited_docx:
            return super()._render(form, content, signatures)
        stored = self.with_context(bin_size=False)
        edited = base64.b64decode(stored.edited_docx)
        by = {"edited_by_name": self.edited_by_name, "edited_at": self.edited_at}
        return self._render_edited(edited, json.loads(self.edits), signatures, by)

    def _prepare_volet(self, *args, **kwargs):
        """Made again, it is the generated one."""
        nothing = dict.fromkeys(("edited_docx", "edits", "edited_by_name", "edited_at"))
        return {**super()._prepare_volet(*args, **kwargs), **nothing}

    def _generated_word(self):
        """Return (name, bytes) of the Word the edited one is compared with."""
        if self.edited_docx:
            content, form = self._content(), self.form_template_id
            made = super()._render(form, content, [])
            return self.docx_name, base64.b64decode(made["docx"])
        return self._files()[0]
