# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from .ansm_person import PERSONAL
from .ansm_transmission import AnsmTransmission as Transmission

#: What of a person is looked for in a text: notes are no identity.
TOLD = tuple(name for name in PERSONAL if name not in ("notes", "initials"))
#: Shorter words stand in any text.
SHORTEST = 4


class AnsmTransmission(models.Model):
    """What leaves was checked for patient identity: by whom, which files.

    A patient's or reporter's identity never goes to the agency (GDPR); only a
    person sees a face or a label on a photo, so a person says that he looked.
    """

    _inherit = "ansm.transmission"

    identity_checked = fields.Boolean(
        "Checked for patient identity",
        readonly=True,
        help="By who prepared the sending, on the files listed.",
    )
    files = fields.Text(help="The files checked: name, size and SHA-256 of each.")

    _evidence_sealed = (*Transmission._evidence_sealed, "identity_checked", "files")

    @api.model
    def _prepare(self, origin, vals):
        """Prepare the sending of what a person has checked for patient identity.

        :raise UserError: when nobody says so, with all else that forbids it
        """
        unchecked = self._unchecked_problems(vals)
        if unchecked:
            raise UserError("\n".join(origin._sending_problems(vals) + unchecked))
        return super()._prepare(origin, vals)

    @api.model
    def _unchecked_problems(self, vals):
        if vals.get("identity_checked"):
            return []
        return [
            self.env._(
                "Say that the files were checked: none names a patient or a reporter."
            )
        ]

    @api.model
    def _create_prepared(self, origin, vals):
        files = "\n".join(
            f"{name} – {len(content)} – SHA-256 {hashlib.sha256(content).hexdigest()}"
            for name, content in origin._files_to_send()
        )
        return super()._create_prepared(origin, {**vals, "files": files})


class AnsmVolet(models.Model):
    """What of a volet may tell who a patient or a reporter is."""

    _inherit = "ansm.volet"

    def _identity_warnings(self, body):
        """Return what to look at again before it leaves, see the case's method."""
        text = f"{self.content}\n{body or ''}"
        return self.declaration_id._identity_warnings(text, self.annex_ids)


class AnsmDeclaration(models.Model):
    """What of a case may tell who a patient or a reporter is."""

    _inherit = "ansm.declaration"

    def _identity_warnings(self, text, annexes):
        """Return what a person has to look at again before it leaves, in words.

        :param text: of the message and of its files
        """
        self.ensure_one()
        warnings = [
            self.env._("“%s” holds the place where it was taken (GPS).", one.name)
            for one in annexes
            if one.place
        ]
        if self._names_a_person(text):
            warnings.append(
                self.env._(
                    "The text holds a name, telephone, e-mail or address that is kept "
                    "as a patient's or a reporter's of this case."
                )
            )
        return warnings

    def _names_a_person(self, text):
        # sudo: whether a text names somebody is asked, who it is is not shown
        people = self.sudo().person_ids
        said = set(_words(text))
        for person in people:
            for name in TOLD:
                words = [one for one in _words(person[name]) if len(one) >= SHORTEST]
                if words and said.issuperset(words):
                    return True
        return False


def _words(text):
    return re.findall(r"[^\W_]+", (text or "").casefold())
