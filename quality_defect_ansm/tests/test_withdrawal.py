# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import email
import email.policy

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..documents import compare, pdf, word
from .sending_common import ALL_WELL, SendingCommon

WHY = "Lot d’un autre fabricant : le numéro avait été mal lu."


@tagged("post_install", "-at_install")
class TestWithdrawal(SendingCommon):
    """An unfounded report is withdrawn by a letter, signed and sent as a volet."""

    def _letter(self, **vals):
        case = self.declaration.with_user(self.qa)
        action = case.action_withdraw()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.qa)
            .with_context(**action["context"])
            .create({"reason": WHY, **vals})
        )
        return self.env["ansm.volet"].browse(wizard.action_make()["res_id"])

    def _withdrawn(self):
        self._send(ALL_WELL)
        self.first, self.volet = self.volet, self._letter()
        self._approve(self.volet)
        return self.volet

    def test_what_never_left_is_not_withdrawn(self):
        with self.assertRaisesRegex(UserError, "Nothing was sent"):
            self.declaration.with_user(self.qa).action_withdraw()

    def test_the_letter_names_the_case_what_was_sent_and_why(self):
        self._send(ALL_WELL)
        self.declaration.case_number = "2026-DQ-00777"
        letter = self._letter()
        docx, made = (content for _name, content in letter._files())
        accepted = self.volet.transmission_ids.attempt_ids[-1]
        for text in ("\n".join(word.text(docx)), pdf.text(made)):
            for words in (
                "Retrait d’un signalement de défaut de qualité",
                "2026-DQ-00777",
                self.declaration.name,
                "AUBRALGINE 500 mg, comprimé",
                "A1234",
                "Volet 1 v1",
                self.volet.pdf_sha256,
                WHY,
                "accuser réception",
            ):
                self.assertIn(compare.squash(words), compare.squash(text))
        (row,) = letter._content()["sent_versions"]
        hour = self.declaration._local(accepted.at).strftime("%H h %M")
        self.assertIn(hour, row["sent"])
        self.assertNotIn("Modèle reconstitué", pdf.text(made))
        self.assertTrue(letter.pdf_name.endswith("_Lettre-de-retrait_v1.pdf"))

    def test_it_is_signed_and_sent_on_the_same_road(self):
        self.assertEqual(self._withdrawn()._case_state(), "to_send")
        transmission = self._send(ALL_WELL)
        self.assertIn("Lettre de retrait – version 1", transmission.subject)
        self.assertNotIn("définitive", transmission.subject)
        self.assertIn("nous retirons un signalement", transmission.body)
        content = base64.b64decode(transmission.with_context(bin_size=False).eml)
        message = email.message_from_bytes(content, policy=email.policy.default)
        names = [one.get_filename() for one in message.iter_attachments()]
        self.assertEqual(names, [self.volet.docx_name, self.volet.pdf_name])

    def test_the_case_is_withdrawn_once_the_letter_left_not_before(self):
        self._withdrawn()
        self.assertEqual(self.declaration.state, "to_send")
        self._send(ALL_WELL)
        self.assertEqual(self.declaration.state, "withdrawn")
        self.assertFalse(self.declaration.without_delay)

    def test_without_a_reason_no_letter_is_made(self):
        self._send(ALL_WELL)
        with self.assertRaisesRegex(UserError, "Why the report is unfounded"):
            self._letter(reason=" ")

    def test_what_was_sent_stays_and_a_corrected_letter_names_the_wrong_one(self):
        letter = self._withdrawn()
        self._send(ALL_WELL)
        again = self._letter(reason="Autre motif", change_reason="Motif erroné")
        self.assertEqual((again.number, again.replaces_id), (2, letter))
        content = again._content()
        self.assertEqual(content["replaces"], "Lettre de retrait v1")
        self.assertEqual(content["changes"][0]["before"], WHY)
        self.assertEqual(len(content["sent_versions"]), 1)
        self.assertTrue(self.first.sealed_at)
