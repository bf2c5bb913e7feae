# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .decision_common import DecisionCase


@tagged("post_install", "-at_install")
class TestAnswer(DecisionCase):
    """The list of what was distributed and has no answer."""

    def _move(self, source, dest):
        """Do a stock move of ten boxes of the batch."""
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom": self.product.uom_id.id,
                "product_uom_qty": 10,
                "location_id": source.id,
                "location_dest_id": dest.id,
                "company_id": self.company.id,
                "move_line_ids": [
                    Command.create(
                        {
                            "lot_id": self.lot.id,
                            "quantity": 10,
                            "product_id": self.product.id,
                            "product_uom_id": self.product.uom_id.id,
                            "location_id": source.id,
                            "location_dest_id": dest.id,
                        }
                    )
                ],
            }
        )
        move.picked = True
        return move

    def _found(self):
        action = self.env.ref("quality_defect_ansm.action_no_answer")
        domain = [
            ("ansm_distributed", "=", True),
            ("ansm_answer", "in", ("none", "to_sign")),
        ]
        self.assertIn("ansm_distributed", action.domain)
        model = self.env["mgmtsystem.nonconformity"].with_user(self.qa)
        # as another request reads it, after the stock moved
        model.invalidate_model(["ansm_distributed"])
        return self.nonconformity in model.search(domain)

    def test_it_lists_distributed_batches_until_a_decision_is_signed(self):
        self.nonconformity.ansm_lot_ids = self.lot
        stock = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        customers = self.env.ref("stock.stock_location_customers")
        production = self.product.property_stock_production
        self._move(production, stock)._action_done()
        self.assertFalse(self._found(), "made, and still in stock")
        self.assertFalse(self.nonconformity.ansm_distributed)
        waiting = self._move(stock, customers)
        self.assertFalse(self._found(), "not done yet")
        waiting._action_done()
        self.assertTrue(self._found())
        self.assertTrue(self.nonconformity.ansm_distributed)
        decision = self._not_declared()
        self.assertTrue(self._found(), "decided, not signed")
        self._sign_decision(decision)
        self.assertFalse(self._found())

    def test_a_nonconformity_without_batches_is_not_in_it(self):
        self.assertFalse(self.nonconformity.ansm_distributed)
        self.assertFalse(self._found())

    def test_a_case_without_a_decision_waits_for_one(self):
        cases = self.env["ansm.declaration"].with_user(self.qa)
        cases.create({"nonconformity_id": self.nonconformity.id})
        self.assertEqual(self.nonconformity.ansm_answer, "to_sign")

    def test_the_batches_of_the_dialog_become_those_of_the_nonconformity(self):
        self._not_declared()
        self.assertEqual(self.nonconformity.ansm_lot_ids, self.lot)
        self.assertEqual(self._wizard(self.nonconformity).lot_ids, self.lot)

    def test_a_signal_alone_keeps_company_and_nonconformity(self):
        self._signal()
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        with self.assertRaisesRegex(UserError, "company of .* cannot change"):
            self.nonconformity.company_id = other
        with self.assertRaisesRegex(UserError, "Not deleted"):
            self.nonconformity.unlink()

    def test_the_button_signs_what_waits_and_says_when_nothing_does(self):
        with self.assertRaisesRegex(UserError, "No decision waits"):
            self.nonconformity.with_user(self.pr_user).action_sign_decision()
        decision = self._decide()
        for record in (self.nonconformity, decision.declaration_id):
            action = record.with_user(self.pr_user).action_sign_decision()
            self.assertEqual(action["res_model"], "ansm.decision.signing")
