# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii

from odoo import Command, api, models
from odoo.exceptions import AccessError, UserError

from ..documents import errors, office, template

#: What makes the document: changed, the form is tried again.
LOADED = {"file", "kind", "by_office", "tie_ids"}
#: What only the loading writes.
MADE = {"format", "shipped", "sample_docx", "sample_pdf", "sample_fingerprint"}


class AnsmFormTemplate(models.Model):
    """The loading of a form: checked within limits, or nothing is stored.

    An upload is hostile until it was opened in a process of its own, filled with
    samples, and its PDF found to say what its Word says.
    """

    _inherit = "ansm.form.template"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su and self.env.context.get("ansm_form_loading"):
            # the shipped forms, tried by the tests of this software
            return super().create(vals_list)
        forms = super().create([self._without_made(vals) for vals in vals_list])
        for form in forms:
            form._load(fresh=True)
        return forms

    def write(self, vals):
        if self.env.su and self.env.context.get("ansm_form_loading"):
            return super().write(vals)
        vals = self._without_made(vals)
        if not vals.keys() & LOADED:
            return super().write(vals)
        fresh = bool(vals.keys() & {"file", "kind"})
        result = super().write(vals)
        if fresh:
            # sudo: what somebody loads is no longer the shipped one
            super(AnsmFormTemplate, self.sudo()).write({"shipped": False})
        for form in self:
            form._load(fresh)
        return result

    def copy_data(self, default=None):
        """Copy the form, not its places: they are read from the file again."""
        return super().copy_data({"tie_ids": [], **(default or {})})

    @api.model
    def _without_made(self, vals):
        given = sorted(MADE & vals.keys())
        if given:
            raise AccessError(
                self.env._("The loading of a form writes these: %s.", ", ".join(given))
            )
        return vals

    def _load(self, fresh):
        """Check the form; read its places anew when the file is another one.

        :raise UserError: with every reason; nothing is stored then
        """
        self.ensure_one()
        content = self._file_bytes()
        self._check_right(content)
        ties = None if fresh or self.format != "blank" else self._ties()
        try:
            found = template.check(content, self.kind, ties, self.by_office)
        except errors.DocumentError as error:
            raise UserError(self._refusal(error)) from error
        vals = {
            "format": found["format"],
            "sample_docx": base64.b64encode(found["docx"]),
            "sample_pdf": base64.b64encode(found["pdf"]),
        }
        if fresh:
            vals["tie_ids"] = [
                Command.clear(),
                *map(Command.create, self._prepare_ties(found)),
            ]
        # sudo: the sample and the places are written by the loading alone
        stored = self.sudo().with_context(ansm_form_loading=True)
        stored.write(vals)
        stored.write({"sample_fingerprint": stored.fingerprint})

    def _file_bytes(self):
        try:
            encoded = self.with_context(bin_size=False).file or b""
            return base64.b64decode(encoded, validate=False)
        except binascii.Error as error:
            raise UserError(self.env._("The form is not readable.")) from error

    def _check_right(self, content):
        if self.by_office and not self.company_id:
            raise UserError(
                self.env._("LibreOffice makes the PDF of a company's own form only.")
            )
        if (self.by_office or self._is_odt(content)) and not office.installed():
            raise UserError(
                self.env._(
                    "LibreOffice is not installed on this server: load the form as "
                    "Word (.docx), and let the software make its PDF, or have "
                    "LibreOffice installed."
                )
            )
        system = self.env.su or self.env.user.has_group("base.group_system")
        if self._is_odt(content) and not system:
            raise AccessError(
                self.env._(
                    "An OpenDocument form runs code: only a system administrator "
                    "loads one. A Word (.docx) needs no administrator."
                )
            )

    @api.model
    def _is_odt(self, content):
        return template.format_of(content) == template.ODT

    def _refusal(self, error):
        """Return why a file is refused, in the user's language."""
        reasons = (
            self.env._(errors.MESSAGES[one.code], **one.params)
            for one in error.problems
        )
        return self.env._(
            "The form was refused, nothing was stored:\n%s",
            "\n".join(f"– {reason}" for reason in reasons),
        )

    def _prepare_ties(self, found):
        names = self.env["ansm.form.name"]._of(self.kind)
        for number, place in enumerate(found["places"]):
            name = names.get(found["ties"].get(place["id"]))
            labels = [one for one in place["labels"] if one]
            yield {
                "sequence": number,
                "place": place["id"],
                "kind": place["kind"],
                "label": labels[0][:200] if labels else "",
                "context": " / ".join(place["contexts"][:2])[:200],
                "name_id": name.id if name else False,
                "proposed_id": name.id if name else False,
            }
