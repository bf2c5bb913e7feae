# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

#: The ways a case is closed.
KINDS = [
    ("final", "Volet 2 final was sent"),
    ("without", "Closed without a final Volet 2, by a signed decision"),
    ("withdrawn", "Withdrawn, acknowledged by the agency"),
    ("not_declared", "Not declared, by the signed decision in force"),
]
#: What opens a closed case again.
OPENING = ("closing_ids", "volet_ids.transmission_ids", "decision_against_id")


class AnsmClosing(models.Model):
    """The closing of a case: what was sent, what stays promised, who closed it.

    Insert-only and signed. A version made after it opens the case again. One of what
    is not declared stands while the decision that it names is in force, and nothing
    left. The next closing is a new record.
    """

    _name = "ansm.closing"
    _inherit = "ansm.evidence.mixin"
    _description = "Closing of a case"
    _order = "id desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    last_volet_id = fields.Many2one(
        "ansm.volet", "Newest version then", ondelete="restrict"
    )
    decision_id = fields.Many2one(
        "ansm.decision", "Decision not to declare", ondelete="restrict"
    )
    kind = fields.Selection(KINDS, "How", required=True)
    content = fields.Text(required=True, help="All that was before who signed.")
    content_sha256 = fields.Char("SHA-256 of the text", required=True)
    reason = fields.Text("Why no final Volet 2")
    lateness = fields.Text("Why it was late")
    acknowledged_on = fields.Date("Acknowledged on")
    acknowledged_by = fields.Char("Acknowledged by")
    acknowledged_reference = fields.Char("Reference of the acknowledgement")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    signer_name = fields.Char("Closed by", required=True)
    signer_role = fields.Char("Role", required=True)
    signed_at = fields.Datetime("Closed at", required=True)
    auth_method = fields.Char("Proof of identity", required=True)

    _evidence_sealed = (
        "declaration_id",
        "company_id",
        "last_volet_id",
        "decision_id",
        "kind",
        "content",
        "content_sha256",
        "reason",
        "lateness",
        "acknowledged_on",
        "acknowledged_by",
        "acknowledged_reference",
        "user_id",
        "signer_name",
        "signer_role",
        "signed_at",
        "auth_method",
    )


class AnsmDeclaration(models.Model):
    """A case is closed by a closing that nothing later has opened again."""

    _inherit = "ansm.declaration"

    closing_ids = fields.One2many("ansm.closing", "declaration_id", "Closings")

    @api.depends(*OPENING)
    def _compute_state(self):
        result = super()._compute_state()
        for case in self.filtered(lambda one: one._closing_in_force()):
            case.state = "closed"
        return result

    @api.depends(*OPENING)
    def _compute_closed_at(self):
        for case in self:
            case.closed_at = case._closing_in_force().signed_at

    def _closing_in_force(self):
        """Return the last closing, none when something opened the case again."""
        last = self.closing_ids.sorted("id")[-1:]
        opened = max(self.volet_ids.ids, default=0) > last.last_volet_id.id
        if last.kind == "not_declared":
            opened = opened or last.decision_id != self._decided_against()
        return last.browse() if opened else last

    def _decided_against(self):
        """Return the decision in force by which nothing is declared; none once
        something left, or may have."""
        left = self._may_have_left(self.volet_ids)
        return self.env["ansm.decision"] if left else self.decision_against_id

    def _refresh_state(self):
        # what left opens what was closed as not declared
        self.env.add_to_compute(self._fields["closed_at"], self)
        return super()._refresh_state()

    def action_close(self):
        """Open the closing: all that is missing at once, then the signature.

        The dialog is made here: each thing it lists is a row with its own button.
        """
        self.ensure_one()
        wizard = self.env["ansm.closing.wizard"].create({"declaration_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close the case"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
