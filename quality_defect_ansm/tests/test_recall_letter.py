# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import email
import email.policy

from odoo.tests import tagged

from ..documents import compare, pdf, word
from .recall_common import RecallCommon

#: What the dialog says, and what the letter prints of it.
SAID = {
    "reason": "Fissures du flacon sur la ligne 4.",
    "risk_assessment": "Stérilité non garantie.",
    "alternatives": "RIVOTEL 1 g, autre conditionnement.",
    "message": "Cesser la délivrance du lot A1234.",
}


@tagged("post_install", "-at_install")
class TestRecallLetter(RecallCommon):
    """The letter of a proposal: its own form, all that is proposed, figures as read."""

    def _texts(self, letter):
        docx, made = (content for _name, content in letter._files())
        return ["\n".join(word.text(docx)), pdf.text(made)]

    def _says(self, letter, *words):
        for text in self._texts(letter):
            for one in words:
                self.assertIn(compare.squash(one), compare.squash(text))

    def test_it_prints_all_that_is_proposed_in_word_and_pdf(self):
        self.declaration.case_number = "2026-DQ-00777"
        recall = self._propose(
            level="patient", risk_class="class_1", shortage_risk="yes", **SAID
        )
        self._says(
            recall.letter_ids,
            *SAID.values(),
            "Proposition de rappel n° 1",
            "2026-DQ-00777",
            "AUBRALGINE 500 mg, comprimé",
            "A1234",
            "31/03/2028",
            "☒ Patients",
            "☒ Classe I –",
            "☒ oui",
            "01 99 00 00 00",
            "week-end et jours fériés inclus",
            "L. 5124-6",
            "aucun appel abouti",
            "mouvements de stock réalisés",
        )

    def test_who_signs_it_reads_its_batches_and_its_reason_beside_it(self):
        letter = self._propose(**SAID).letter_ids
        dialog = self.env["ansm.signing.wizard"].new({"volet_id": letter.id})
        self.assertIn("A1234", dialog.facts)
        self.assertIn(SAID["reason"], dialog.facts)

    def test_the_message_proposed_names_the_batches_chosen_and_no_other(self):
        lot = self.lot.copy({"name": "B9999"})
        batch = self.env["ansm.declaration.batch"].create(
            {"declaration_id": self.declaration.id, "lot_id": lot.id}
        )
        self.assertIn("des lots A1234, B9999 de", self._propose().message)
        recall = self._propose(batch_ids=[(6, 0, batch.ids)])
        self.assertIn("rappel du lot B9999 de la spécialité", recall.message)

    def test_without_the_notice_it_does_not_say_so(self):
        recall = self._propose(notice=False, **SAID)
        for text in self._texts(recall.letter_ids):
            self.assertNotIn("L. 5124-6", text)

    def test_gaps_are_printed_and_hold_nothing_back(self):
        recall = self._propose(
            level=False, risk_class=False, alternatives=False, message=False
        )
        self._says(recall.letter_ids, "non renseigné à ce stade")

    def test_each_batch_names_its_own_speciality(self):
        other = self.medicine.create({"name": "LÉVÉZOU 50 mg, comprimé"})
        lot = self.lot.copy({"name": "B9999"})
        batch = self.env["ansm.declaration.batch"].create(
            {"declaration_id": self.declaration.id, "lot_id": lot.id}
        )
        self.env["ansm.speciality"].create(
            {
                "declaration_id": self.declaration.id,
                "medicine_id": other.id,
                "batch_ids": batch.ids,
            }
        )
        rows = self._propose().letter_ids._content()["recall_batches"]
        names = {row["lot"]: row["product"] for row in rows}
        self.assertEqual(names, {"A1234": self.medicine.name, "B9999": other.name})

    def test_its_mail_names_the_proposal_and_the_call_and_the_files(self):
        recall = self._propose(**SAID)
        sent = self._send_letter(recall)
        self.assertIn("Proposition de rappel n° 1 – version 1", sent.subject)
        self.assertIn("doublé d’un appel", sent.body)
        content = base64.b64decode(sent.with_context(bin_size=False).eml)
        message = email.message_from_bytes(content, policy=email.policy.default)
        names = [one.get_filename() for one in message.iter_attachments()]
        letter = recall.letter_ids
        self.assertEqual(names, [letter.docx_name, letter.pdf_name])
        self.assertIn("Proposition-de-rappel-n-1_v1", letter.pdf_name)

    def test_each_proposal_has_versions_of_its_own(self):
        first = self._propose(**SAID)
        self._send_letter(first)
        extension = self._propose(about=first, reason="Même cause")
        letter = extension.letter_ids
        self.assertEqual((letter.number, letter.replaces_id.id), (1, False))
        self._says(letter, "Extension du rappel n° 2", "Proposition de rappel n° 1")
        first.with_user(self.qa).write({"reason": "Précisé"})
        again = first.with_user(self.qa)._make_letter("Motif précisé")
        self.assertEqual((again.number, again.replaces_id.recall_id), (2, first))
        self.assertIn("Précisé", str(again._content()["changes"]))

    def test_a_withdrawal_says_so_and_proposes_nothing(self):
        first = self._propose(**SAID)
        self._send_letter(first)
        letter = self._propose(
            about=first, kind="withdrawal", reason="Erreur"
        ).letter_ids
        self._says(letter, "Retrait de la proposition de rappel n° 2", "retirons")
        for text in self._texts(letter):
            self.assertNotIn("Nous proposons", text)

    def test_its_draft_moves_no_state_of_the_volets(self):
        before = self.declaration.state
        self._propose(**SAID)
        self.assertEqual(self.declaration.state, before)

    def test_the_calls_made_before_it_stand_in_it(self):
        recall = self._propose(**SAID)
        self._call(recall, person="Mme Roy, permanence")
        again = recall.with_user(self.qa)._make_letter()
        self._says(again, "Mme Roy, permanence", self.qa.name)
