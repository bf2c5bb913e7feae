# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii
import hashlib
import re
from pathlib import PurePath

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import human_size

from ..documents import annexes, errors
from ..documents.limited.call import call

PREPARER = "quality_defect_ansm.group_preparer"
#: Kinds of volets a file goes with.
GOES_WITH = {"volet_1": ("volet_1",), "volet_2": ("volet_2",), "none": ()}
GOES_WITH["both"] = GOES_WITH["volet_1"] + GOES_WITH["volet_2"]


class AnsmAnnex(models.Model):
    """A file that goes with a volet: a photo, a certificate, a report.

    Each version lists those it was made with, by their SHA-256, so they are signed
    with it; the first signature seals the file for ever. Before that it can be
    removed, which matters when it names a patient. A file no longer wanted stops
    going with the next versions, and stays with those it went with.
    """

    _name = "ansm.annex"
    _inherit = "ansm.evidence.mixin"
    _description = "Annex of a volet"
    _order = "declaration_id, id"

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    name = fields.Char("File name", required=True)
    description = fields.Char(required=True, help="In French: printed in the volet.")
    goes_with = fields.Selection(
        [
            ("volet_1", "Volet 1"),
            ("volet_2", "Volet 2"),
            ("both", "Both volets"),
            ("none", "No version any more"),
        ],
        required=True,
    )
    file = fields.Binary(attachment=False, required=True)
    file_sha256 = fields.Char("SHA-256", required=True)
    mimetype = fields.Char("Type", required=True)
    size = fields.Integer("Size (bytes)", required=True)
    size_words = fields.Char("Size", compute="_compute_size_words")
    place = fields.Boolean(
        "Says where it was taken", help="The photo holds a position (GPS)."
    )
    added_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    added_by_name = fields.Char("Added by", required=True)
    added_at = fields.Datetime("Added at", required=True)
    sealed_at = fields.Datetime("Signed at")

    _evidence_sealed_when = "sealed_at"
    _evidence_sealed = (
        "declaration_id",
        "company_id",
        "name",
        "description",
        "file",
        "file_sha256",
        "mimetype",
        "size",
        "place",
        "added_by_id",
        "added_by_name",
        "added_at",
        "sealed_at",
    )

    _same_file = models.UniqueIndex(
        "(declaration_id, file_sha256)", "This file is in the case already."
    )

    @api.depends("size")
    def _compute_size_words(self):
        for annex in self:
            annex.size_words = human_size(annex.size)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        """Before it is signed, a file that names a patient has to go."""
        if any(annex._is_sealed() for annex in self) or not self.env.su:
            super()._unlink_except_evidence()

    @api.model
    def _add(self, declaration, name, content, description, goes_with):
        """Add a file to a case, after having read it within limits.

        :param name: of the file, as it was given; it is cleaned
        :param content: its bytes, of any origin
        :param description: what it shows, in French
        :param goes_with: a key of the field
        :raise UserError: with all that speaks against it; nothing is kept then
        """
        declaration.check_access("write")
        if not self.env.user.has_group(PREPARER):
            raise AccessError(self.env._("Who prepares a case adds its annexes."))
        name = clean_name(name)
        found = self._read(content, declaration.company_id)
        problems = found.pop("problems")
        digest = hashlib.sha256(content).hexdigest()
        same = declaration.annex_ids.filtered(lambda one: one.file_sha256 == digest)
        if same.goes_with == "none":
            return same._take_again(goes_with)
        problems += self._naming_problems(declaration, name, description, found)
        problems += [
            self.env._("It is in the case already, as “%s”.", one.name) for one in same
        ]
        if problems:
            raise UserError(
                self.env._(
                    "“%(name)s” is refused, nothing was kept:\n%(problems)s",
                    name=name,
                    problems="\n".join(f"– {one}" for one in problems),
                )
            )
        # sudo: evidence is made by this method alone, after the checks above
        annex = self.sudo().create(
            {
                **found,
                "declaration_id": declaration.id,
                "company_id": declaration.company_id.id,
                "name": name,
                "description": description.strip(),
                "goes_with": goes_with,
                "file": base64.b64encode(content),
                "file_sha256": digest,
                "size": len(content),
                "added_by_id": self.env.uid,
                "added_by_name": self.env.user.name,
                "added_at": fields.Datetime.now(),
            }
        )
        annex._log("created", "", annex._words())
        return annex.sudo(False)

    @api.model
    def _read(self, content, company):
        """Return what a file is, and what speaks against it (``problems``)."""
        largest = company.ansm_annex_mega
        if not content:
            return {"problems": [self.env._("The file is empty.")]}
        if len(content) > largest * 2**20:
            return {
                "problems": [
                    self.env._(
                        "It is larger than %s MB, the limit set for the company.",
                        largest,
                    )
                ]
            }
        try:
            found = call("annex", content, largest=largest * 2**20)
        except errors.DocumentError as error:
            return {
                "problems": [
                    self.env._(errors.MESSAGES[one.code], **one.params)
                    for one in error.problems
                ]
            }
        return {name: found[name] for name in ("mimetype", "place", "problems")}

    @api.model
    def _naming_problems(self, declaration, name, description, found):
        """Return what is wrong with the name and the words of a file."""
        problems = []
        endings = annexes.ENDINGS.get(found.get("mimetype"))
        if endings and PurePath(name).suffix.lower() not in endings:
            problems.append(
                self.env._("Its content is %(kind)s: name it “…%(ending)s”.")
                % {"kind": found["mimetype"], "ending": endings[0]}
            )
        if not (description or "").strip():
            problems.append(self.env._("Say in French what it shows."))
        going = declaration.annex_ids.filtered(lambda one: one.goes_with != "none")
        if name.lower() in [one.name.lower() for one in going]:
            problems.append(self.env._("Another annex has this name: change it."))
        return problems

    def _take_again(self, goes_with):
        """Let a signed file that was removed go again, under its signed name."""
        # sudo: evidence is changed by code alone; the caller checked the rights
        self.sudo().goes_with = goes_with
        self._log("changed", "", self._words())
        return self

    def _words(self):
        """Return the file in one line: name, size, SHA-256."""
        self.ensure_one()
        return f"{self.name} – {self.size_words} – SHA-256 {self.file_sha256}"

    def _log(self, kind, old, new):
        label = self._description
        vals = {"field_label": label, "old_value": old, "new_value": new}
        self.env["ansm.event"]._log(self, kind, **vals)

    def action_remove(self):
        """Take a file away: wholly before it was signed, else from what follows."""
        self.ensure_one()
        self.declaration_id.check_access("write")
        if not self.env.user.has_group(PREPARER):
            raise AccessError(self.env._("Who prepares a case removes its annexes."))
        # sudo: evidence is changed by code alone; the rights were checked
        annex = self.sudo()
        annex._log("changed", annex._words(), "")
        if annex._is_sealed():
            annex.goes_with = "none"
        else:
            annex.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _ansm_content(self, _table, _case):
        """Return what of its row in a volet no field says."""
        self.ensure_one()
        return {"size": french_size(self.size)}

    def _bytes(self):
        self.ensure_one()
        stored = self.with_context(bin_size=False).file or b""
        try:
            return base64.b64decode(stored)
        except binascii.Error:
            # spoilt around Odoo: no file, and not the one that was hashed
            return stored


def french_size(size):
    """Return a number of bytes in French, of 1024.

    >>> french_size(2048), french_size(3_500_000)
    ('2 ko', '3,3 Mo')
    """
    if size < 2**20:
        return f"{max(round(size / 2**10), 1)} ko"
    return f"{size / 2**20:.1f} Mo".replace(".", ",")


def clean_name(name):
    """Return a file name without folders, controls and marks that turn it round.

    >>> clean_name("../../a\\u202egpj.exe"), clean_name("C:\\\\x\\\\Étui vu (1).JPG")
    ('a-gpj.exe', 'Étui vu (1).JPG')
    """
    last = re.split(r"[/\\]", name or "")[-1]
    path = PurePath(re.sub(r"[^\w.() -]+", "-", last).strip(" .-") or "annexe")
    return f"{path.stem[:80].rstrip(' .-')}{path.suffix[:10]}"
