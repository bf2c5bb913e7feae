# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .ansm_call import DECISIONS


class AnsmCallEntry(models.Model):
    """One step of a call: when it happened, and when it was entered. Insert-only."""

    _name = "ansm.call.entry"
    _inherit = "ansm.evidence.mixin"
    _description = "Step of a telephone call"
    _order = "id"

    call_id = fields.Many2one(
        "ansm.call", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    step = fields.Selection(
        [
            ("started", "Called"),
            ("reached", "A person answered"),
            ("told", "The proposal was told"),
            ("failed", "Failed"),
            ("said", "What was said"),
            ("received", "The agency says that it has our mail"),
            ("ended", "Ended"),
            ("retracted", "Corrected"),
        ],
        required=True,
    )
    at = fields.Datetime("Happened at", required=True)
    entered_at = fields.Datetime("Entered at", required=True)
    person = fields.Char("Who answered")
    words = fields.Text()
    decision = fields.Selection(DECISIONS, "Agency's decision")
    recall_id = fields.Many2one(
        "ansm.recall", "Proposal", index="btree_not_null", ondelete="restrict"
    )
    retracts_id = fields.Many2one(
        "ansm.call.entry", "Corrects", index="btree_not_null", ondelete="restrict"
    )
    retracted_by_ids = fields.One2many("ansm.call.entry", "retracts_id")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    user_name = fields.Char("Entered by", required=True)

    _evidence_sealed = (
        *("call_id", "declaration_id", "company_id", "step", "at", "entered_at"),
        *("person", "words", "decision", "recall_id", "retracts_id"),
        *("user_id", "user_name"),
    )

    def _stands(self):
        """Whether it was not corrected since."""
        self.ensure_one()
        return not self.retracted_by_ids
