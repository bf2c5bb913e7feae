# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..documents import word
from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestVoletChanges(SigningData):
    """A new version says what changed since the one it replaces."""

    def setUp(self):
        super().setUp()
        # the minute at which a stock was read is one of its figures
        frozen = freeze_time(datetime.now())
        frozen.start()
        self.addCleanup(frozen.stop)

    def _signed(self, declaration, kind="volet_1"):
        volet = self._make(declaration, kind)
        volet = volet.with_user(self.pr_user)
        volet._sign("approved", volet._my_appointments(), "password")
        return volet

    def _make(self, declaration, kind="volet_1"):
        volets = self.env["ansm.volet"].with_user(self.qa)
        return volets._make(declaration, kind, reason="Complément")

    def test_a_first_version_has_no_changes(self):
        volet = self._make(self._declare())
        self.assertEqual(volet._content()["changes"], [])
        self.assertFalse(volet.changes)

    def test_each_changed_line_is_named_with_both_texts(self):
        declaration = self._declare()
        self._signed(declaration)
        declaration.write({"risk_class": "class_2", "detection_place": "Rodez"})
        volet = self._make(declaration)
        changes = {
            one["label"]: (one["before"], one["after"])
            for one in volet._content()["changes"]
        }
        self.assertEqual(
            changes,
            {
                "Lieu de détection": ("non renseigné à ce stade", "Rodez"),
                "Classe proposée": (
                    "non renseigné à ce stade",
                    "Classe II – peut causer une maladie ou un traitement inadapté, "
                    "sans relever de la classe I",
                ),
            },
        )
        self.assertIn("Lieu de détection", volet.changes)
        docx = base64.b64decode(volet.with_context(bin_size=False).docx)
        self.assertIn("Modifications depuis Volet 1 v1", word.text(docx))

    def test_rows_added_changed_and_removed_are_told(self):
        declaration = self._declare()
        measures = declaration.measure_ids
        row = {"declaration_id": declaration.id, "kind": "stop", "state": "proposed"}
        kept, dropped = measures.create([row, {**row, "kind": "recall"}])
        self._signed(declaration)
        kept.state = "taken"
        dropped.unlink()
        measures.create({**row, "kind": "information"})
        volet = self._make(declaration)
        changes = {one["label"]: one for one in volet._content()["changes"]}
        self.assertEqual(
            list(changes),
            ["Mesure n° 1 – Prise / proposée", "Mesure n° 2", "Mesure n° 3"],
        )
        self.assertEqual(changes["Mesure n° 1 – Prise / proposée"]["after"], "prise")
        self.assertEqual(changes["Mesure n° 2"]["after"], "retiré")
        self.assertIn("ajouté", changes["Mesure n° 3"]["after"])

    def test_nothing_changed_is_said_so(self):
        declaration = self._declare()
        self._signed(declaration)
        volet = self._make(declaration)
        self.assertEqual(volet._content()["changes"], [])
        self.assertIn("Nothing printed has changed", volet.changes)

    def test_the_dialog_shows_the_changes_before_the_version_is_made(self):
        declaration = self._declare()
        self._signed(declaration)
        declaration.detection_place = "Rodez"
        wizard = (
            self.env["ansm.volet.wizard"]
            .with_user(self.qa)
            .create({"declaration_id": declaration.id, "kind": "volet_1"})
        )
        self.assertIn("Lieu de détection", wizard.changes)

    def test_volet_2_marks_what_it_corrects_of_the_signed_volet_1(self):
        declaration = self._declare()
        first = self._signed(declaration)
        same = self._make(declaration, "volet_2")._content()
        self.assertEqual(same["corrections"], [])
        self.assertEqual(same["corrections_words"], "aucune correction")
        declaration.batch_ids.batch_size = 12000
        content = self._make(declaration, "volet_2")._content()
        (correction,) = content["corrections"]
        self.assertEqual(correction["label"], "Lot A1234 – Taille du lot (unité)")
        self.assertIn(first.display_name, content["volet_1_version"])

    def test_volet_2_without_a_signed_volet_1_says_so(self):
        content = self._make(self._declare(), "volet_2")._content()
        self.assertEqual(content["volet_1_version"], "aucun Volet 1 signé")
