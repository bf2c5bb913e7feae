# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.ansm_event_reason import WITHOUT_REASON


class AnsmReasonWizard(models.TransientModel):
    """Lists changes made without a reason, and takes their reasons."""

    _name = "ansm.reason.wizard"
    _description = "Give the reason of changes"

    reason = fields.Text("Reason of all those without their own")
    line_ids = fields.One2many("ansm.reason.wizard.line", "wizard_id")

    @api.model
    def _open_on(self, domain):
        """Return the dialog on the changes of a domain that miss a reason.

        :raise UserError: when none misses one
        """
        events = self.env["ansm.event"].search(domain & WITHOUT_REASON)
        if not events:
            raise UserError(self.env._("No change misses its reason here."))
        lines = [Command.create({"event_id": event.id}) for event in events]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give the reason of changes"),
            "res_model": self._name,
            "res_id": self.create({"line_ids": lines}).id,
            "view_mode": "form",
            "target": "new",
        }

    def action_give(self):
        """Record the reasons, under the name of who gives them, now."""
        self.ensure_one()
        reasons = {line.event_id: line.reason or self.reason for line in self.line_ids}
        self.line_ids.event_id._give_reasons(reasons)
        return {"type": "ir.actions.act_window_close"}


class AnsmReasonWizardLine(models.TransientModel):
    """One change without a reason."""

    _name = "ansm.reason.wizard.line"
    _description = "Change without a reason"

    wizard_id = fields.Many2one("ansm.reason.wizard", required=True, ondelete="cascade")
    event_id = fields.Many2one(
        "ansm.event", required=True, readonly=True, ondelete="cascade"
    )
    at = fields.Datetime(related="event_id.at")
    record_name = fields.Char(related="event_id.record_name")
    field_label = fields.Char(related="event_id.field_label")
    old_value = fields.Text(related="event_id.old_value")
    new_value = fields.Text(related="event_id.new_value")
    reason = fields.Char("Its own reason")
