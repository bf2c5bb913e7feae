# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..models.ansm_call import DECISIONS

SAID = ("decision", "text_agreed", "told_by", "told_at", "road")


class AnsmRecallDecisionWizard(models.TransientModel):
    """What the agency decided on a proposal: what, which text, by whom, when, how."""

    _name = "ansm.recall.decision.wizard"
    _description = "What the agency decided"

    recall_id = fields.Many2one("ansm.recall", required=True)
    declaration_id = fields.Many2one(related="recall_id.declaration_id")
    decision = fields.Selection(DECISIONS[1:], "Agency's decision")
    text_agreed = fields.Text("Text agreed, or what is asked")
    told_by = fields.Char("Told by (at the agency)")
    told_at = fields.Datetime("Told at", default=fields.Datetime.now)
    road = fields.Selection(
        [("call", "By telephone"), ("mail", "By mail"), ("other", "Otherwise")],
        required=True,
        default="mail",
    )
    incoming_id = fields.Many2one(
        "ansm.incoming",
        "In the message",
        domain="[('declaration_id', '=', declaration_id)]",
    )

    def action_record(self):
        """Record it, as the current user."""
        self.ensure_one()
        vals = {name: self[name] for name in SAID}
        incoming = self.incoming_id.filtered(
            lambda one: one.declaration_id == self.declaration_id
        )
        vals["incoming_id"] = incoming.id
        self.env["ansm.recall.decision"]._record(self.recall_id, vals)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
