# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .ansm_transmission_road import AnsmTransmission as Transmission

#: What a message is, and the title its subject ends with, in French.
TITLES = {"letter": "", "question": "mode d’envoi du signalement"}


class AnsmTransmission(models.Model):
    """A message that is no volet: a free letter, the question how to send.

    It takes the same road as a volet: previewed, kept byte for byte, sent once.
    """

    _inherit = "ansm.transmission"

    kind = fields.Selection(
        [
            ("volet", "Volet"),
            ("letter", "Letter"),
            ("question", "Question how to send"),
        ],
        required=True,
        default="volet",
    )
    annexes = fields.Char(help="The annexes that went with a letter, by their ids.")
    press = fields.Char(help="The dialog it was sent from: it sends once.")

    _one_of_a_dialog = models.UniqueIndex(
        "(press) WHERE press IS NOT NULL AND (outcome IS NULL OR outcome = 'left')",
        "This letter was sent already, or is being sent.",
    )

    _evidence_sealed = (*Transmission._evidence_sealed, "kind", "annexes", "press")

    def _files(self):
        if self.volet_id:
            return super()._files()
        ids = [int(one) for one in (self.annexes or "").split()]
        annexes = self.env["ansm.annex"].browse(ids)
        return [(one.name, one._bytes()) for one in annexes]


class AnsmDeclaration(models.Model):
    """Messages written by hand from a case, in French, with its number."""

    _inherit = "ansm.declaration"

    def action_write_letter(self):
        """Open a message to the agency, or to somebody else outside."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write outside"),
            "res_model": "ansm.letter.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_declaration_id": self.id,
                "dialog_size": "extra-large",
            },
        }

    def _prepare_letter(self, kind):
        """Return the sender, recipient, subject and body proposed for a message.

        :param kind: a key of ``TITLES``
        """
        self.ensure_one()
        pharmacist = self._pharmacist()
        agency = self.env["ansm.agency"]._in_force(self.company_id)
        product = self.medicine_id.name or "médicament"
        lines = ["Madame, Monsieur,", "", *self._letter_lines(kind, agency)]
        return {
            "email_from": pharmacist.email or self.company_id.email or "",
            "email_to": self._address_of(agency),
            "subject": self._message_subject(self, product, TITLES[kind]).strip(" –"),
            "body": "\n".join([*lines, *self._message_farewell(pharmacist)]),
        }

    def _letter_lines(self, kind, agency):
        number = self.case_number or "non encore attribué"
        references = [
            f"Numéro de dossier : {number}",
            f"Référence interne : {self.name}",
        ]
        if kind == "question":
            return [agency.question or "", "", *references]
        return [*references, ""]
