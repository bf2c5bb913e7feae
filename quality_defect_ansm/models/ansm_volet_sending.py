# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import models

from .. import french

#: What a message cannot go without.
NEEDED = ("email_from", "subject", "body")


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
        for field in NEEDED:
            if not (vals.get(field) or "").strip():
                label = self.env["ansm.transmission"]._fields[field]
                problems.append(
                    self.env._("“%s” is empty.", label._description_string(self.env))
                )
        problems += self._already_sent_problems()
        problems += self.env["ansm.message"]._address_problems(vals, self.company_id)
        addresses = ",".join(filter(None, (vals.get("email_to"), vals.get("email_cc"))))
        return problems + self.env["ansm.arming"]._problems(
            addresses, self.declaration_id.exercise
        )

    def _already_sent_problems(self):
        open_ones = self.transmission_ids.filtered(
            lambda one: one.state not in ("refused", "failed")
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
        exercise = "EXERCICE – " if case.exercise else ""
        number = self._teller().case_number
        number = f"[{number}] " if number else ""
        title = self._title()
        content = json.loads(self.content)
        product = content.get("product_name") or "médicament"
        pharmacist = case._pharmacist()
        return {
            "email_from": pharmacist.email or self.company_id.email or "",
            "email_to": agency.email or "",
            "email_cc": "",
            "subject": f"{exercise}{number}{case.name} – {product} – {title}",
            "body": self._prepare_body(title, product, content, pharmacist),
        }

    def _title(self):
        """Return what is sent, in French: its kind, its version, final or not."""
        title = f"{self._kind_label()} – version {self.number}"
        if self.kind == "withdrawal":
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
        phones = " – ".join(filter(None, (pharmacist.phone, pharmacist.mobile)))
        chain = self.env["ansm.chain"]._of(declaration=case)
        rows = content.get("batches", [])
        lots = content.get("lots") or ", ".join(one["lot"] for one in rows)
        return "\n".join(
            [
                "Madame, Monsieur,",
                "",
                "Veuillez trouver ci-joint, aux formats WORD et PDF, "
                f"{self._sent_words()} : {title}.",
                "",
                f"Médicament : {product}",
                f"Lot(s) : {lots or french.NOT_KNOWN_YET}",
                f"Numéro de dossier : {number}",
                f"Référence interne : {case.name}",
                f"Chaîne de preuves : {chain.head_text}",
                "",
                "Cordialement,",
                pharmacist.user_id.name or "",
                dict(pharmacist._fields["role"].selection).get(pharmacist.role, ""),
                self.company_id.name,
                phones,
            ]
        )
