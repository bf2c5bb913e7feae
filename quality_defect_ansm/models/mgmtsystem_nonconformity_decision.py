# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

TASK = "quality_defect_ansm.activity_decision"


class MgmtsystemNonconformity(models.Model):
    """The answer of a nonconformity: must the agency know? And what it is made on."""

    _name = "mgmtsystem.nonconformity"
    _inherit = ["mgmtsystem.nonconformity", "ansm.read.only.mixin"]

    ansm_lot_ids = fields.Many2many(
        "stock.lot", "ansm_nonconformity_lot_rel", string="Batches concerned"
    )
    ansm_signal_ids = fields.One2many(
        "ansm.signal", "nonconformity_id", string="Signals"
    )
    ansm_decision_ids = fields.One2many(
        "ansm.decision", "nonconformity_id", string="Decisions"
    )
    ansm_told_ids = fields.One2many(
        "ansm.told", "nonconformity_id", string="Who was told"
    )
    ansm_answer = fields.Selection(
        [
            ("none", "No answer yet"),
            ("to_sign", "Decision to sign"),
            ("declare", "Declare"),
            ("not_declared", "Not declared (justified)"),
            ("by_another", "Declared by another"),
            ("out_of_scope", "Out of scope, routed"),
        ],
        "Quality defect: answer",
        compute="_compute_ansm_answer",
        store=True,
        index=True,
        help="The outcome of the last signed decision.",
    )
    ansm_to_sign = fields.Boolean(
        "A decision waits for its signature", compute="_compute_ansm_to_sign"
    )
    ansm_distributed = fields.Boolean(
        "On distributed batches",
        compute="_compute_ansm_distributed",
        search="_search_ansm_distributed",
        compute_sudo=True,
    )
    ansm_adverse_effect_open = fields.Boolean(
        "Adverse effect not handed over",
        compute="_compute_ansm_adverse_effect_open",
        compute_sudo=True,
    )

    @api.depends(
        "ansm_decision_ids.signed_at",
        "ansm_decision_ids.outcome",
        "ansm_declaration_ids",
    )
    def _compute_ansm_answer(self):
        for nonconformity in self:
            decisions = nonconformity.ansm_decision_ids.sorted("number")
            signed = decisions.filtered("signed_at")[-1:]
            # a case of before decisions were recorded lacks one as well
            opened = decisions or nonconformity.ansm_declaration_ids
            pending = "to_sign" if opened else "none"
            nonconformity.ansm_answer = signed.outcome or pending

    @api.depends("ansm_decision_ids.signed_at")
    def _compute_ansm_to_sign(self):
        for nonconformity in self:
            nonconformity.ansm_to_sign = bool(nonconformity._ansm_waiting())

    def _ansm_waiting(self):
        """Return the decision that waits for its signature."""
        # sudo: whether there is one is asked, also by who may not read it
        return self.sudo().ansm_decision_ids.filtered(lambda one: not one.signed_at)

    @api.depends("ansm_signal_ids.adverse_effect", "ansm_told_ids.role")
    def _compute_ansm_adverse_effect_open(self):
        for nonconformity in self:
            effects = nonconformity.ansm_signal_ids.mapped("adverse_effect")
            told = nonconformity.ansm_told_ids.mapped("role")
            nonconformity.ansm_adverse_effect_open = (
                "yes" in effects and "pharmacovigilance" not in told
            )

    @api.depends("ansm_lot_ids")
    def _compute_ansm_distributed(self):
        distributed = set(self._ansm_distributed_ids(self.ids))
        for nonconformity in self:
            nonconformity.ansm_distributed = nonconformity.id in distributed

    @api.model
    def _search_ansm_distributed(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("id", "in", self._ansm_distributed_ids())

    @api.model
    def _ansm_distributed_ids(self, ids=None):
        """Return the ids of the nonconformities of which a batch went to a customer.

        Read from the done stock moves of their company: what came back since was
        distributed all the same. By the product too: Odoo has an index on it, and
        none on the lot.

        :param ids: of those that are asked for, by default all
        """
        self.env.flush_all()
        among = SQL("nc.id = ANY(%s)", list(ids)) if ids is not None else SQL("TRUE")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT nc.id
                  FROM mgmtsystem_nonconformity nc
                  JOIN ansm_nonconformity_lot_rel rel
                       ON rel.mgmtsystem_nonconformity_id = nc.id
                  JOIN stock_lot lot ON lot.id = rel.stock_lot_id
                  JOIN stock_move_line line ON line.lot_id = lot.id
                       AND line.product_id = lot.product_id
                       AND line.state = 'done'
                       AND line.company_id = COALESCE(nc.company_id, line.company_id)
                  JOIN stock_location dest ON dest.id = line.location_dest_id
                       AND dest.usage = 'customer'
                  JOIN stock_location source ON source.id = line.location_id
                       AND source.usage <> 'customer'
                 WHERE %s
                """,
                among,
            )
        )
        return [row_id for (row_id,) in rows]

    def action_sign_decision(self):
        """Open the signing of the decision that waits for it."""
        self.ensure_one()
        waiting = self._ansm_waiting().with_env(self.env)
        if not waiting:
            raise UserError(self.env._("No decision waits for its signature."))
        return waiting.action_sign()

    def _ansm_update_decision_task(self):
        """Give the signatory one task while a decision is to sign; end it after.

        Run again, it doubles nothing.
        """
        self.ensure_one()
        # sudo: the task is somebody else's
        nonconformity, waiting = self.sudo(), self._ansm_waiting()
        if not waiting:
            nonconformity.activity_feedback([TASK])
            return
        signatories = self.env["ansm.signatory"].sudo()._in_force(waiting.company_id)
        user = signatories[:1].user_id
        if not user:
            return
        words = waiting.with_context(lang=user.lang)
        summary = self.with_context(lang=user.lang).env._("Decision to sign")
        gaps = [*words._contradictions(), *words._gaps()]
        note = Markup("").join(Markup("<p>%s</p>") % one for one in gaps)
        tasks = nonconformity.activity_search([TASK], user_id=user.id)
        if tasks:
            tasks.note = note
            return
        # quick: no mail is sent by it
        nonconformity.with_context(mail_activity_quick_update=True).activity_schedule(
            TASK, user_id=user.id, summary=summary, note=note
        )
