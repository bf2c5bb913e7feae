# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import AnsmCommon


@tagged("post_install", "-at_install")
class TestVolet(AnsmCommon):
    def _make(self, declaration, **vals):
        wizard = (
            self.env["ansm.volet.wizard"]
            .with_user(self.qa)
            .create({"declaration_id": declaration.id, **vals})
        )
        return self.env["ansm.volet"].browse(wizard.action_make()["res_id"])

    def test_a_non_final_version_goes_with_gaps_and_says_so(self):
        declaration = self._declare()
        declaration.contact_phone = False
        volet = self._make(declaration)
        content = json.loads(volet.content)
        self.assertEqual(volet.number, 1)
        self.assertEqual(content["contact"]["phone"], "non renseigné à ce stade")
        self.assertEqual(content["status"], "version non définitive")
        self.assertEqual(declaration.state, "to_sign")

    def test_a_final_version_lists_all_that_is_missing_at_once(self):
        declaration = self._declare()
        declaration.write({"contact_email": False, "defect_description": False})
        with self.assertRaises(UserError) as caught:
            self._make(declaration, final=True)
        for missing in (
            "Contact Email",
            "Description of the quality defect",
            "Suspicion of counterfeit",
            "A1234 – Manufactured on",
        ):
            self.assertIn(missing, str(caught.exception))
        self.assertFalse(declaration.volet_ids)

    def test_what_is_printed_is_french_whatever_the_users_language(self):
        self.assertEqual(self.qa.lang, "en_US")
        content = json.loads(self._make(self._declare()).content)
        self.assertEqual(
            content["signal_received"],
            "vendredi 3 avril 2026, 09 h 12 (heure de Paris, UTC+02:00)",
        )

    def test_the_hashes_are_those_of_the_bytes(self):
        volet = self._make(self._declare()).with_context(bin_size=False)
        for name in ("docx", "pdf"):
            content = base64.b64decode(volet[name])
            digest = hashlib.sha256(content).hexdigest()
            self.assertEqual(volet[f"{name}_sha256"], digest)
        self.assertEqual(
            volet.content_sha256, hashlib.sha256(volet.content.encode()).hexdigest()
        )

    def test_until_signed_making_it_again_renews_the_same_version(self):
        declaration = self._declare()
        first = self._make(declaration)
        declaration.defect_description = "Fissure du flacon, cinq unités."
        again = self._make(declaration)
        self.assertEqual(first, again)
        self.assertIn("cinq unités", again.content)

    def test_once_signed_the_next_version_names_the_one_it_replaces(self):
        declaration = self._declare()
        first = self._make(declaration)
        first.sudo().sealed_at = first.prepared_at
        second = self._make(declaration, change_reason="Lot ajouté")
        self.assertEqual((second.number, second.replaces_id), (2, first))
        content = json.loads(second.content)
        self.assertEqual(content["replaces"], "Volet 1 v1")
        self.assertEqual(content["change_reason"], "Lot ajouté")

    def test_the_agencys_number_is_in_the_names_of_the_files(self):
        declaration = self._declare()
        declaration.case_number = "2026-DQ-00123"
        volet = self._make(declaration)
        self.assertRegex(
            volet.docx_name, r"^2026-DQ-00123_DQ-\d{4}-\d{4}_Volet-1_v1\.docx$"
        )

    def test_a_reader_makes_no_volet_even_by_calling_the_method(self):
        declaration = self._declare()
        with self.assertRaises(AccessError):
            self.env["ansm.volet"].with_user(self.reader)._make(
                declaration.with_user(self.reader), "volet_1"
            )

    def test_no_form_in_force_is_said_and_nothing_is_made(self):
        declaration = self._declare()
        self.env["ansm.form.template"].search([]).date_from = "2999-01-01"
        with self.assertRaisesRegex(UserError, "No form is in force"):
            self._make(declaration)
        self.assertFalse(declaration.volet_ids)
