# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .annex_common import add, certificate, photo
from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestAnnex(SigningData):
    """A file is taken for what it holds, whatever it is called."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._declare()

    def _add(self, name="photo.jpg", content=None, **vals):
        return add(self.env, self.case, self.qa, name, content, **vals)

    def _refused(self, words, *args, **vals):
        with self.assertRaisesRegex(UserError, words):
            self._add(*args, **vals)
        self.assertFalse(self.case.annex_ids)

    def test_the_dialog_keeps_the_very_bytes_with_size_name_and_hash(self):
        content = photo()
        action = self.case.action_add_annex()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.qa)
            .with_context(**action["context"])
            .create(
                {
                    "file": base64.b64encode(content),
                    "file_name": "C:\\vues\\Étui vu.JPG",
                    "description": "Étui vu de face",
                }
            )
        )
        wizard.action_add()
        annex = self.case.annex_ids
        self.assertEqual(annex._bytes(), content)
        self.assertEqual(annex.file_sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual((annex.size, annex.name), (len(content), "Étui vu.JPG"))
        self.assertEqual(annex.goes_with, "volet_1")
        self.assertFalse(wizard.exists())
        event = self.env["ansm.event"].search([("res_model", "=", "ansm.annex")])
        self.assertIn(annex.file_sha256, event.new_value)

    def test_pictures_and_documents_are_taken(self):
        for name, content, kind in (
            ("a.jpeg", photo(), "image/jpeg"),
            ("b.png", photo(kind="PNG"), "image/png"),
            ("c.pdf", certificate(), "application/pdf"),
        ):
            self.assertEqual(self._add(name, content).mimetype, kind)

    def test_the_type_is_told_by_the_content_not_by_the_name(self):
        for content in (b"MZ\x90 a program", b"<svg onload='x()'/>", b"PK\x03\x04"):
            self._refused("no PDF, JPEG or PNG", "photo.jpg", content)
        self._refused("name it “….pdf”", "photo.jpg", certificate())
        self._refused("name it “….jpg”", "photo.jpg.exe", photo())

    def test_what_runs_sends_or_carries_something_is_refused(self):
        for action in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData"):
            found = certificate(action=action)
            self._refused(action.strip("/"), "certificat.pdf", found)
        self._refused("EF", "certificat.pdf", certificate(file=b"hidden"))
        self._refused("password", "certificat.pdf", certificate(password="x"))

    def test_a_damaged_or_empty_file_is_refused(self):
        self._refused("damaged", "photo.jpg", photo()[:200])
        self._refused("damaged", "certificat.pdf", b"%PDF-1.7\n" + b"0" * 500)
        with self.assertRaisesRegex(UserError, "is empty"):
            self.env["ansm.annex"].with_user(self.qa)._add(
                self.case, "photo.jpg", b"", "Vue", "volet_1"
            )

    def test_a_file_over_the_companys_limit_is_refused_before_it_is_read(self):
        self.company.ansm_annex_mega = 1
        self._refused("larger than 1 MB", content=b"\xff\xd8\xff" + b"0" * 2**20)

    def test_all_that_speaks_against_a_file_is_said_at_once(self):
        with self.assertRaises(UserError) as caught:
            self._add("photo.gif", photo(), description=" ")
        for words in ("image/jpeg", "in French what it shows"):
            self.assertIn(words, str(caught.exception))

    def test_the_same_file_or_name_is_not_taken_twice(self):
        annex = self._add()
        with self.assertRaisesRegex(UserError, "has this name"):
            self._add("PHOTO.jpg", photo("blue"))
        with self.assertRaisesRegex(UserError, "already, as “photo.jpg”"):
            self._add("autre.jpg", photo())
        self.assertEqual(self.case.annex_ids, annex)

    def test_a_name_has_no_folder_no_control_and_is_not_turned_round(self):
        annex = self._add("../../etc/pho\u202eto\n<b>.jpg")
        self.assertEqual(annex.name, "pho-to-b.jpg")

    def test_the_place_of_a_photo_is_told(self):
        self.assertTrue(self._add(content=photo(place=True)).place)
        self.assertFalse(self._add("b.jpg", photo("blue")).place)

    def test_before_it_is_signed_a_file_goes_without_a_trace_of_its_bytes(self):
        annex = self._add()
        annex.action_remove()
        self.assertFalse(annex.exists())
        # the trail says that it was there
        events = self.env["ansm.event"].search([("res_model", "=", "ansm.annex")])
        self.assertEqual(events.mapped("kind"), ["changed", "created"])

    def test_who_only_reads_adds_and_removes_nothing(self):
        annex = self._add()
        with self.assertRaises(AccessError):
            annex.with_user(self.reader).action_remove()
        with self.assertRaises(AccessError):
            add(self.env, self.case, self.reader, "b.jpg", photo("blue"))
        with self.assertRaises(AccessError):
            annex.with_user(self.qa).write({"goes_with": "none"})
        with self.assertRaises(UserError):
            annex.with_user(self.qa).unlink()
        self.assertEqual(self.case.annex_ids, annex)
