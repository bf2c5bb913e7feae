# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import file_open

from .. import french
from .ansm_call_number import digits

NOTE = "quality_defect_ansm/static/note/call_note."


def _inline(kind):
    """Return (text, its source for a content security policy) of a file of the note."""
    with file_open(NOTE + kind) as file:
        text = file.read()
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    # Markup: our own file, which the policy names by its hash
    return Markup(text), f"'sha256-{digest}'"  # noqa: S704


class AnsmCall(models.Model):
    """What is read aloud on the telephone, and the note for where no network is."""

    _inherit = "ansm.call"

    @api.model
    def _to_say(self, case, recall=None, about_recall=True):
        """List, in French, what the agency will ask: it is read aloud.

        :param recall: the proposal called about; by default all that are incomplete
        """
        # sudo: who is on duty reads aloud what the case holds
        case = case.sudo()
        recalls = (recall and recall.sudo()) or case._incomplete_recalls()
        lines = [
            f"{case.company_id.name} – {case.user_id.name or ''}",
            f"Dossier : {case.case_number or 'sans numéro'} ({case.name})",
            f"Médicament : {case.medicine_id.name or '…'}",
        ]
        lines += [one._to_say() for one in recalls if about_recall]
        if not recalls:
            lines.append(f"Lot(s) : {case.batch_names or '…'}")
        if case.exercise:
            lines.insert(0, "EXERCICE – EXERCICE – EXERCICE")
        return "\n".join(lines)

    @api.model
    def _note(self, case, recall=None):
        """Return the note of a call (HTML, in the user's language): one file that
        asks the network for nothing, and what is written in it is entered later.

        :param recall: the proposal called about; by default all that are incomplete
        """
        self._check_may_call(case)
        style, style_source = _inline("css")
        script, script_source = _inline("js")
        number, now = self._number_of(case), fields.Datetime.now()
        decision = self.env["ansm.call.entry"]._fields["decision"]
        values = {
            "style": style,
            "script": script,
            "policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
            f"style-src {style_source}; script-src {script_source}",
            "lang": (self.env.lang or "fr_FR")[:2],
            # kept apart from the notes of other calls on the same telephone
            "key": f"ansm-call-{case.id}-{now:%Y%m%d%H%M%S%f}",
            "title": self.env._("Note of a call – %s", case.display_name),
            "exercise": case.exercise,
            "number": number,
            "dialled": digits(number.phone),
            "to_say": self._to_say(case, recall),
            "caller": self.env.user.name,
            "decisions": [
                words for _key, words in decision._description_selection(self.env)
            ],
            "received": self.env._("The agency says that it has our mail"),
            "made_at": french.date_hour(case._local(now)),
        }
        page = self.env["ir.qweb"]._render("quality_defect_ansm.call_note", values)
        return f"<!DOCTYPE html>\n{page}"
