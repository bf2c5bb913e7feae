# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .sending_common import ALL_WELL, SendingCommon


@tagged("post_install", "-at_install")
class TestRectifying(SendingCommon):
    """What was sent wrong is rectified by a version that names it."""

    def _make(self, **vals):
        wizard = self.env["ansm.volet.wizard"].with_user(self.qa)
        given = {"declaration_id": self.declaration.id, "kind": "volet_1"}
        made = wizard.create({**given, **vals}).action_make()
        return self.env["ansm.volet"].browse(made["res_id"])

    def test_a_rectifying_version_names_the_wrong_one_everywhere(self):
        self._send(ALL_WELL)
        wrong = self.volet
        self.volet = self._make(rectifies=True, change_reason="Lot d’un autre dossier")
        content = self.volet._content()
        self.assertEqual(
            content["change_reason"],
            "Version rectificative : Volet 1 v1 a été envoyée par erreur. Lot d’un "
            "autre dossier",
        )
        self.assertEqual(self.volet.replaces_id, wrong)
        self._approve(self.volet)
        transmission = self._send(ALL_WELL)
        self.assertTrue(transmission.subject.endswith("– rectificative"))
        self.assertEqual(wrong._case_state(), "sent")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.volet.sudo().rectifies = False

    def test_what_was_not_sent_is_not_rectified(self):
        with self.assertRaisesRegex(UserError, "no version to rectify"):
            self._make(rectifies=True, change_reason="Erreur")

    def test_what_was_wrong_is_said(self):
        self._send(ALL_WELL)
        with self.assertRaisesRegex(UserError, "why this version replaces"):
            self._make(rectifies=True, change_reason=" ")

    def test_made_again_without_the_tick_it_rectifies_nothing(self):
        self._send(ALL_WELL)
        volet = self._make(rectifies=True, change_reason="Erreur")
        again = self._make(change_reason="Complément")
        self.assertEqual(again, volet)
        self.assertFalse(again.rectifies)
        self.assertEqual(again.change_reason, "Complément")
