# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models

from ..documents.volets import words
from ..models.ansm_decision import GIVEN

MARKET = "quality_defect_ansm.french_market"


class AnsmDecisionWizard(models.TransientModel):
    """The decision on a nonconformity: must the agency know?

    “Declare” opens the case at once, whatever is missing and before anybody has
    signed; the other outcomes take all their answers. What the stock and the
    medicine tell is proposed, and the person may say otherwise.
    """

    _name = "ansm.decision.wizard"
    _inherit = "ansm.decision.facts"
    _description = "Decide on a quality defect"

    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", string="Exploitant"
    )
    declared_by_id = fields.Many2one(ondelete="set null")
    signal_received_at = fields.Datetime(
        compute="_compute_signal_received_at",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    has_signal = fields.Boolean(compute="_compute_has_signal")
    signal_origin = fields.Selection(
        words.selection(words.ORIGINS), "Origin of the signal"
    )
    known_at = fields.Datetime(default=fields.Datetime.now)
    lot_ids = fields.Many2many(
        "stock.lot",
        string="Batches",
        compute="_compute_lot_ids",
        store=True,
        readonly=False,
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
    human_use = fields.Selection(
        compute="_compute_criteria", store=True, readonly=False
    )
    marketed = fields.Selection(compute="_compute_criteria", store=True, readonly=False)
    made_in_france = fields.Selection(
        compute="_compute_criteria", store=True, readonly=False
    )
    patient_risk = fields.Selection(default="unknown")
    replaces = fields.Char("It replaces", compute="_compute_replaces")

    @api.model
    def default_get(self, fields):
        """Propose what the decision that waits for its signature says already."""
        values = super().default_get(fields)
        waiting = self._nonconformity_of(values)._ansm_waiting()
        names = [name for name in GIVEN if name in fields and waiting]
        return {**values, **waiting.with_context(bin_size=False)._said(names)}

    @api.model
    def _nonconformity_of(self, values):
        nonconformities = self.env["mgmtsystem.nonconformity"]
        return nonconformities.browse(values.get("nonconformity_id")).exists()

    @api.depends("nonconformity_id")
    def _compute_company_id(self):
        for wizard in self:
            company = wizard.nonconformity_id.company_id
            wizard.company_id = company or self.env.company

    @api.depends("nonconformity_id")
    def _compute_signal_received_at(self):
        """Take the first signal's date; what is recorded there is not typed again."""
        for wizard in self:
            nonconformity = wizard.nonconformity_id
            received = nonconformity.ansm_signal_ids.mapped("received_at")
            made = nonconformity.create_date or fields.Datetime.now()
            wizard.signal_received_at = min(received, default=made)

    @api.depends("nonconformity_id")
    def _compute_has_signal(self):
        for wizard in self:
            wizard.has_signal = bool(wizard.nonconformity_id.ansm_signal_ids)

    @api.depends("nonconformity_id")
    def _compute_lot_ids(self):
        for wizard in self:
            wizard.lot_ids = wizard.nonconformity_id.ansm_lot_ids

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

    @api.depends("lot_ids", "presentation_id")
    def _compute_criteria(self):
        """Propose what the medicine and the stock tell; what they do not stays open."""
        # An update computes this on old dialogs, before the data files are loaded.
        market = self.env.ref(MARKET, raise_if_not_found=False)
        stock = self.env["ansm.stock.figures"]
        for wizard in self:
            medicine = wizard.presentation_id.medicine_id.sudo()  # sudo: its sites
            countries = medicine.production_site_ids.country_id
            lots = wizard.lot_ids if market else wizard.lot_ids.browse()
            figures = [stock._of_lot(lot, wizard.company_id) for lot in lots]
            sold = any(one["quantity_france"] > 0 for one in figures)
            made = "yes" if market and countries & market.country_ids else "no"
            wizard.human_use = "yes" if medicine else wizard.human_use
            wizard.marketed = "yes" if sold else wizard.marketed
            wizard.made_in_france = made if countries else wizard.made_in_france

    @api.depends("nonconformity_id")
    def _compute_replaces(self):
        for wizard in self:
            # sudo: the name of the decision that is replaced, to be shown
            decisions = wizard.nonconformity_id.sudo().ansm_decision_ids
            signed = decisions.filtered("signed_at").sorted("number")[-1:]
            wizard.replaces = signed.display_name

    def _replaced_name(self):
        return self.replaces

    def action_declare(self):
        """Decide to declare: open the case of the nonconformity and show it."""
        self.ensure_one()
        self.outcome = "declare"
        decision = self._decide()
        return decision.action_open_case()

    def action_decide(self):
        """Record another outcome than “declare”, and show the decision."""
        self.ensure_one()
        decision = self._decide()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.decision",
            "view_mode": "form",
            "res_id": decision.id,
        }

    def _decide(self):
        problems = self._contradictions()
        if self.outcome != "declare":
            problems += self._gaps()
        self.env["ansm.signatory"]._raise_all(problems)
        decisions, nonconformity = self.env["ansm.decision"], self.nonconformity_id
        decisions._check_may_prepare(nonconformity)
        nonconformity.ansm_lot_ids |= self.lot_ids
        self._record_signal()
        vals = self.with_context(bin_size=False)._said(GIVEN)
        decision = decisions._record(nonconformity, {**vals, **self._prepare_product()})
        case = self._case()
        decision._link_case(case)
        # to declare after all starts the clocks before anybody signs it
        case._clocks_touched()
        nonconformity._ansm_update_decision_task()
        return decision

    def _record_signal(self):
        """Record the signal, where the nonconformity alone told of it so far."""
        nonconformity = self.nonconformity_id
        if not nonconformity.ansm_signal_ids:
            self.env["ansm.signal"].create(
                {
                    "nonconformity_id": nonconformity.id,
                    "verbatim": nonconformity.description,
                    "received_at": self.signal_received_at,
                    "origin": self.signal_origin,
                }
            )

    def _prepare_product(self):
        packs, products = self.env["ansm.presentation"], self.lot_ids.product_id
        found = [packs._of_product(one, self.company_id) for one in products]
        medicines = packs.union(self.presentation_id, *found).medicine_id
        names = medicines.mapped("name") or products.mapped("display_name")
        signals = self.nonconformity_id.ansm_signal_ids
        return {
            "medicine_id": self.presentation_id.medicine_id.id,
            "product_name": ", ".join(names),
            "batch_names": ", ".join(self.lot_ids.mapped("name")),
            "signal_received_at": min(signals.mapped("received_at")),
        }

    def _case(self):
        """Return the case of the nonconformity, opened when it is to be declared."""
        case = self.nonconformity_id.ansm_declaration_ids[:1]
        if self.outcome != "declare":
            return case
        if not case:
            return case.create(self._prepare_declaration())
        missing = self.lot_ids - case.batch_ids.lot_id
        case.batch_ids = [Command.create({"lot_id": lot.id}) for lot in missing]
        return case

    def _prepare_declaration(self):
        signals = self.nonconformity_id.ansm_signal_ids
        return {
            "nonconformity_id": self.nonconformity_id.id,
            "signal_received_at": min(signals.mapped("received_at")),
            "known_at": self.known_at or fields.Datetime.now(),
            "medicine_id": self.presentation_id.medicine_id.id,
            "presentation_id": self.presentation_id.id,
            "defect_description": self.defect_description,
            "batch_ids": [Command.create({"lot_id": lot.id}) for lot in self.lot_ids],
        }
