# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import tagged

from .common import AnsmCommon

FRENCH = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF")

#: An independent, naive sum: each done line once, plus to customers, minus back.
PLAIN_SUM = """
SELECT COALESCE(c.code, '?'),
       SUM(CASE WHEN dest.usage = 'customer' THEN l.quantity_product_uom
                ELSE -l.quantity_product_uom END)
  FROM stock_move_line l
  JOIN stock_location source ON source.id = l.location_id
  JOIN stock_location dest ON dest.id = l.location_dest_id
  LEFT JOIN stock_picking p ON p.id = l.picking_id
  LEFT JOIN res_partner a ON a.id = p.partner_id
  LEFT JOIN res_country c ON c.id = a.country_id
 WHERE l.lot_id = %s AND l.state = 'done' AND l.company_id = %s
   AND (source.usage = 'customer') <> (dest.usage = 'customer')
 GROUP BY 1
"""


@tagged("post_install", "-at_install")
class TestStockFigures(AnsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.partners = {
            code: cls.env["res.partner"].create(
                {
                    "name": f"Client {code}",
                    "country_id": cls.env.ref(f"base.{code.lower()}").id,
                }
            )
            for code in ("FR", "RE", "BE", "MA")
        }
        cls.partners["?"] = cls.env["res.partner"].create({"name": "Sans pays"})
        cls._move(cls.suppliers, cls.stock, 100000)

    @classmethod
    def _move(cls, source, dest, quantity, partner=None, uom=None, date=None, **vals):
        """Return a done move of the lot, as a picking when there is a partner."""
        move = cls.env["stock.move"].create(
            {
                "product_id": cls.product.id,
                "product_uom": (uom or cls.product.uom_id).id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": dest.id,
                "picking_id": cls._picking(source, dest, partner).id,
                **vals,
            }
        )
        move._action_confirm()
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "lot_id": cls.lot.id,
                    "quantity": quantity,
                    "product_id": cls.product.id,
                    "product_uom_id": move.product_uom.id,
                    "location_id": source.id,
                    "location_dest_id": dest.id,
                    "picking_id": move.picking_id.id,
                }
            )
        ]
        move.picked = True
        move._action_done()
        if date:
            move.move_line_ids.date = date
        return move

    @classmethod
    def _picking(cls, source, dest, partner):
        if not partner:
            return cls.env["stock.picking"]
        return cls.env["stock.picking"].create(
            {
                "partner_id": partner.id,
                "picking_type_id": cls.warehouse.out_type_id.id,
                "location_id": source.id,
                "location_dest_id": dest.id,
            }
        )

    def _figures(self):
        return self.env["ansm.stock.figures"]._of_lot(self.lot, self.company)

    def test_random_moves_equal_a_plain_sum(self):
        chance = random.Random(20260403)
        for _round in range(40):
            partner = self.partners[chance.choice(list(self.partners))]
            uom = chance.choice((self.product.uom_id, self.dozen))
            quantity = chance.randint(1, 60)
            self._move(self.stock, self.customers, quantity, partner, uom)
            if chance.random() < 0.3:
                back = chance.randint(1, quantity)
                self._move(self.customers, self.stock, back, partner, uom)
        self.env.flush_all()
        self.env.cr.execute(PLAIN_SUM, [self.lot.id, self.company.id])
        expected = dict(self.env.cr.fetchall())
        figures = self._figures()
        self.assertTrue({"FR", "RE", "?"} <= set(expected))
        self.assertAlmostEqual(figures["quantity_total"], sum(expected.values()))
        self.assertAlmostEqual(
            figures["quantity_france"],
            sum(number for code, number in expected.items() if code in FRENCH),
        )
        self.assertAlmostEqual(figures["quantity_unknown"], expected["?"])

    def test_a_dozen_is_twelve_and_a_return_is_taken_off(self):
        self._move(self.stock, self.customers, 2, self.partners["FR"], self.dozen)
        self._move(self.customers, self.stock, 5, self.partners["FR"])
        self.assertEqual(self._figures()["quantity_france"], 19)

    def test_what_is_not_done_or_no_delivery_does_not_count(self):
        scrap = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        self._move(self.stock, scrap, 7)
        self._move(self.stock, self.stock.copy({"name": "Quai"}), 9)
        waiting = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 11,
                "location_id": self.stock.id,
                "location_dest_id": self.customers.id,
            }
        )
        waiting._action_confirm()
        self.assertEqual(self._figures()["quantity_total"], 0)

    def test_a_dropshipment_is_a_distribution(self):
        self._move(self.suppliers, self.customers, 13, self.partners["BE"])
        figures = self._figures()
        self.assertEqual(figures["quantity_total"], 13)
        self.assertEqual(figures["quantity_france"], 0)

    def test_more_back_than_out_shows_as_it_is(self):
        self._move(self.customers, self.stock, 3, self.partners["FR"])
        self.assertEqual(self._figures()["quantity_france"], -3)

    def test_the_dates_are_of_deliveries_and_of_the_companys_zone(self):
        first, last = datetime(2026, 3, 31, 22, 30), datetime(2026, 4, 20, 9)
        for moment in (last, first):
            self._move(self.stock, self.customers, 1, self.partners["FR"], date=moment)
        late = last + timedelta(days=9)
        self._move(self.customers, self.stock, 1, self.partners["FR"], date=late)
        figures = self._figures()
        # 22:30 UTC on the 31st is 00:30 on 1 April in Paris
        self.assertEqual(str(figures["distribution_start"]), "2026-04-01")
        self.assertEqual(str(figures["distribution_end"]), "2026-04-20")

    def test_another_companys_moves_are_its_own(self):
        self._move(self.stock, self.customers, 4, self.partners["FR"])
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        figures = self.env["ansm.stock.figures"]._of_lot(self.lot, other)
        self.assertEqual(figures["quantity_total"], 0)

    def test_the_case_reads_the_figures_and_says_when(self):
        self._move(self.stock, self.customers, 6, self.partners["RE"])
        batch = self._declare().batch_ids
        self.assertEqual(batch.quantity_france, 6)
        self._move(self.stock, self.customers, 1, self.partners["MA"])
        batch.declaration_id.action_refresh_figures()
        self.assertEqual((batch.quantity_france, batch.quantity_total), (6, 7))
        self.assertTrue(batch.figures_at)
