# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import email
import email.policy

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..documents import compare, pdf, word
from .annex_common import add, certificate, photo
from .sending_common import ALL_WELL, SendingCommon


@tagged("post_install", "-at_install")
class TestAnnexOfVolet(SendingCommon):
    """Annexes are listed, signed, sent and verified with their volet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"
        cls.case = cls._declare(cls._new_nonconformity())
        cls.case.user_id = cls.manager
        cls.photo = add(cls.env, cls.case, cls.qa)
        cls.certificate = add(
            cls.env,
            cls.case,
            cls.qa,
            "certificat.pdf",
            certificate(),
            goes_with="both",
            description="Certificat d’analyse",
        )
        cls.report = add(
            cls.env, cls.case, cls.qa, "b.jpg", photo("blue"), goes_with="volet_2"
        )
        cls.volet = cls._make_volet()

    @classmethod
    def _make_volet(cls, kind="volet_1"):
        volets = cls.env["ansm.volet"].with_user(cls.qa)
        return volets._make(cls.case, kind, reason="Suite")

    def test_each_volet_lists_its_own_in_word_and_in_pdf(self):
        self.assertEqual(self.volet.annex_ids, self.photo | self.certificate)
        second = self._make_volet("volet_2")
        self.assertEqual(second.annex_ids, self.certificate | self.report)
        docx, made = (content for _name, content in self.volet._files()[:2])
        for text in ("\n".join(word.text(docx)), pdf.text(made)):
            for annex in self.volet.annex_ids:
                for words in (annex.name, annex.description, annex.file_sha256):
                    self.assertIn(compare.squash(words), compare.squash(text))
            self.assertNotIn("b.jpg", text)

    def test_without_annexes_the_volet_says_so(self):
        case = self._declare(self._new_nonconformity())
        content = case._prepare_content("volet_1", 1, False)
        self.assertEqual(content["annexes_gap"], "aucune annexe")

    def test_the_approval_seals_them(self):
        self.assertFalse(self.photo.sealed_at)
        self._approve(self.volet)
        self.assertEqual(self.photo.sealed_at, self.volet.sealed_at)
        self.assertFalse(self.report.sealed_at)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.photo.sudo().file = base64.b64encode(photo("green"))
        with self.assertRaisesRegex(UserError, "not deleted"):
            self.photo.sudo().unlink()

    def test_what_is_no_longer_wanted_stays_with_the_version_it_went_with(self):
        self._approve(self.volet)
        self.photo.with_user(self.qa).action_remove()
        again = self._make_volet()
        self.assertEqual(again.annex_ids, self.certificate)
        self.assertEqual(self.volet.annex_ids, self.photo | self.certificate)
        found = [one for one in again._content()["changes"] if "photo" in one["label"]]
        self.assertEqual([one["after"] for one in found], ["retiré"])

    def test_a_removed_file_that_is_added_again_is_the_signed_one(self):
        self._approve(self.volet)
        self.photo.with_user(self.qa).action_remove()
        again = add(self.env, self.case, self.qa, "autre.jpg", goes_with="both")
        self.assertEqual((again, again.name), (self.photo, "photo.jpg"))
        self.assertEqual(self._make_volet().annex_ids, self.photo | self.certificate)

    def test_a_file_removed_since_keeps_the_volet_from_being_signed(self):
        self.photo.with_user(self.qa).action_remove()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "“photo.jpg” is no longer there"):
            self._approve(self.volet)

    def test_they_leave_with_the_word_and_the_pdf_byte_for_byte(self):
        self._approve(self.volet)
        transmission = self._send(ALL_WELL)
        message = email.message_from_bytes(
            base64.b64decode(transmission.with_context(bin_size=False).eml),
            policy=email.policy.default,
        )
        parts = list(message.iter_attachments())
        self.assertEqual(
            [one.get_filename() for one in parts][2:], ["photo.jpg", "certificat.pdf"]
        )
        self.assertEqual(
            [one.get_content() for one in parts],
            [content for _name, content in self.volet._files()],
        )

    def test_more_than_the_companys_limit_does_not_leave(self):
        self._approve(self.volet)
        self.company.ansm_message_mega = 1
        heavy = self.photo.with_context(bin_size=False)
        self.patch(type(heavy), "_bytes", lambda _self: b"x" * 2**20)
        problems = self.volet._sending_problems(self._wizard()._message())
        self.assertIn("more than 1 MB together", "\n".join(problems))

    def _tampered(self, query):
        """Change a sealed annex around Odoo; return what a verification says."""
        self._approve(self.volet)
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE ansm_annex DISABLE TRIGGER USER")
        self.env.cr.execute(SQL(query, self.photo.id))
        self.env.invalidate_all()
        checks = self.env["ansm.verification"]
        return checks._check(self.company.id, self.case.id)["problems"]

    def test_a_changed_file_is_named_and_does_not_leave(self):
        found = self._tampered("UPDATE ansm_annex SET file = 'x' WHERE id = %s")
        self.assertIn("has other bytes", found)
        self.assertIn("photo.jpg", found)
        with self.assertRaisesRegex(UserError, "“photo.jpg” has other bytes"):
            self._prepare()

    def test_a_lost_file_is_named_and_does_not_leave(self):
        found = self._tampered("DELETE FROM ansm_annex WHERE id = %s")
        self.assertIn("was deleted", found)
        self.assertIn("photo.jpg", found)
        with self.assertRaisesRegex(UserError, "“photo.jpg” is no longer there"):
            self._prepare()
