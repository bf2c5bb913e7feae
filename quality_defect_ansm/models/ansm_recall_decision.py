# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .ansm_call import DECISIONS


class AnsmRecallDecision(models.Model):
    """What the agency decided on a proposal: what, which text, by whom, when, how.

    Insert-only: what it says later is a decision of its own, and the newest counts.
    The text agreed is what may go to the network (R. 5124-60 CSP keeps copies).
    """

    _name = "ansm.recall.decision"
    _inherit = "ansm.evidence.mixin"
    _description = "Agency's decision on a recall proposal"
    _order = "told_at desc, id desc"

    recall_id = fields.Many2one(
        "ansm.recall", "Proposal", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    decision = fields.Selection(DECISIONS, required=True)
    text_agreed = fields.Text("Text agreed, or what is asked")
    told_by = fields.Char("Told by (at the agency)", required=True)
    told_at = fields.Datetime("Told at", required=True)
    road = fields.Selection(
        [("call", "By telephone"), ("mail", "By mail"), ("other", "Otherwise")],
        required=True,
    )
    call_id = fields.Many2one(
        "ansm.call", "In the call", index="btree_not_null", ondelete="restrict"
    )
    incoming_id = fields.Many2one(
        "ansm.incoming", "In the message", index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    user_name = fields.Char("Recorded by", required=True)
    at = fields.Datetime("Recorded at", required=True)

    _evidence_sealed = (
        *("recall_id", "declaration_id", "company_id", "decision", "text_agreed"),
        *("told_by", "told_at", "road", "call_id", "incoming_id"),
        *("user_id", "user_name", "at"),
    )

    @api.model
    def _record(self, recall, vals):
        """Record a decision as the current user, who may work on the case or call.

        :param vals: ``decision``, ``text_agreed``, ``told_by``, ``told_at``, ``road``
        :raise UserError: listing all that is missing or cannot be
        """
        self.env["ansm.call"]._check_may_call(recall.declaration_id)
        problems = self._problems(vals)
        if problems:
            raise UserError("\n".join(problems))
        # sudo: evidence is made by this method alone, after the checks above
        made = self.sudo().create(
            {
                **vals,
                "recall_id": recall.id,
                "declaration_id": recall.declaration_id.id,
                "company_id": recall.company_id.id,
                "user_id": self.env.uid,
                "user_name": self.env["ansm.deadline"]._who(),
                "at": fields.Datetime.now(),
            }
        )
        return made.with_env(self.env)

    def _problems(self, vals):
        problems = []
        if not (vals.get("told_by") or "").strip():
            problems.append(self.env._("Say who at the agency told it."))
        if vals.get("decision") in (False, None, "none"):
            problems.append(self.env._("Say what the agency decided."))
        text = (vals.get("text_agreed") or "").strip()
        if vals.get("decision") in ("changes", "more", "refused") and not text:
            problems.append(self.env._("Say which text, or what is asked, and why."))
        if not vals.get("told_at") or vals["told_at"] > fields.Datetime.now():
            problems.append(self.env._("Say when it was told: not in the future."))
        return problems

    @api.model
    def _from_call(self, call):
        """Record what was decided in a call, for each proposal it told of."""
        if call.decision in (False, "none"):
            return
        told = call.entry_ids.filtered(lambda one: one.step == "told")
        for recall in told.recall_id:
            vals = {
                "decision": call.decision,
                "text_agreed": call.said or call.state_words,
                "told_by": call.person or self.env._("name not given"),
                "told_at": call.ended_at,
                "road": "call",
                "call_id": call.id,
            }
            self._record(recall, vals)


class AnsmRecall(models.Model):
    _inherit = "ansm.recall"

    decision_ids = fields.One2many(
        "ansm.recall.decision", "recall_id", "Agency's decisions"
    )
    decision = fields.Selection(
        DECISIONS, "Agency's decision", compute="_compute_decision"
    )

    @api.depends(
        "decision_ids.told_at", "decision_ids.call_id.entry_ids.retracted_by_ids"
    )
    def _compute_decision(self):
        """The newest one counts; not one of a call in which nobody was reached."""
        for recall in self:
            known = recall.decision_ids.filtered(
                lambda one: one.call_id.state != "retracted"
            )
            newest = known.sorted(lambda one: (one.told_at, one.id))[-1:]
            recall.decision = newest.decision or "none"
