# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import io
import zipfile
from unittest.mock import patch

from docx import Document

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..documents import office
from ..documents.volets.names import names
from . import agency_form
from .forms_common import FormsCase


@tagged("post_install", "-at_install")
class TestForm(FormsCase):
    def test_the_blank_form_is_tied_by_itself_and_shown_filled(self):
        self.assertEqual(self.form.format, "blank")
        ties = self.form.tie_ids.sorted("sequence")
        right = [
            tie.name_id.path == path
            for tie, path in zip(ties, agency_form.MEANT, strict=True)
        ]
        self.assertGreaterEqual(sum(right) / len(right), 0.9)
        form = self.form.with_context(bin_size=False)
        self.assertEqual(base64.b64decode(form.sample_pdf)[:5], b"%PDF-")
        self.assertEqual(base64.b64decode(form.file), self.blank)

    def test_it_is_not_in_force_until_a_signatory_approves_it(self):
        shipped = self._in_force()
        self.assertEqual((self.form.state, shipped.state), ("to_approve", "shipped"))
        self._approve()
        self.assertEqual(self.form.state, "approved")
        self.assertEqual(self._in_force(), self.form)
        approval = self.form.approval_ids
        self.assertEqual(approval.signer_name, self.pr_user.name)
        self.assertEqual(approval.auth_method, "password")
        with self.assertRaisesRegex(UserError, "evidence"):
            approval.sudo().signer_name = "Un autre"

    def test_approving_asks_for_an_appointment_and_the_password(self):
        with self.assertRaisesRegex(UserError, "signatory of"):
            self.form.with_user(self.manager).action_approve()
        with self.assertRefused("The password is wrong"):
            self._approve(password="nothing of the kind")
        self.assertFalse(self.form.approval_ids)

    def test_a_tie_changed_after_the_approval_takes_it_out_of_force(self):
        self._approve()
        tie = self.form.tie_ids.filtered(lambda one: one.name_id.path == "inn")
        tie.with_user(self.manager).name_id = False
        self.assertTrue(tie.corrected)
        self.assertEqual(self.form.state, "changed")
        self.assertNotEqual(self._in_force(), self.form)

    def test_what_was_shown_is_what_is_approved(self):
        action = self.form.with_user(self.pr_user).action_approve()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        tie = self.form.tie_ids.filtered(lambda one: one.name_id.path == "inn")
        tie.name_id = False
        with self.assertRefused("changed since they were shown"):
            self._press_approve(dialog, self.pr_user)

    def test_the_volet_is_the_agencys_form_filled_and_signed_on_it(self):
        self._approve()
        volet = self._volet()
        self.assertEqual(volet.form_template_id, self.form)
        self.assertIn("Paracétamol", self._texts(volet))
        self.assertIn("Non signé – projet", self._texts(volet))
        self._sign(volet, self.pr_user)
        texts = self._texts(volet)
        self.assertIn(self.pr_user.name, texts)
        self.assertNotIn("Non signé – projet", texts)
        self.assertIn("Fiche enquête de signalement d’un défaut de qualité", texts)

    def test_an_approved_form_of_another_company_is_not_used_here(self):
        form = self.form.sudo()
        form.company_id = False
        self._approve()
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        templates = self.env["ansm.form.template"]
        self.assertEqual(templates._in_force("volet_1", self.company), form)
        self.assertNotEqual(templates._in_force("volet_1", other), form)

    def test_only_the_loading_writes_what_it_found(self):
        with self.assertRaisesRegex(AccessError, "shipped"):
            self.form.with_user(self.manager).write({"shipped": True})
        with self.assertRaises(AccessError):
            self.form.tie_ids.with_user(self.manager).unlink()

    def test_a_hostile_upload_is_refused_and_nothing_is_stored(self):
        before = self.env["ansm.form.template"].search_count([])
        bad = {
            "not a Word": b"%PDF-1.7",
            "macros": self._with("word/vbaProject.bin", b"macro"),
            "unpacks": self._with("word/a.bin", b"\x00" * 100 * 2**20),
            "entities": self._with("word/a.xml", b"<!DOCTYPE a []><a/>"),
        }
        for said, content in bad.items():
            with self.assertRaises(UserError) as caught:
                self._load(content)
            self.assertIn(said, str(caught.exception))
        self.assertEqual(self.env["ansm.form.template"].search_count([]), before)

    def _with(self, name, content):
        target = io.BytesIO(self.blank)
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return target.getvalue()

    def test_a_bad_file_leaves_the_form_as_it_was(self):
        form = self.form.with_user(self.manager)
        with self.assertRaises(UserError) as caught:
            form.file = base64.b64encode(b"nothing")
        self.assertIn("nothing was stored", str(caught.exception))
        form.invalidate_recordset()
        stored = form.with_context(bin_size=False)
        self.assertEqual(base64.b64decode(stored.file), self.blank)

    def test_an_opendocument_form_is_for_system_administrators(self):
        odt = zipfile_of({"mimetype": b"application/vnd.oasis.opendocument.text"})
        with (
            patch.object(office, "installed", return_value=True),
            self.assertRaises(AccessError) as caught,
        ):
            self._load(odt)
        self.assertIn("system administrator", str(caught.exception))

    def test_without_libreoffice_it_is_said_and_what_to_do(self):
        odt = zipfile_of({"mimetype": b"application/vnd.oasis.opendocument.text"})
        with patch.object(office, "installed", return_value=False):
            for act in (
                lambda: self._load(odt),
                lambda: self.form.with_user(self.manager).write({"by_office": True}),
            ):
                with self.assertRaises(UserError) as caught:
                    act()
                self.assertIn("not installed on this server", str(caught.exception))

    def test_one_page_lists_all_that_a_form_may_print(self):
        for kind in ("volet_1", "volet_2"):
            listed = self.env["ansm.form.name"].with_user(self.reader)._of(kind)
            self.assertEqual(set(listed), set(names(kind)))

    def test_the_shipped_forms_need_no_approval_and_say_what_they_are(self):
        shipped = self.env["ansm.form.template"]._in_force("volet_1", self.company)
        self.assertEqual(shipped.state, "shipped")
        self.assertIn("reconstitué", shipped.name)
        with self.assertRaisesRegex(UserError, "needs no approval"):
            shipped.with_user(self.pr_user).action_approve()

    def test_a_version_that_asks_other_lines_brings_its_form(self):
        forms = self.env["ansm.form.template"]
        old = forms._in_force("volet_1", self.company)
        shipped = old.file
        forms._ship()
        self.assertEqual(forms._in_force("volet_1", self.company), old)
        self.env.cr.execute(
            "UPDATE ansm_form_template SET file = 'b2xkZXI=' WHERE id = %s", [old.id]
        )
        old.invalidate_recordset()
        forms._ship()
        new = forms._in_force("volet_1", self.company)
        self.assertNotEqual(new, old)
        self.assertEqual(new.file, shipped)

    def test_another_file_under_the_approved_hash_is_not_in_force(self):
        self._approve()
        approved, form = self.form.sha256, self.form.with_user(self.manager)
        word = Document(io.BytesIO(self.blank))
        word.add_paragraph("Rien à signaler")
        changed = io.BytesIO()
        word.save(changed)
        form.file = base64.b64encode(changed.getvalue())
        with self.assertRaises(AccessError):
            form.write({"sha256": approved})
        form.sudo().write({"sha256": approved})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.form.state, "changed")
        self.assertNotEqual(self._in_force(), self.form)


def zipfile_of(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
