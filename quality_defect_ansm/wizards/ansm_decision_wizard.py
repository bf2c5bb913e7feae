# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models


class AnsmDecisionWizard(models.TransientModel):
    """The decision that a nonconformity is to be declared: it opens the case."""

    _name = "ansm.decision.wizard"
    _description = "Decide to declare a quality defect"

    nonconformity_id = fields.Many2one("mgmtsystem.nonconformity", required=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", string="Exploitant"
    )
    signal_received_at = fields.Datetime(
        required=True, default=lambda self: self._default_signal_received_at()
    )
    known_at = fields.Datetime(
        "Known as one to declare at", required=True, default=fields.Datetime.now
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        string="Batches",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    presentation_id = fields.Many2one(
        "ansm.presentation",
        compute="_compute_presentation_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    defect_description = fields.Text(
        compute="_compute_defect_description", store=True, readonly=False
    )

    @api.model
    def _default_signal_received_at(self):
        nonconformity = self.env["mgmtsystem.nonconformity"].browse(
            self.env.context.get("default_nonconformity_id")
        )
        return nonconformity.create_date or fields.Datetime.now()

    @api.depends("nonconformity_id")
    def _compute_company_id(self):
        for wizard in self:
            company = wizard.nonconformity_id.company_id
            wizard.company_id = company or self.env.company

    @api.depends("nonconformity_id")
    def _compute_defect_description(self):
        for wizard in self:
            wizard.defect_description = wizard.nonconformity_id.description

    @api.depends("lot_ids")
    def _compute_presentation_id(self):
        """Find the pack by the lot's product: its bar code is the CIP13."""
        for wizard in self:
            product = wizard.lot_ids.product_id[:1]
            if product:
                wizard.presentation_id = self.env["ansm.presentation"]._of_product(
                    product, wizard.company_id
                )

    def action_declare(self):
        """Open the case of the nonconformity and show it."""
        self.ensure_one()
        declaration = self.env["ansm.declaration"].create(self._prepare_declaration())
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.declaration",
            "view_mode": "form",
            "res_id": declaration.id,
        }

    def _prepare_declaration(self):
        return {
            "nonconformity_id": self.nonconformity_id.id,
            "signal_received_at": self.signal_received_at,
            "known_at": self.known_at,
            "decided_at": fields.Datetime.now(),
            "medicine_id": self.presentation_id.medicine_id.id,
            "presentation_id": self.presentation_id.id,
            "defect_description": self.defect_description,
            "batch_ids": [Command.create({"lot_id": lot.id}) for lot in self.lot_ids],
        }
