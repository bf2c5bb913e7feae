# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestTypedBatch(SigningData):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._declare().with_user(cls.qa)
        cls.batch = cls._type()

    @classmethod
    def _type(cls, **vals):
        return cls.case.batch_ids.create(
            {
                "declaration_id": cls.case.id,
                "lot_name": "X-9001",
                "expiration_date": "2028-03-31",
                "quantity_france": 1200,
                "quantity_total": 1500,
                "figures_source": "relevé du dépositaire du 3 mars",
                **vals,
            }
        )

    def _row(self):
        content = self.case._prepare_content("volet_1", 1, False)
        return next(row for row in content["batches"] if row["lot"] == "X-9001")

    def _gaps(self):
        found = self.case._volet_gaps("volet_1")
        return [gap for gap in found if "typed figures" in gap["sentence"]]

    def test_it_is_printed_with_its_source_and_that_nobody_checked_it(self):
        row = self._row()
        self.assertIn("1\u202f200", row["quantity_france"])
        self.assertEqual(row["expiry"], "31/03/2028")
        self.assertEqual(
            row["source"],
            "relevé du dépositaire du 3 mars (saisi, non vérifié par une 2e personne)",
        )
        self.assertEqual(len(self._gaps()), 1)

    def _check(self, user=None, batch=None):
        """Press "Checked" on what the screen shows now."""
        batch = (batch or self.batch).with_user(user or self.manager)
        seen = {"ansm_figures_seen": batch.figures_seen}
        batch.with_context(**seen).action_check_figures()

    def test_what_changed_under_the_eyes_of_the_second_person_is_not_checked(self):
        screen = self.batch.with_user(self.manager)
        shown = screen.with_context(ansm_figures_seen=screen.figures_seen)
        self.batch.write({"quantity_france": 1300, "ansm_change_reason": "erreur"})
        for one in (shown, screen):
            with self.assertRaisesRegex(UserError, "look again"):
                one.action_check_figures()
        self.assertEqual(self.batch.figures_state, "to_check")

    def test_without_a_source_it_is_not_known(self):
        self.batch.figures_source = False
        self.assertEqual(self._row()["quantity_france"], "non renseigné à ce stade")
        with self.assertRaisesRegex(UserError, "where the figures come from"):
            self._check()

    def test_a_second_person_checks_it_and_not_the_one_who_typed(self):
        with self.assertRaisesRegex(UserError, "you typed these figures"):
            self._check(self.qa)
        self._check()
        self.assertEqual(self.batch.figures_state, "checked")
        self.assertIn(f"vérifié par {self.manager.name}", self._row()["source"])
        self.assertFalse(self._gaps())

    def test_changed_it_is_to_be_checked_again(self):
        self._check()
        self.batch.write({"quantity_france": 1300, "ansm_change_reason": "erreur"})
        self.assertEqual(self.batch.figures_state, "to_check")
        self.assertFalse(self.batch.figures_checked_by_id)

    def test_nobody_writes_that_it_was_checked(self):
        for vals in (
            {"figures_checked_at": "2026-01-01 00:00:00"},
            {"figures_typed_by_id": self.pr_user.id},
        ):
            with self.assertRaisesRegex(AccessError, "nobody writes"):
                self.batch.write(vals)
            with self.assertRaisesRegex(AccessError, "nobody writes"):
                self._type(lot_name="X-2", **vals)

    def test_the_figures_of_the_stock_are_not_typed_over(self):
        stock = self.case.batch_ids.filtered("lot_id")[:1]
        before = stock.quantity_france
        for context in ({}, {"ansm_reading_stock": True}):
            with self.assertRaisesRegex(UserError, "done stock moves"):
                stock.with_context(**context).quantity_france = before + 1
        stock._refresh_figures()
        self.assertEqual(stock.quantity_france, before)
        self.assertEqual(stock.figures_state, "stock")

    def test_a_lot_tied_to_a_typed_batch_brings_the_figures_of_the_stock(self):
        product = self.case.batch_ids.product_id[:1]
        # sudo: lots are the stock's to make
        lot = (
            self.env["stock.lot"]
            .sudo()
            .create(
                {
                    "name": "X-9001",
                    "product_id": product.id,
                    "company_id": self.company.id,
                }
            )
        )
        self.batch.write({"lot_id": lot.id, "quantity_france": 99999})
        self.assertEqual(self.batch.figures_state, "stock")
        self.assertEqual(self.batch.quantity_france, 0)

    def test_refreshing_leaves_what_was_typed(self):
        self.case.action_refresh_figures()
        self.assertEqual(self.batch.quantity_france, 1200)

    def test_a_batch_has_a_lot_or_a_number_of_its_own(self):
        with self.assertRaisesRegex(ValidationError, "type the batch's number"):
            self._type(lot_name=False)
        with self.assertRaisesRegex(ValidationError, "in the case already"):
            self._type()

    def test_each_change_is_in_the_trail(self):
        self.batch.write({"lot_name": "X-9002", "ansm_change_reason": "faute"})
        event = self.env["ansm.event"].search([("field_name", "=", "lot_name")])[:1]
        self.assertEqual((event.old_value, event.new_value), ("X-9001", "X-9002"))

    def test_a_lot_taken_off_leaves_a_typed_batch_of_who_took_it_off(self):
        stock = self.case.batch_ids.filtered("lot_id")[:1]
        stock.write(
            {
                "lot_id": False,
                "lot_name": "X-9003",
                "batch_size": 12,
                "figures_source": "registre",
            }
        )
        with self.assertRaisesRegex(UserError, "you typed these figures"):
            self._check(self.qa, stock)

    def test_who_typed_before_a_colleague_corrected_is_no_second_person(self):
        corrected = self.batch.with_user(self.manager)
        corrected.write({"quantity_france": 1300, "ansm_change_reason": "faute"})
        with self.assertRaisesRegex(UserError, "you typed these figures"):
            self._check(self.qa)

    def test_a_colleagues_name_borrowed_by_code_checks_nothing(self):
        with (
            patch.object(
                type(self.env.user), "_ansm_at_keyboard", lambda _self: self.qa
            ),
            self.assertRaisesRegex(AccessError, "in the name of somebody else"),
        ):
            self._check()

    def test_the_unit_and_every_figure_ask_for_the_check_again(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        for vals in (
            {"uom_id": dozen.id},
            {"manufacturing_date": "2026-01-01"},
        ):
            self._check()
            self.batch.write({**vals, "ansm_change_reason": "faute"})
            self.assertEqual(self.batch.figures_state, "to_check")
        changed = self.env["ansm.event"].search([("field_name", "=", "uom_id")])
        french = dozen.with_env(self.env["ansm.event"]._writer().env).name
        self.assertIn(french, changed.mapped("new_value"))
