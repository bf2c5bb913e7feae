# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .annex_common import add
from .sending_common import ALL_WELL, SendingCommon
from .signing_common import SigningCase

LATER = [(451, b"4.7.1 greylisted")]


@tagged("post_install", "-at_install")
class TestOtherRoad(SigningCase, SendingCommon):
    """What left by another road is recorded, by who signs it."""

    def _road(self, user=None, **vals):
        said = {
            "volet_id": self.volet.id,
            "road": "portal",
            "said_left_at": fields.Datetime.now(),
            "said_left_by": "Claire Martin",
            "proof_words": "Accusé n° 4711",
            "identity_checked": True,
            **vals,
        }
        return (
            self.env["ansm.other.road.wizard"].with_user(user or self.qa).create(said)
        )

    def _record(self, user=None, **vals):
        dialog = self._road(user, **vals)
        self._press(dialog, user or self.qa)
        self.env.invalidate_all()
        return self.volet.transmission_ids.sorted("id")[-1:]

    def test_the_dialog_has_all_that_is_to_be_sent_from_elsewhere(self):
        dialog = self._road()
        self.assertEqual(dialog.email_to, "defauts@agence.example")
        self.assertEqual(dialog.phone, self.agency.phone)
        self.assertIn(self.declaration.name, dialog.subject)
        self.assertIn("Veuillez trouver ci-joint", dialog.body)
        whole = dialog.with_context(bin_size=False)
        volet = self.volet.with_context(bin_size=False)
        self.assertEqual((whole.docx, whole.pdf), (volet.docx, volet.pdf))

    def test_what_was_sent_from_elsewhere_counts_as_sent_and_says_how(self):
        at = self.volet.sealed_at
        transmission = self._record(said_left_at=at)
        self.assertEqual(transmission.state, "elsewhere")
        self.assertEqual(self.declaration.state, "sent")
        self.assertEqual(transmission._left_at(), at)
        self.assertEqual(self.declaration._first_sent("volet_1"), at)
        for words in ("The agency's portal", "Claire Martin", "4711", self.qa.name):
            self.assertIn(words, transmission.state_words)
        self.assertEqual(transmission.auth_method, "password")
        self.assertIn(self.volet.pdf_sha256, transmission.files)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            transmission.sudo().proof_words = "rien"

    def test_it_is_sent_once_whichever_road_it_takes(self):
        self._record()
        with self.assertRaisesRegex(UserError, "was sent already"):
            self._prepare()
        with self.assertRefused("was sent already"):
            self._press(self._road(), self.qa)

    def test_all_that_is_missing_is_said_at_once(self):
        with self.assertRefused(
            "“How” is empty.",
            "“Left at” is empty.",
            "“Sent by” is empty.",
            "“What proves it” is empty.",
            "names a patient or a reporter",
        ):
            names = ("road", "said_left_at", "said_left_by", "proof_words")
            nothing = dict.fromkeys(names, False)
            self._press(self._road(**nothing, identity_checked=False), self.qa)
        self.assertFalse(self.volet.transmission_ids)

    def test_it_left_neither_before_its_signature_nor_in_the_future(self):
        day = timedelta(days=1)
        for at in (self.volet.sealed_at - day, fields.Datetime.now() + day):
            with self.assertRefused("between its signature and now"):
                self._press(self._road(said_left_at=at), self.qa)

    def test_the_proof_is_a_file_of_the_case_and_stays(self):
        file = add(self.env, self.declaration, self.qa, goes_with="none")
        self.assertFalse(file.sealed_at)
        transmission = self._record(proof_annex_id=file.id)
        self.assertEqual(transmission.proof_annex_id, file)
        self.assertTrue(file.sealed_at)
        other = self._declare(self._new_nonconformity())
        foreign = add(self.env, other, self.qa, goes_with="none")
        with self.assertRefused("a file of another case"):
            self._press(self._road(proof_annex_id=foreign.id), self.qa)

    def test_who_only_reads_or_gives_a_wrong_password_records_nothing(self):
        with self.assertRaises(AccessError):
            self._road(self.reader)
        with self.assertRefused("The password is wrong"):
            self._press(self._road(), self.qa, password="wrong")
        self.assertFalse(self.volet.transmission_ids)


@tagged("post_install", "-at_install")
class TestGivenUp(SendingCommon):
    """A sending that the mail server postpones makes room for another road."""

    def test_given_up_it_is_never_tried_again(self):
        transmission = self._send(LATER)
        self.assertEqual(transmission.state, "deferred")
        self.assertTrue(self.volet._already_sent_problems())
        transmission.with_user(self.qa)._settle(False, "Envoi par le portail")
        session = self._run(ALL_WELL, transmission)
        self.assertEqual((transmission.state, session.sent), ("failed", []))
        self.assertFalse(self.volet._already_sent_problems())

    def test_it_is_not_said_to_have_left(self):
        transmission = self._send(LATER)
        with self.assertRaisesRegex(UserError, "known already"):
            transmission.with_user(self.qa)._settle(True, "Il est parti")
