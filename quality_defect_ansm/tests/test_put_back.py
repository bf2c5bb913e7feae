# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import io
import json

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..documents import pdf
from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestPutBack(SigningCase):
    def setUp(self):
        super().setUp()
        self.volet = self._volet()
        self.generated = self._docx()

    def _docx(self):
        return base64.b64decode(self.volet.with_context(bin_size=False).docx)

    def _pdf_text(self):
        return pdf.text(base64.b64decode(self.volet.with_context(bin_size=False).pdf))

    def _edited(self, change=None):
        """Return the volet's Word, edited as in Word."""
        word = Document(io.BytesIO(self.generated))
        for table in word.tables:
            for cell in table._cells:
                if cell.text == "Paracétamol":
                    run = cell.paragraphs[0].runs[0]
                    run.text = "Paracétamol codéiné"
                    if change is not None:
                        run._r.append(change)
        target = io.BytesIO()
        word.save(target)
        return target.getvalue()

    def _compare(self, content, user=None):
        action = self.volet.with_user(user or self.qa).action_put_back()
        wizard = (
            self.env[action["res_model"]]
            .with_user(user or self.qa)
            .create({"volet_id": self.volet.id, "file": base64.b64encode(content)})
        )
        wizard.action_compare()
        return wizard

    def _put_back(self, user=None):
        wizard = self._compare(self._edited(), user)
        wizard.line_ids.write({"choice": "keep", "reason": "Erreur de la base"})
        wizard.action_put_back()

    def test_a_recall_that_the_record_does_not_propose_is_refused(self):
        line = self._compare(self._edited()).line_ids
        line.write({"choice": "keep", "reason": "Décision du PR"})
        # what a hand would write there
        line.after = "Paracétamol – nous proposons le rappel du lot"
        self.assertIn("speaks of a recall", "".join(line._problems()))
        line.before = "Paracétamol – rappel du lot"
        self.assertFalse(line._problems())
        line.before = "Paracétamol"
        self.env["ansm.declaration.measure"].create(
            {
                "declaration_id": self.volet.declaration_id.id,
                "kind": "recall",
                "state": "proposed",
            }
        )
        self.volet._make(self.volet.declaration_id.with_user(self.qa), "volet_1")
        self.assertFalse(line._problems())

    def test_what_is_printed_of_a_difference_is_what_was_found(self):
        wizard = self._compare(self._edited())
        line = wizard.line_ids.with_user(self.qa)
        line.write({"choice": "keep", "reason": "Erreur", "label": "Orthographe"})
        wizard.action_put_back()
        self.assertEqual(json.loads(self.volet.edits)[0][0], "DCI")

    def test_words_made_white_or_tiny_are_a_difference(self):
        for name, value in (("w:color", "FFFFFF"), ("w:sz", "2")):
            word = Document(io.BytesIO(self.generated))
            cells = [cell for table in word.tables for cell in table._cells]
            cell = next(one for one in cells if one.text == "Paracétamol")
            look = OxmlElement(name)
            look.set(qn("w:val"), value)
            properties = cell.paragraphs[0].runs[0]._r.get_or_add_rPr()
            for held in properties.findall(qn(name)):
                properties.remove(held)
            properties.append(look)
            target = io.BytesIO()
            word.save(target)
            line = self._compare(target.getvalue()).line_ids
            self.assertEqual(line.label, "DCI")
            self.assertIn("blancs ou minuscules", line.after)

    def test_each_difference_is_listed_beside_its_label(self):
        line = self._compare(self._edited()).line_ids
        self.assertEqual(
            [(line.label, line.before, line.after)],
            [("DCI", "Paracétamol", "Paracétamol codéiné")],
        )

    def test_what_is_not_settled_or_refused_keeps_the_generated_word(self):
        wizard = self._compare(self._edited())
        for choice, said in (
            (False, "keep the Word's, or refuse"),
            ("refuse", "correct it in Word"),
            ("keep", "say why"),
        ):
            wizard.line_ids.choice = choice
            with self.assertRaisesRegex(UserError, said):
                wizard.action_put_back()
        self.assertEqual(self._docx(), self.generated)

    def test_the_word_put_back_is_what_is_signed_and_it_says_so(self):
        self._put_back()
        self.assertEqual(self.volet.edited_by_name, self.qa.name)
        self._sign(self.volet, self.pr_user)
        text = self._pdf_text()
        for said in (
            "Paracétamol codéiné",
            "Document modifié à la main",
            "Erreur de la base",
            self.pr_user.name,
        ):
            self.assertIn(said, text)
        self.assertNotIn("PROJET", text)
        self.assertEqual(json.loads(self.volet.content)["inn"], "Paracétamol")

    def test_the_signatory_may_put_back_and_a_reader_may_not(self):
        self._put_back(self.pr_user)
        with self.assertRaises(AccessError):
            self.volet.with_user(self.reader).action_put_back()

    def test_a_signed_volet_takes_nothing_back(self):
        self._sign(self.volet, self.pr_user)
        with self.assertRaisesRegex(UserError, "signed and stays"):
            self.volet.with_user(self.qa).action_put_back()

    def test_tracked_changes_are_refused(self):
        with self.assertRaisesRegex(UserError, "tracked insertions"):
            self._compare(self._edited(OxmlElement("w:ins")))

    def test_a_word_that_makes_no_pdf_leaves_the_generated_one(self):
        control = OxmlElement("w:t")
        control.text = "\U0001f9ff"
        with self.assertRaisesRegex(UserError, "the generated one stands"):
            self._compare(self._edited(control))
        self.assertEqual(self._docx(), self.generated)

    def test_made_again_from_the_case_it_is_the_generated_one(self):
        self._put_back()
        self._volet(declaration=self.volet.declaration_id)
        self.assertFalse(self.volet.edited_docx)
        self.assertNotIn("codéiné", self._pdf_text())

    def test_put_back_twice_it_is_compared_with_the_record(self):
        self._put_back()
        line = self._compare(self._edited()).line_ids
        self.assertEqual(line.before, "Paracétamol")
