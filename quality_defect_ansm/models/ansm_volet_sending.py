# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import models

from .. import french
from .ansm_transmission import NOT_LEFT
from .ansm_volet import LETTERS

#: A name nobody can own (RFC 2606).
EXERCISE_TO = "exercice@agence.invalid"


class AnsmVolet(models.Model):
    """The sending of a signed volet: what forbids it, the message proposed."""

    _inherit = "ansm.volet"

    def action_send(self):
        """Open the preview of what will be sent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to the agency"),
            "res_model": "ansm.sending.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_volet_id": self.id},
        }

    def action_send_elsewhere(self):
        """Open what to send from elsewhere, and the recording that it was sent.

        The dialog is made here: its files are there to be downloaded.
        """
        self.ensure_one()
        wizard = self.env["ansm.other.road.wizard"].create({"volet_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send by another road"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _sending_problems(self, vals):
        """Return all that forbids the sending of this volet, one sentence each.

        :param vals: sender, recipients, subject and body
        """
        self.ensure_one()
        problems = []
        if not self._is_approved():
            problems.append(self.env._("%s is not signed yet.", self.display_name))
        if not vals.get("email_to"):
            problems.append(self.env._("No agency address is in force."))
        problems += self._already_sent_problems()
        return problems + self.env["ansm.message"]._problems(
            vals, self.declaration_id, self._files_to_send()
        )

    def _already_sent_problems(self):
        open_ones = self.transmission_ids.filtered(
            lambda one: one.state not in NOT_LEFT
        )
        states = self.env["ansm.transmission"]._fields["state"]
        labels = dict(states._description_selection(self.env))
        return [
            self.env._(
                "%(volet)s was sent already, or is being sent: %(words)s",
                volet=self.display_name,
                words=one.state_words or labels[one.state],
            )
            for one in open_ones
        ]

    def _prepare_message(self):
        """Return the sender, recipients, subject and body proposed, in French."""
        self.ensure_one()
        case = self.declaration_id
        agency = self.env["ansm.agency"]._in_force(self.company_id)
        title = self._title()
        content = json.loads(self.content)
        product = content.get("product_name") or "médicament"
        pharmacist = case._pharmacist()
        return {
            "email_from": pharmacist.email or self.company_id.email or "",
            "email_to": case._address_of(agency),
            "email_cc": "",
            "subject": case._message_subject(self._teller(), product, title),
            "body": self._prepare_body(title, product, content, pharmacist),
        }

    def _prepare_transmission(self):
        """Return what a transmission of this volet holds of it."""
        return {"volet_id": self.id, "pdf_alone": self.company_id.ansm_pdf_alone}

    def _files_to_send(self, pdf_alone=None):
        """Return the files that go, as (name, bytes): Word, PDF, annexes.

        :param pdf_alone: without the Word; by default what the company has set
        """
        files = self._files()
        if self.company_id.ansm_pdf_alone if pdf_alone is None else pdf_alone:
            return [one for one in files if one[0] != self.docx_name]
        return files

    def _title(self):
        """Return what is sent, in French: its kind, its version, final or not."""
        title = f"{self._kind_label()} – version {self.number}"
        if self.kind in LETTERS:
            return title
        return f"{title} ({'définitive' if self.final else 'non définitive'})"

    def _sent_words(self):
        """Return what is attached, in French."""
        if self.kind == "withdrawal":
            return "la lettre par laquelle nous retirons un signalement non fondé"
        return "la fiche enquête de signalement d’un défaut de qualité"

    def _prepare_body(self, title, product, content, pharmacist):
        case = self.declaration_id
        number = self._teller().case_number or "non encore attribué"
        chain = self.env["ansm.chain"]._of(declaration=case)
        rows = content.get("batches", [])
        lots = content.get("lots") or ", ".join(one["lot"] for one in rows)
        return "\n".join(
            [
                "Madame, Monsieur,",
                "",
                f"Veuillez trouver ci-joint, {self._formats()}, "
                f"{self._sent_words()} : {title}.",
                "",
                f"Médicament : {product}",
                f"Lot(s) : {lots or french.NOT_KNOWN_YET}",
                f"Numéro de dossier : {number}",
                f"Référence interne : {case.name}",
                f"Chaîne de preuves : {chain.head_text}",
                *case._message_farewell(pharmacist),
            ]
        )

    def _formats(self):
        alone = self.company_id.ansm_pdf_alone
        return "au format PDF" if alone else "aux formats WORD et PDF"


class AnsmDeclaration(models.Model):
    """What every message of a case says alike, in French."""

    _inherit = "ansm.declaration"

    def _address_of(self, agency):
        """Return where what is for the agency goes; of an exercise, to no address of
        anybody: it is kept, and no mail server gets it."""
        return EXERCISE_TO if self.exercise else agency.email or ""

    def _message_subject(self, teller, product, title):
        """Return a subject: the agency's number first, as soon as it is known.

        :param teller: who has the agency's number: the case, or a speciality
        """
        exercise = "EXERCICE – " if self.exercise else ""
        number = f"[{teller.case_number}] " if teller.case_number else ""
        return f"{exercise}{number}{self.name} – {product} – {title}"

    def _message_farewell(self, pharmacist):
        """Return the last lines of a body: who writes, in which role, for whom."""
        phones = " – ".join(filter(None, (pharmacist.phone, pharmacist.mobile)))
        return [
            "",
            "Cordialement,",
            pharmacist.user_id.name or "",
            dict(pharmacist._fields["role"].selection).get(pharmacist.role, ""),
            self.company_id.name,
            phones,
        ]
