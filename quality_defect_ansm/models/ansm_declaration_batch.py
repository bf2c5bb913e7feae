# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..documents.volets import words


class AnsmDeclarationBatch(models.Model):
    """The figures of one batch of a case, each with its source and as-of time.

    Quantities and dates come from done stock moves, net of returns, in the
    lot's unit (Volet 1, row 6). They are a dated reading of the stock, not a
    copy of the lot: a volet freezes them as they were read.
    """

    _name = "ansm.declaration.batch"
    _inherit = "ansm.audited.mixin"
    _description = "Batch of a declaration"
    _order = "declaration_id, lot_name, id"
    _rec_name = "lot_name"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="declaration_id.company_id", store=True)
    lot_id = fields.Many2one("stock.lot", index=True, ondelete="restrict")
    product_id = fields.Many2one(related="lot_id.product_id", store=True)
    uom_id = fields.Many2one(
        "uom.uom",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        ondelete="restrict",
    )
    lot_name = fields.Char("Batch", compute="_compute_lot", store=True, readonly=False)
    expiration_date = fields.Date(
        "Expiry", compute="_compute_lot", store=True, readonly=False
    )
    manufacturing_date = fields.Date("Manufactured on")
    batch_size = fields.Float(digits="Product Unit")
    quantity_france = fields.Float("Distributed in France", digits="Product Unit")
    quantity_total = fields.Float("Distributed, all countries", digits="Product Unit")
    quantity_unknown = fields.Float(
        "Distributed, country unknown", digits="Product Unit", readonly=True
    )
    distribution_start = fields.Date("First distribution")
    distribution_end = fields.Date("Last distribution")
    figures_at = fields.Datetime("Figures as of", readonly=True)
    stock_own = fields.Float(
        "Our stock", digits="Product Unit", readonly=True, help="As of the figures."
    )
    stock_depositary = fields.Float("Depositary's stock", digits="Product Unit")
    stock_wholesaler = fields.Float("Wholesalers' stock", digits="Product Unit")
    stock_blocked = fields.Float("Blocked", digits="Product Unit")
    stock_source = fields.Char(
        "Source of the stock figures",
        help="Whose file or statement, of when. Without it they count as unknown.",
    )
    quantity_recovered = fields.Float("Recovered", digits="Product Unit")
    quantity_destroyed = fields.Float("Destroyed", digits="Product Unit")
    outcome_source = fields.Char(
        "Source of the outcome",
        help="Reconciliation, certificate of destruction… Without it they count "
        "as unknown.",
    )
    disposition = fields.Selection(
        words.selection(words.DISPOSITIONS), "What becomes of the batch"
    )
    disposition_details = fields.Char("Details")

    # Not the as-of time: it is in the reason of the figures that changed.
    _audited_fields = (
        "lot_id",
        "manufacturing_date",
        "batch_size",
        "quantity_france",
        "quantity_total",
        "quantity_unknown",
        "distribution_start",
        "distribution_end",
        "stock_own",
        "stock_depositary",
        "stock_wholesaler",
        "stock_blocked",
        "stock_source",
        "quantity_recovered",
        "quantity_destroyed",
        "outcome_source",
        "disposition",
        "disposition_details",
    )

    _lot_declaration_uniq = models.Constraint(
        "UNIQUE (declaration_id, lot_id)", "This batch is in the case already."
    )

    @api.depends("lot_id")
    def _compute_lot(self):
        """Read the batch's number, and its expiry as the company's calendar day.

        ``stock.lot.expiration_date`` is a UTC datetime: 31/03 at midnight in
        Paris is 30/03 in UTC, and the pack says 31/03.
        """
        for batch in self.filtered("lot_id"):
            batch.lot_name = batch.lot_id.name
            company = batch.declaration_id.company_id or self.env.company
            expiry = batch.lot_id.expiration_date
            batch.expiration_date = (
                company._ansm_local(expiry).date() if expiry else False
            )

    @api.depends("lot_id")
    def _compute_uom_id(self):
        unit = self.env.ref("uom.product_uom_unit", False)
        for batch in self:
            batch.uom_id = batch.lot_id.product_uom_id or batch.uom_id or unit

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        batches._refresh_figures()
        return batches

    def _refresh_figures(self):
        """Read the quantities, dates and recipients again from the done stock moves."""
        # sudo: nobody types a figure of the stock; who may read the case reads it
        reading = self.sudo().with_context(ansm_reading_stock=True)
        for batch, read in zip(self, reading, strict=True):
            if batch.lot_id:
                figures = batch._prepare_figures()
                at = figures["figures_at"]
                reason = self.env._("Read from the stock at %s UTC", at)
                read.write({**figures, "ansm_change_reason": reason})
        self.declaration_id._refresh_distribution()

    def _prepare_figures(self):
        self.ensure_one()
        stock = self.env["ansm.stock.figures"]
        return {
            **stock._of_lot(self.lot_id, self.company_id),
            "stock_own": stock._in_stock(self.lot_id, self.company_id),
            "figures_at": fields.Datetime.now(),
        }
