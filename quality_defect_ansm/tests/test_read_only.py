# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .signing_common import SigningData

LATER = datetime(2031, 1, 1)


@tagged("post_install", "-at_install")
class TestReadOnly(SigningData):
    """What the screens show read-only, nobody writes over RPC either."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Autre exploitant"})
        cls.case = cls._declare()
        cls.batch = cls.case.batch_ids

    def _children(self):
        """Return a row of each table that belongs to a case."""
        medicine = self.medicine.sudo().copy({"cis_code": "60000009"})
        made = {
            "ansm.speciality": {"medicine_id": medicine.id},
            "ansm.not.applicable": {"line": "other_batches", "reason": "seul"},
            "ansm.foreign.text": {
                "line": "defect_description",
                "site_id": self.company.partner_id.id,
                "language": "anglais",
                "text": "Broken",
            },
            "ansm.declaration.measure": {},
            "ansm.declaration.extent": {"name": "A1235", "reason": "même vrac"},
            "ansm.person": {"kind": "patient"},
        }
        for name, vals in made.items():
            model = self.env[name].with_user(self.qa)
            required = {
                field.name: field.get_values(self.env)[0]
                for field in model._fields.values()
                if field.required and field.type == "selection"
            }
            yield model.create({**required, "declaration_id": self.case.id, **vals})
        yield self.batch

    def test_nobody_writes_what_follows_from_other_records(self):
        for record, vals in (
            (self.case, {"state": "closed"}),
            (self.case, {"closed_at": LATER}),
            (self.case, {"retention_until": LATER.date()}),
            (self.nonconformity.with_user(self.qa), {"ansm_answer": "not_declared"}),
            *((one, {"company_id": self.other.id}) for one in self._children()),
        ):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.write(vals)

    def test_a_new_record_takes_none_of_it_from_the_caller(self):
        lot = self.lot.copy({"name": "A9999"})
        vals = {"declaration_id": self.case.id, "lot_id": lot.id}
        batches = self.batch.with_user(self.qa)
        with self.assertRaises(AccessError):
            batches.create({**vals, "company_id": self.other.id})
        default = {"default_company_id": self.other.id, "default_figures_at": LATER}
        made = batches.with_context(**default).create(vals)
        self.assertEqual(made.company_id, self.company)
        self.assertNotEqual(made.figures_at, LATER)
        self.env["ir.default"].set("ansm.declaration.batch", "figures_at", str(LATER))
        lot = lot.copy({"name": "A9998"})
        made = batches.create({**vals, "lot_id": lot.id})
        self.assertNotEqual(made.figures_at, LATER)

    def test_a_figure_of_the_stock_is_read_whichever_it_is(self):
        for vals in (
            {"quantity_unknown": 7},
            {"stock_own": 7},
            {"figures_at": datetime(2020, 1, 1)},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.batch.write(vals)

    def test_what_belongs_to_a_case_stays_with_it(self):
        elsewhere = self._declare(self._new_nonconformity())
        for record in self._children():
            with self.subTest(record._name), self.assertRaises(UserError):
                record.write({"declaration_id": elsewhere.id})

    def test_each_dialog_is_its_makers_alone(self):
        rules = self.env["ir.rule"].sudo()
        for model in self.env.values():
            ours = model._name.startswith("ansm.") and model._transient
            if not ours or model._abstract:
                continue
            with self.subTest(model._name):
                domain = rules.with_user(self.reader)._compute_domain(model._name)
                self.assertIn("create_uid", str(domain))

    def test_the_dialog_of_a_colleague_is_neither_read_nor_changed(self):
        wizard = self.env["ansm.volet.wizard"].with_user(self.qa)
        mine = wizard.create({"declaration_id": self.case.id})
        self.assertTrue(mine.gap_1_ids)
        for record in (mine, mine.gap_1_ids[0]):
            other = record.with_user(self._new_user(f"of_{record._table}", "preparer"))
            self.assertFalse(other.search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                other.read(["create_uid"])

    def test_a_photo_of_a_signal_is_not_swapped_nor_moved(self):
        photo = self.env["ir.attachment"].with_user(self.qa)
        photo = photo.create({"name": "photo.png", "raw": b"as it came"})
        signal = self.env["ansm.signal"].with_user(self.qa)
        signal.create(
            {
                "nonconformity_id": self.nonconformity.id,
                "verbatim": "Cassé",
                "photo_ids": [Command.set(photo.ids)],
            }
        )
        for vals in (
            {"raw": b"another"},
            {"name": "autre.png"},
            {"res_model": "res.partner", "res_id": 1},
            {"type": "url", "url": "https://example.org"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                photo.write(vals)
        self.assertEqual(photo.raw, b"as it came")

    def test_no_key_of_the_context_corrects_a_distribution_without_its_reason(self):
        case = self.case.with_context(ansm_reading_stock=True)
        with self.assertRaisesRegex(ValidationError, "say why"):
            case.channel_hospital = not case.channel_hospital
