# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import csv
import io
import zipfile

from odoo.tests import tagged

from .recall_common import RecallCommon


@tagged("post_install", "-at_install")
class TestExportCalls(RecallCommon):
    """Who has no Odoo reads each step of each call, and what became of a proposal."""

    def _rows(self, name):
        wizard = self.env["ansm.trail.export"].with_user(self.reader)
        dialog = wizard.create({"declaration_id": self.declaration.id})
        dialog.action_export()
        content = base64.b64decode(dialog.with_context(bin_size=False).file)
        text = zipfile.ZipFile(io.BytesIO(content)).read(name).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    def test_a_correction_stands_beside_what_was_entered(self):
        recall = self._propose()
        call = self._call(recall, person="Mme Roy", decision="agreed", said="Accord")
        call.with_user(self.qa)._retract("Numéro voisin")
        rows = self._rows("appels.csv")
        self.assertEqual(len(rows), len(call.entry_ids))
        self.assertEqual({row["appelant"] for row in rows}, {self.qa.name})
        self.assertIn("Mme Roy", [row["personne"] for row in rows])
        self.assertIn("Numéro voisin", [row["texte"] for row in rows])
        self.assertTrue(all("UTC+" in row["saisie le"] for row in rows))
        (told,) = self._rows("rappels.csv")
        self.assertEqual(told["lots"], "A1234")
        self.assertEqual(told["dit par"], "Mme Roy")

    def test_a_proposal_without_decision_has_its_line(self):
        self._propose()
        self.assertEqual(len(self._rows("rappels.csv")), 1)
        self.assertEqual(self._rows("appels.csv"), [])
