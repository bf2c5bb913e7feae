# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .signing_common import SigningData

CONTENT = base64.b64encode(b"a file of evidence")


@tagged("post_install", "-at_install")
class TestAttachment(SigningData):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = (
            cls.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": "nomination.txt",
                    "datas": CONTENT,
                    "res_model": "ansm.signatory",
                    "res_id": cls.pr.id,
                }
            )
        )

    def test_the_file_of_evidence_is_not_replaced_moved_or_deleted(self):
        self.assertTrue(self.pr._is_sealed())
        for vals in (
            {"datas": base64.b64encode(b"another")},
            {"raw": b"another"},
            {"name": "another.txt"},
            {"res_id": False},
            {"res_model": "res.partner"},
            {"checksum": "0"},
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.file.write(vals)
        with self.assertRaises(AccessError):
            self.file.unlink()
        self.assertEqual(self.file.datas, CONTENT)

    def test_another_storage_of_the_same_bytes_is_harmless(self):
        self.file.write({"datas": CONTENT, "mimetype": "text/plain"})
        self.assertEqual(self.file.datas, CONTENT)

    def test_nobody_adds_a_file_to_evidence_or_moves_one_to_it(self):
        attachments = self.env["ir.attachment"].with_user(self.manager)
        vals = {"name": "x", "datas": CONTENT}
        target = {"res_model": "ansm.signatory", "res_id": self.pr.id}
        with self.assertRaises(AccessError):
            attachments.create({**vals, **target, "res_field": "nomination"})
        loose = attachments.create(vals)
        with self.assertRaises(AccessError):
            loose.write(target)

    def test_other_files_are_as_free_as_before(self):
        loose = self.env["ir.attachment"].with_user(self.manager)
        made = loose.create({"name": "x", "datas": CONTENT})
        made.write({"datas": base64.b64encode(b"y"), "name": "z"})
        self.assertEqual(made.datas, base64.b64encode(b"y"))
        made.unlink()
        self.assertFalse(made.exists())
