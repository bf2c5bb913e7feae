# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain


class AnsmStockFigures(models.AbstractModel):
    """What of a lot was distributed, read from the done stock moves.

    Distributed is what went to customers, from wherever (a dropshipment counts),
    less what came back from them, in the lot's own unit. Inventory, scrap,
    production, internal moves and transit between companies are no distribution.
    A return is netted in the country it comes back from.
    """

    _name = "ansm.stock.figures"
    _description = "Distribution figures of a lot"

    @api.model
    def _of_lot(self, lot, company):
        """Return the figures of a lot for one company.

        :return: dict of the fields of ``ansm.declaration.batch``; quantities in
            the product's unit, dates in the company's zone, of deliveries only
        """
        quantities, days = defaultdict(float), []
        for line in self._lines(lot, company):
            out = line.location_dest_usage == "customer"
            country = self._country(line)
            quantities[country.id] += line.quantity_product_uom * (1 if out else -1)
            if out:
                days.append(company._ansm_local(line.date).date())
        french = self.env.ref("quality_defect_ansm.french_market").country_ids.ids
        return {
            "quantity_france": sum(quantities[one] for one in french),
            "quantity_total": sum(quantities.values()),
            "quantity_unknown": quantities[False],
            "distribution_start": min(days, default=False),
            "distribution_end": max(days, default=False),
        }

    @api.model
    def _recipients_of(self, lots, company):
        """Return who received batches: their kinds, and their countries but France.

        :return: (set of kinds of recipients in France, recordset of
            ``res.country``); of what was delivered, returned later or not
        """
        market = self.env.ref("quality_defect_ansm.french_market").country_ids
        kinds, countries = set(), self.env["res.country"]
        for line in self._lines(lots, company):
            if line.location_dest_usage == "customer":
                partner = line.picking_id.partner_id or line.move_id.partner_id
                country = self._country(line)
                # of an unknown country: a box too many is seen, one too few is not
                if not country - market:
                    kinds.add(partner._ansm_recipient_kind())
                countries |= country
        return {kind for kind in kinds if kind}, countries - market

    @api.model
    def _in_stock(self, lot, company):
        """Return what of a lot is in the company's own locations now."""
        domain = Domain("lot_id", "=", lot.id) & Domain("company_id", "=", company.id)
        domain &= Domain("location_id.usage", "=", "internal")
        # sudo: a pharmacist is no stock user; what he reads is his company's
        quants = self.env["stock.quant"].sudo()
        ((quantity,),) = quants._read_group(domain, [], ["quantity:sum"])
        return quantity or 0.0

    def _lines(self, lots, company):
        """Return the done moves of lots between customers and anywhere else."""
        to_customer = Domain("location_dest_id.usage", "=", "customer")
        from_customer = Domain("location_id.usage", "=", "customer")
        domain = Domain("lot_id", "in", lots.ids)
        domain &= Domain("company_id", "=", company.id) & Domain("state", "=", "done")
        domain &= (to_customer & ~from_customer) | (from_customer & ~to_customer)
        # sudo: a pharmacist is no stock user; what he reads is his company's
        return self.env["stock.move.line"].sudo().search(domain)

    def _country(self, line):
        """Return the country of the address delivered to, or returned from."""
        partner = line.picking_id.partner_id or line.move_id.partner_id
        return partner.country_id or partner.commercial_partner_id.country_id
