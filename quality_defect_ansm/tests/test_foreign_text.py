# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..documents import compare, pdf, word
from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestForeignText(SigningData):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls.env["res.partner"].create({"name": "Werk Nord GmbH"})
        cls.case = cls._declare()

    def _add(self, **vals):
        return self.env["ansm.foreign.text"].create(
            {
                "declaration_id": self.case.id,
                "line": "root_cause",
                "site_id": self.site.id,
                "language": "allemand",
                "text": "Riss in der Dichtung <Pos. 4>",
                **vals,
            }
        )

    def test_the_words_of_the_site_stand_under_the_french_in_word_and_pdf(self):
        self.case.root_cause = "Fissure du joint, position 4"
        self._add()
        said = (
            "Fissure du joint, position 4\n\nTexte d’origine (allemand) – "
            "Werk Nord GmbH :\nRiss in der Dichtung <Pos. 4>"
        )
        content = self.case._prepare_content("volet_2", 1, False)
        self.assertEqual(content["root_cause"], said)
        volet = self.env["ansm.volet"].with_user(self.qa)
        volet = volet._make(self.case.with_user(self.qa), "volet_2", False)
        files = dict(volet._files())
        for name, content in files.items():
            text = (
                "\n".join(word.text(content))
                if name.endswith("docx")
                else pdf.text(content)
            )
            self.assertIn(compare.squash(said), compare.squash(text), name)

    def test_it_does_not_stand_for_the_french(self):
        self._add()
        fields = [one["field"] for one in self.case._volet_gaps("volet_2")]
        self.assertIn("root_cause", fields)
        content = self.case._prepare_content("volet_2", 1, False)
        self.assertTrue(content["root_cause"].startswith("non renseigné à ce stade"))

    def test_it_changes_no_other_volet(self):
        before = self.case._prepare_content("volet_1", 1, False)
        self._add()
        self.assertEqual(self.case._prepare_content("volet_1", 1, False), before)

    def test_each_change_is_in_the_trail(self):
        text = self._add()
        text.text = "Riss in der Dichtung, Pos. 5"
        event = self.env["ansm.event"].search([("field_name", "=", "text")], limit=1)
        self.assertEqual(event.declaration_id, self.case)
        self.assertEqual(event.old_value, "Riss in der Dichtung <Pos. 4>")

    def test_only_a_line_of_free_text_takes_it(self):
        with self.assertRaisesRegex(ValidationError, "cip13"):
            self._add(line="cip13")
