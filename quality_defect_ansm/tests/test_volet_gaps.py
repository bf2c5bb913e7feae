# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..documents.volets import LAYOUTS
from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestVoletGaps(SigningData):
    def _wizard(self, declaration, **vals):
        return (
            self.env["ansm.volet.wizard"]
            .with_user(self.qa)
            .create({"declaration_id": declaration.id, **vals})
        )

    def test_each_gap_opens_its_field_on_a_tab_of_the_form_or_the_medicine(self):
        declaration = self._declare()
        view = self.env.ref("quality_defect_ansm.view_declaration_form")
        arch = declaration.get_view(view.id, "form")["arch"]
        for kind in LAYOUTS:
            for gap in declaration._volet_gaps(kind):
                with self.subTest(kind=kind, gap=gap["sentence"]):
                    self.assertIn(gap["field"], gap["record"]._fields)
                    if gap["record"] == declaration:
                        self.assertIn(f'name="{gap["field"]}"', arch)
                    else:
                        self.assertEqual(gap["record"], self.medicine)

    def test_a_gap_names_its_tab_and_opens_it(self):
        declaration = self._declare()
        gaps = self._wizard(declaration).gap_1_ids
        gap = gaps.filtered(lambda one: one.field_name == "detection_place")
        self.assertIn("Signal – Detected at", gap.sentence)
        action = gap.action_open()
        self.assertEqual(action["res_id"], declaration.id)
        self.assertEqual(
            action["context"], {"ansm_page": "signal", "ansm_field": "detection_place"}
        )

    def test_the_dialog_that_the_button_opens_lists_the_gaps(self):
        action = self._declare().action_make_volet()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn("detection_place", wizard.gap_1_ids.mapped("field_name"))
        self.assertIn("root_cause", wizard.gap_2_ids.mapped("field_name"))

    def test_a_line_said_not_to_apply_is_no_gap_and_prints_its_reason(self):
        declaration = self._declare()
        fields = [one["field"] for one in declaration._volet_gaps("volet_1")]
        self.assertIn("alternatives", fields)
        declaration.not_applicable_ids.create(
            {
                "declaration_id": declaration.id,
                "line": "alternatives",
                "reason": "aucun patient traité",
            }
        )
        fields = [one["field"] for one in declaration._volet_gaps("volet_1")]
        self.assertNotIn("alternatives", fields)
        content = declaration._prepare_content("volet_1", 1, True)
        self.assertEqual(content["alternatives"], "sans objet – aucun patient traité")

    def test_what_is_required_cannot_be_said_not_to_apply(self):
        declaration = self._declare()
        with self.assertRaisesRegex(ValidationError, "cannot go without"):
            declaration.not_applicable_ids.create(
                {
                    "declaration_id": declaration.id,
                    "line": "defect_description",
                    "reason": "x",
                }
            )

    def test_one_reason_per_line(self):
        declaration = self._declare()
        row = {"declaration_id": declaration.id, "line": "cis", "reason": "x"}
        declaration.not_applicable_ids.create(row)
        with (
            self.assertRaisesRegex(IntegrityError, "line_declaration_uniq"),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            declaration.not_applicable_ids.create(row)

    def test_a_complete_case_makes_a_final_volet_of_each_kind(self):
        declaration = self._declare()
        self._add_agency()
        volets = self.env["ansm.volet"].with_user(self.qa)
        # the letter of a proposal goes with gaps: it is never final
        for kind in LAYOUTS.keys() - {"recall"}:
            self._complete(declaration, kind)
            self.assertEqual(declaration._volet_gaps(kind), [])
            content = volets._make(declaration, kind, final=True).content
            self.assertNotIn("non renseigné", content)

    def test_an_incomplete_volet_2_is_refused_as_final_with_all_its_gaps(self):
        with self.assertRaises(UserError) as caught:
            self._wizard(self._declare(), kind="volet_2", final=True).action_make()
        for missing in ("Root cause", "Conclusion", "Batch record: testing"):
            self.assertIn(missing, str(caught.exception))

    def test_a_corrected_distribution_takes_a_reason_and_stays(self):
        declaration = self._declare()
        with self.assertRaisesRegex(ValidationError, "say why"):
            declaration.channel_hospital = True
        declaration.write(
            {"channel_hospital": True, "distribution_reason": "Fichier dépositaire"}
        )
        declaration.action_refresh_figures()
        self.assertTrue(declaration.channel_hospital)
        self.assertTrue(declaration.distribution_corrected)

    def test_a_reader_says_nothing_about_a_case(self):
        declaration = self._declare()
        row = {"declaration_id": declaration.id, "line": "cis", "reason": "x"}
        for rows, values in (
            (declaration.not_applicable_ids, row),
            (declaration.measure_ids, {**row, "kind": "stop", "state": "taken"}),
        ):
            values = {key: one for key, one in values.items() if key in rows._fields}
            with self.assertRaises(AccessError):
                rows.with_user(self.reader).create(values)
