# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
import io

from docx import Document
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestSigning(SigningCase):
    def _text(self, volet):
        """Return the text of the Word, tables included."""
        word = Document(io.BytesIO(volet._files()[0][1]))
        return "\n".join(
            [paragraph.text for paragraph in word.paragraphs]
            + [cell.text for table in word.tables for cell in table._cells]
        )

    def test_signing_freezes_the_volet_and_binds_the_final_bytes(self):
        volet = self._volet()
        shown = volet.docx_sha256
        signature = self._sign(volet, self.pr_user)
        self.assertEqual(volet.declaration_id.state, "to_send")
        self.assertEqual(signature.preview_sha256, shown)
        self.assertNotEqual(signature.docx_sha256, shown)
        for name, content in zip(("docx", "pdf"), volet._files(), strict=True):
            digest = hashlib.sha256(content[1]).hexdigest()
            self.assertEqual(signature[f"{name}_sha256"], digest)
            self.assertEqual(volet[f"{name}_sha256"], digest)
        self.assertEqual(signature.content_sha256, volet.content_sha256)
        self.assertEqual(signature.meaning, "approved_pr")
        self.assertEqual(signature.auth_method, "password")

    def test_the_block_says_who_what_and_when_in_french(self):
        volet = self._volet()
        with freeze_time("2026-04-03 21:05:00"):
            signature = self._sign(volet, self.pr_user)
        text = self._text(volet)
        for printed in (
            self.pr_user.name,
            "Pharmacien responsable",
            "Approuvé",
            "vendredi 3 avril 2026, 23 h 05 (heure de Paris, UTC+02:00)",
            "vendredi 3 avril 2026, 21 h 05 (UTC, UTC+00:00)",
            signature.content_sha256,
            signature.preview_sha256,
        ):
            self.assertIn(printed, text)

    def test_what_was_prepared_is_signed_not_the_case_of_now(self):
        volet = self._volet()
        content = volet.content
        volet.declaration_id.defect_description = "Changé depuis"
        self._sign(volet, self.pr_user)
        self.assertEqual(volet.content, content)
        self.assertIn("Trois flacons fissurés", self._text(volet))
        self.assertNotIn("Changé depuis", self._text(volet))

    def test_renaming_the_user_changes_no_signature(self):
        signature = self._sign(self._volet(), self.pr_user)
        before = signature.read(["signer_name", "signer_role", "docx_sha256"])
        self.pr_user.name = "Quelqu'un d'autre"
        self.env.invalidate_all()
        self.assertEqual(
            signature.read(["signer_name", "signer_role", "docx_sha256"]), before
        )

    def test_it_is_signed_once(self):
        volet = self._volet()
        dialog = self._dialog(volet, self.pr_user)
        self._press(dialog, self.pr_user)
        with self.assertRefused("is signed already"):
            self._press(dialog, self.pr_user)
        self.assertEqual(len(volet.signature_ids), 1)

    def test_made_again_since_it_was_shown_nothing_is_signed(self):
        volet = self._volet()
        dialog = self._dialog(volet, self.pr_user)
        volet.declaration_id.defect_description = "Cinq flacons"
        self._volet(declaration=volet.declaration_id)
        with self.assertRefused("made again since it was shown"):
            self._press(dialog, self.pr_user)
        self.assertFalse(volet.sealed_at)

    def test_the_hash_of_what_was_shown_is_not_the_clients_to_give(self):
        volet = self._volet()
        dialog = self._dialog(volet, self.pr_user)
        with self.assertRaises(AccessError):
            dialog.shown_sha256 = "0" * 64
        other = dialog.create(
            {"volet_id": volet.id, "meaning": "approved", "shown_sha256": "0" * 64}
        )
        self.assertEqual(other.shown_sha256, volet.docx_sha256)

    def test_files_that_are_not_those_that_were_made_are_not_signed(self):
        volet = self._volet()
        volet.sudo().pdf = base64.b64encode(b"%PDF-1.7 other")
        with self.assertRefused("not those that were made"):
            self._dialog(volet, self.pr_user)

    def test_a_form_changed_since_is_not_signed(self):
        volet = self._volet()
        form = volet.sudo().form_template_id
        form.file = base64.b64encode(base64.b64decode(form.file) + b"\0")
        with self.assertRefused("The form has changed"):
            self._dialog(volet, self.pr_user)

    def test_who_prepared_and_checked_sign_that_and_the_block_lists_them(self):
        volet = self._volet()
        prepared = self._sign(volet, self.qa)
        checked = self._sign(volet, self.manager)
        self.assertEqual((prepared.meaning, checked.meaning), ("prepared", "checked"))
        self.assertFalse(volet.sealed_at)
        self._sign(volet, self.pr_user)
        for word in ("Préparé", "Vérifié", "Approuvé"):
            self.assertIn(word, self._text(volet))

    def test_made_again_the_earlier_signatures_bind_it_no_more(self):
        volet = self._volet()
        prepared = self._sign(volet, self.qa)
        self.assertTrue(prepared.current)
        volet.declaration_id.defect_description = "Cinq flacons"
        self._volet(declaration=volet.declaration_id)
        self.assertFalse(prepared.current)
        self.assertEqual(self._sign(volet, self.qa).meaning, "prepared")

    def test_nobody_signs_twice_with_one_meaning(self):
        volet = self._volet()
        self._sign(volet, self.qa)
        with self.assertRefused("You have signed this version already"):
            self._dialog(volet, self.qa)

    def test_a_preparer_does_not_say_checked_of_his_own_work(self):
        volet = self._volet()
        dialog = self._dialog(volet, self.qa)
        dialog.meaning = "checked"
        with self.assertRefused("cannot mean this here"):
            self._press(dialog, self.qa)

    def test_what_waits_is_listed_to_signatories_alone(self):
        volet = self._volet()
        volets = self.env["ansm.volet"]
        waiting = [("waits_for_me", "=", True)]
        self.assertIn(volet, volets.with_user(self.pr_user).search(waiting))
        self.assertTrue(volet.with_user(self.pr_user).waits_for_me)
        self.assertFalse(volets.with_user(self.manager).search(waiting))
        self._sign(volet, self.pr_user)
        self.assertNotIn(volet, volets.with_user(self.pr_user).search(waiting))


@tagged("post_install", "-at_install")
class TestSamePerson(SigningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._appoint(cls.qa, "pri")

    def _final(self):
        declaration = self._declare()
        self._complete(declaration)
        return self._volet(final=True, declaration=declaration)

    def test_who_prepared_a_volet_1_that_is_not_final_may_sign_it(self):
        self.assertEqual(self._sign(self._volet(), self.qa).meaning, "approved_pri")

    def test_who_prepared_a_final_version_does_not_approve_it(self):
        volet = self._final()
        dialog = self._dialog(volet, self.qa)
        self.assertEqual(dialog.meaning, "prepared")
        dialog.meaning = "approved"
        with self.assertRefused("somebody else approves it"):
            self._press(dialog, self.qa)
        self.assertEqual(self._sign(volet, self.pr_user).meaning, "approved_pr")

    def test_unless_the_company_allows_it(self):
        self.company.ansm_same_person_may_sign = True
        self.assertEqual(self._sign(self._final(), self.qa).meaning, "approved_pri")


@tagged("post_install", "-at_install")
class TestWhoSigns(SigningCase):
    def assertSignsNot(self, user, *sentences):
        volet = self._volet()
        with self.assertRefused(*sentences):
            self._dialog(volet, user)
        # and no dialog made by hand helps
        dialog = (
            self.env["ansm.signing.wizard"]
            .with_user(user)
            .create(
                {
                    "volet_id": volet.id,
                    "meaning": "approved",
                    "signatory_id": self.env["ansm.signatory"]
                    .search([("user_id", "=", user.id)], limit=1)
                    .id,
                }
            )
        )
        with self.assertRefused(*sentences):
            self._press(dialog, user)
        self.assertFalse(volet.sealed_at)

    def test_a_pri_out_of_date_does_not(self):
        self._appoint(self.pri_user, "pri", date_to="2026-01-31")
        self.assertSignsNot(self.pri_user, "ended on 2026-01-31")

    def test_a_pri_whose_time_has_not_come_does_not(self):
        self._appoint(self.pri_user, "pri", date_from="2999-01-01")
        self.assertSignsNot(self.pri_user, "starts on 2999-01-01")

    def test_an_unconfirmed_pri_does_not(self):
        self.env["ansm.signatory"].with_user(self.manager).create(
            self._appointment(self.pri_user, "pri")
        )
        self.assertSignsNot(self.pri_user, "not confirmed by a second person")

    def test_an_administrator_does_not_by_being_one(self):
        admin = self._new_user("admin_test", "reader")
        admin.group_ids += self.env.ref("base.group_system")
        self.assertSignsNot(admin, "being an administrator")

    def test_an_administrator_does_not_with_the_appointment_of_another(self):
        dialog = self._dialog(self._volet(), self.manager)
        dialog.write({"meaning": "approved", "signatory_id": self.pr.id})
        with self.assertRefused("This appointment is not yours"):
            self._press(dialog, self.manager)

    def test_an_administrator_who_reset_the_prs_password_does_not(self):
        admin = self._new_user("admin_test", "manager")
        admin.group_ids += self.env.ref("base.group_system")
        self.pr_user.with_user(admin).password = "chosen-by-the-admin"
        self.assertSignsNot(self.pr_user, "is suspended", admin.name)

    def test_the_pri_signs_while_the_pr_is_suspended(self):
        self._appoint(self.pri_user, "pri")
        self.pr_user.with_user(self.manager).sudo().password = "chosen"
        signature = self._sign(self._volet(), self.pri_user)
        self.assertEqual(signature.meaning, "approved_pri")
        self.assertEqual(signature.signer_role, "Pharmacien responsable intérimaire")

    def test_a_signatory_of_another_company_does_not(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        user = self._new_user(
            "both_test", "reader", company_ids=[(6, 0, (self.company | other).ids)]
        )
        self.manager.company_ids += other
        self.manager_2.company_ids += other
        self._appoint(user, "pr", company_id=other.id)
        self.assertSignsNot(user, "of Autre exploitant, not of")

    def test_who_does_not_see_the_company_does_not(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        stranger = self._new_user(
            "stranger_test",
            "reader",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            self._volet().with_user(stranger).action_sign()

    def test_nobody_presses_the_dialog_of_somebody_else(self):
        dialog = self._dialog(self._volet(), self.pr_user)
        with self.assertRaises(AccessError):
            self._press(dialog, self.manager)
