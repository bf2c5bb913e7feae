# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmWithdrawalWizard(models.TransientModel):
    """The withdrawal of a report that proved unfounded: its reason, then its letter."""

    _name = "ansm.withdrawal.wizard"
    _description = "Withdraw a report"

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    speciality_id = fields.Many2one("ansm.speciality", "Other speciality")
    reason = fields.Text(
        "Why the report is unfounded",
        required=True,
        help="In French: printed in the letter.",
    )
    sent = fields.Text("What was sent", compute="_compute_sent")
    replaces_id = fields.Many2one("ansm.volet", compute="_compute_sent")
    change_reason = fields.Text("Reason of this version")

    def _compute_sent(self):
        for wizard in self:
            case, speciality = wizard.declaration_id, wizard.speciality_id
            volets = case._sent_volets(speciality)
            wizard.sent = "\n".join(volets.mapped("display_name"))
            wizard.replaces_id = case._last_signed("withdrawal", speciality)

    def action_make(self):
        """Make the letter and open it: it is signed and sent as a volet is."""
        self.ensure_one()
        case = self.declaration_id
        why = {"ansm_change_reason": self.env._("The report is withdrawn")}
        case.write({"withdrawal_reason": self.reason.strip(), **why})
        letter = self.env["ansm.volet"]._make(
            case, "withdrawal", True, self.change_reason or "", self.speciality_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.volet",
            "view_mode": "form",
            "res_id": letter.id,
        }
