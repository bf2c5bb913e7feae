# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import Command
from odoo.tests import tagged

from ..documents import compare, pdf, word
from ..documents.volets import LAYOUTS
from ..documents.volets.lines import BOXES
from ..models.ansm_distribution import READING
from .annex_common import add
from .content_rows import OF_THE_VERSION, ROWS
from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestVoletContent(SigningData):
    """Each line of both volets prints its field, in Word and in PDF."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls.env["res.partner"].create(
            {
                "name": "Site d’essai",
                "street": "7 rue du Test",
                "zip": "69000",
                "city": "Lyon",
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        case = cls._declare().sudo()
        row = {"declaration_id": case.id}
        batch = case.batch_ids
        # what makes the typed figures known
        batch.write({"stock_source": "état du jour", "outcome_source": "bilan du jour"})
        action = cls.env["mgmtsystem.action"].with_context(ansm_demo=True)
        case.nonconformity_id.action_ids = action.create(
            {"name": "Nettoyer", "type_action": "correction", "user_id": cls.qa.id}
        )
        cls.records = {
            "case": case,
            "medicine": cls.medicine,
            "pack": cls.presentation,
            "batch": batch,
            "company": cls.company,
            "company_partner": cls.company.partner_id,
            "pharmacist": cls.pr,
            "measure": cls.env["ansm.declaration.measure"].create(
                {**row, "kind": "other", "state": "proposed"}
            ),
            "extent": cls.env["ansm.declaration.extent"].create(
                {
                    **row,
                    "kind": "batch",
                    "name": "A1235",
                    "result": "included",
                    "reason": "Même ligne",
                }
            ),
            "action": case.action_ids,
            "other": cls.env["ansm.speciality"].create(
                {**row, "medicine_id": cls.medicine.create({"name": "AUTRE"}).id}
            ),
            "annex": add(cls.env, case, cls.qa, goes_with="both").sudo(),
            "recall": cls.env["ansm.recall"]._open(case, "action").sudo(),
        }

    def _change(self, record, values):
        """Write values; names stand for records the class made or Odoo has."""
        target = self.records[record].with_context(ansm_reading_stock=READING)
        target.write(
            {name: self._value(target, name, value) for name, value in values.items()}
        )

    def _value(self, target, name, value):
        field = target._fields[name]
        if not field.relational:
            return value
        if value == "site":
            return self.site.id if field.type == "many2one" else [self.site.id]
        if name == "country_ids":
            return [Command.set([self.env.ref(f"base.{code}").id for code in value])]
        if name == "user_id":
            return self.manager.id
        if name == "stage_id":
            return self.env.ref(f"mgmtsystem_action.{value}").id
        return self.env.ref(f"base.{value}").id

    def _content(self, kind):
        self.env.flush_all()
        recall = self.records["recall"] if kind == "recall" else None
        case = self.records["case"].with_context(ansm_recall_id=recall and recall.id)
        return case._prepare_content(kind, 1, False)

    def _printed(self, kind, content):
        """Return the text of the Word and of the PDF, without white space."""
        form = self.env["ansm.form.template"]._in_force(kind, self.company)
        files = self.env["ansm.volet"]._render(form, content, [])
        docx, made = (base64.b64decode(files[one]) for one in ("docx", "pdf"))
        return [
            compare.squash(one) for one in ("\n".join(word.text(docx)), pdf.text(made))
        ]

    def _said(self, kind, content, key):
        """Return what a content says under a key, as it is printed."""
        name, _dot, column = key.partition(".")
        if column:
            return " ".join(row[column] for row in content[name])
        value = content[name]
        if not isinstance(value, dict):
            return value
        (line,) = (one for one in LAYOUTS[kind].lines if one.key == name)
        if line.kind == BOXES:
            boxes = ("☒" if value[box] else "☐" for box, _french in line.options)
            texts = (french for _box, french in line.options)
            return "    ".join(
                f"{one} {text}" for one, text in zip(boxes, texts, strict=True)
            )
        return " ".join(value.values())

    def test_each_line_says_its_field_in_french(self):
        for kind, rows in ROWS.items():
            for key, record, values, expected in rows:
                with self.subTest(kind=kind, key=key), self.cr.savepoint() as savepoint:
                    before = self._said(kind, self._content(kind), key)
                    self.assertNotIn(expected, before)
                    self._change(record, values)
                    after = self._said(kind, self._content(kind), key)
                    self.assertIn(expected, after)
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_each_change_of_volet_1_is_found_in_the_word_and_in_the_pdf(self):
        self._check_printed("volet_1")

    def test_each_change_of_volet_2_is_found_in_the_word_and_in_the_pdf(self):
        self._check_printed("volet_2")

    def test_each_change_of_the_letter_is_found_in_the_word_and_in_the_pdf(self):
        self._check_printed("withdrawal")

    def test_each_change_of_a_proposal_is_found_in_the_word_and_in_the_pdf(self):
        self._check_printed("recall")

    def _check_printed(self, kind):
        before = self._printed(kind, self._content(kind))
        for _key, record, values, _expected in ROWS[kind]:
            self._change(record, values)
        after = self._printed(kind, self._content(kind))
        for key, _record, _values, expected in ROWS[kind]:
            wanted = compare.squash(expected)
            for with_it, without in zip(after, before, strict=True):
                with self.subTest(kind=kind, key=key):
                    self.assertGreater(with_it.count(wanted), without.count(wanted))

    def test_no_line_is_without_its_test(self):
        for kind, layout in LAYOUTS.items():
            columns = {
                f"{table.key}.{one.key}"
                for table in layout.tables
                for one in table.columns
            }
            known = {line.key for line in layout.lines} | columns
            tested = {key for key, *_rest in ROWS[kind]}
            self.assertEqual(known - OF_THE_VERSION - tested, set())

    def test_the_content_is_what_the_layout_says_no_more_no_less(self):
        for kind, layout in LAYOUTS.items():
            self.assertEqual(set(self._content(kind)), layout.keys)
