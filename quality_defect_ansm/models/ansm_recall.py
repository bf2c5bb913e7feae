# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..documents.volets import words

KINDS = [
    ("proposal", "Recall proposal"),
    ("extension", "Extension of the recall"),
    ("withdrawal", "Withdrawal of the proposal"),
]
#: What first said that a recall is proposed.
SOURCES = [
    ("action", "“Propose a recall”"),
    ("volet", "A signed volet that proposes it"),
    ("letter", "A message written from the case"),
    ("call", "A telephone call"),
]


class AnsmRecall(models.Model):
    """One proposal to the agency to recall batches, an extension, or its withdrawal.

    "Toute proposition de rappel de lot, envoyée par mail (…), doit être doublée d’un
    appel à l’accueil de l’agence, week-end et jours fériés inclus" (the agency's
    page). Whatever proposes a recall opens one; it is complete with its mail *and* a
    call in which a person was reached, both read from evidence: see
    ``ansm_recall_state.py``. What it is about is fixed when it is made; its text is
    worked on until a letter freezes it.
    """

    _name = "ansm.recall"
    _inherit = ["ansm.evidence.mixin", "ansm.audited.mixin"]
    _description = "Recall proposal"
    _order = "id desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    number = fields.Integer(required=True, readonly=True)
    source = fields.Selection(SOURCES, "Opened by", required=True, readonly=True)
    opened_at = fields.Datetime("Open since", required=True, readonly=True)
    opened_by_name = fields.Char("Opened by (name)", required=True, readonly=True)
    about_id = fields.Many2one(
        "ansm.recall",
        "Extends or withdraws",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    told = fields.Boolean(
        "Has to be told to the agency",
        readonly=True,
        help="Not so for the withdrawal of what had not reached the agency.",
    )
    batch_ids = fields.One2many("ansm.recall.batch", "recall_id", "Batches")
    batch_names = fields.Char(
        "Batches (names)", compute="_compute_batch_names", store=False
    )
    level = fields.Selection(words.selection(words.MEASURE_LEVELS), "Recall down to")
    risk_class = fields.Selection(words.selection(words.RISK_CLASSES), "Class")
    risk_assessment = fields.Text(
        "Risk for the patient", help="In French: printed in the letter."
    )
    reason = fields.Text("Why", help="In French: printed in the letter.")
    alternatives = fields.Text(help="In French: printed in the letter.")
    shortage_risk = fields.Selection(
        words.selection(words.SHORTAGE_RISKS), "Risk of shortage"
    )
    message = fields.Text(
        "Message proposed to the network",
        help="In French: printed in the letter, agreed with the agency before it goes.",
    )
    notice = fields.Boolean(
        "Also the notice of withdrawal (L. 5124-6)",
        help="The exploitant informs the agency immediately of any action to withdraw "
        "a batch: the letter says that it is this notice too.",
    )
    exercise = fields.Boolean(related="declaration_id.exercise")
    medicine_id = fields.Many2one(related="declaration_id.medicine_id")

    _evidence_by_code = False
    _evidence_sealed = (
        *("declaration_id", "company_id", "kind", "number", "source"),
        *("opened_at", "opened_by_name", "about_id", "told"),
    )
    _audited_fields = (
        *("level", "risk_class", "risk_assessment", "reason", "alternatives"),
        *("shortage_risk", "message", "notice"),
    )

    _number_uniq = models.Constraint(
        "UNIQUE (declaration_id, number)", "This proposal is recorded already."
    )

    @api.depends("kind", "number", "declaration_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for recall in self:
            recall.display_name = (
                f"{kinds.get(recall.kind, '')} {recall.number}"
                f" – {recall.declaration_id.name}"
            )

    @api.depends("batch_ids.lot_name")
    def _compute_batch_names(self):
        for recall in self:
            recall.batch_names = ", ".join(recall.batch_ids.mapped("lot_name"))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("A proposal is opened by “Propose a recall” on its case.")
            )
        return super().create(vals_list)

    @api.model
    def _open(
        self, case, source, kind="proposal", batches=None, about=None, lots=(), **vals
    ):
        """Open a proposal; from now on it is incomplete, whatever the hour.

        :param case: the case, which the current user may write on, or call for
        :param source: a key of ``SOURCES``
        :param batches: ``ansm.declaration.batch``, by default all of the case
        :param about: the proposal that it extends or withdraws
        :param lots: names of batches that are told and no longer in the case
        """
        batches = case.batch_ids if batches is None else batches
        # sudo: evidence is made by this method alone; callers check the right
        recalls = self.sudo()
        numbers = recalls.search([("declaration_id", "=", case.id)]).mapped("number")
        recall = recalls.create(
            {
                "declaration_id": case.id,
                "company_id": case.company_id.id,
                "kind": kind,
                "number": max(numbers, default=0) + 1,
                "source": source,
                "opened_at": fields.Datetime.now(),
                "opened_by_name": self.env["ansm.deadline"]._who(),
                "about_id": about.id if about else False,
                "told": not about or kind != "withdrawal" or about._reached_agency(),
                **recalls._proposed_by(case, about),
                **vals,
            }
        )
        # sudo: as above; who signs or calls need not read each batch
        self.env["ansm.recall.batch"].sudo()._keep(recall, batches.sudo(), lots)
        case._clocks_touched()
        recall._alert_opened()
        return recall.with_env(self.env)

    @api.model
    def _proposed_by(self, case, about):
        """Return what the case, or the proposal before, already says."""
        held = about or case
        names = ("risk_class", "risk_assessment", "alternatives", "shortage_risk")
        found = {name: held[name] for name in names}
        if about:
            return {**found, "level": about.level}
        proposed = case.measure_ids.filtered(
            lambda one: (one.kind, one.state) == ("recall", "proposed") and one.level
        )
        level = {"level": proposed[-1:].level} if proposed else {}
        return {**found, **level, "reason": case.defect_description}


class AnsmRecallBatch(models.Model):
    """A batch of a proposal: which ones it is about does not change."""

    _name = "ansm.recall.batch"
    _inherit = "ansm.evidence.mixin"
    _description = "Batch of a recall proposal"
    _order = "lot_name, id"
    _rec_name = "lot_name"

    recall_id = fields.Many2one(
        "ansm.recall", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    batch_id = fields.Many2one(
        "ansm.declaration.batch", "Figures", index=True, ondelete="restrict"
    )
    lot_name = fields.Char("Batch", required=True)
    expiration_date = fields.Date(related="batch_id.expiration_date")
    quantity_france = fields.Float(related="batch_id.quantity_france")
    quantity_total = fields.Float(related="batch_id.quantity_total")
    stock_own = fields.Float(related="batch_id.stock_own")
    figures_at = fields.Datetime(related="batch_id.figures_at")

    _evidence_sealed = (
        *("recall_id", "declaration_id", "company_id", "batch_id", "lot_name"),
    )

    @api.model
    def _keep(self, recall, batches, lots=()):
        held = [(one.id, one.lot_name) for one in batches if one.lot_name]
        return self.create(
            [
                {
                    "recall_id": recall.id,
                    "declaration_id": recall.declaration_id.id,
                    "company_id": recall.company_id.id,
                    "batch_id": batch_id,
                    "lot_name": name,
                }
                for batch_id, name in [*held, *((False, one) for one in lots)]
            ]
        )

    def _keys(self):
        """Return which batches they are: two specialities may share a number, and a
        typed number may be corrected after it was told."""
        return {(one.batch_id.id, one.lot_name) for one in self}
