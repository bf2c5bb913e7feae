# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AnsmRecall(models.Model):
    """What a person does with a proposal: its letter, its call, what follows it."""

    _inherit = "ansm.recall"

    letter_ids = fields.One2many("ansm.volet", "recall_id", "Letters")
    letter_state = fields.Char(compute="_compute_letter_state")
    call_ids = fields.Many2many(
        "ansm.call", string="Calls and attempts", compute="_compute_call_ids"
    )

    @api.depends("letter_ids.sealed_at")
    def _compute_letter_state(self):
        for recall in self:
            newest = recall.letter_ids.sorted("number")[-1:]
            recall.letter_state = newest._case_state() if newest else ""

    @api.depends("call_entry_ids")
    def _compute_call_ids(self):
        """The calls in which it was told, and the attempts since it was opened."""
        for recall in self:
            tried = recall.declaration_id.call_ids.filtered(
                lambda one, since=recall.opened_at: one.started_at >= since
            )
            recall.call_ids = recall.call_entry_ids.call_id | tried

    def action_sign_letter(self):
        """Open the signing of the letter that waits for it."""
        return self._letter("to_sign").action_sign()

    def action_send_letter(self):
        """Open the preview of the letter that is signed and has not left."""
        return self._letter("to_send", "problem").action_send()

    def _letter(self, *states):
        self.ensure_one()
        newest = self.letter_ids.sorted("number")[-1:]
        if not newest or newest._case_state() not in states:
            raise UserError(self.env._("Its letter is not there, or is further on."))
        return newest

    def action_make_letter(self):
        """Make the letter of this proposal, or its next version, and open it."""
        self.ensure_one()
        self.check_access("write")
        letter = self._make_letter(self.ansm_change_reason or "")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.volet",
            "view_mode": "form",
            "res_id": letter.id,
        }

    def _make_letter(self, reason=""):
        """Return the letter of this proposal, made from what it says now.

        :param reason: why this version replaces one that is signed
        """
        self.ensure_one()
        case = self.declaration_id.with_context(ansm_recall_id=self.id)
        volets = self.env["ansm.volet"].with_context(ansm_recall_id=self.id)
        return volets._make(case, "recall", False, reason)

    def action_call(self):
        """Open the screen for the telephone, on this proposal."""
        self.ensure_one()
        return self.env["ansm.call.screen"]._open_on(self.declaration_id, self)

    def action_enter_call(self):
        """Open the entering of a call that was made without the screen."""
        self.ensure_one()
        return self.env["ansm.call.after.wizard"]._open_on(self.declaration_id, self)

    def action_extend(self):
        """Open the extension of this proposal to more batches, or to another level."""
        self.ensure_one()
        self._check_stands()
        return self.env["ansm.recall.wizard"]._open_on(self.declaration_id, self)

    def action_withdraw(self):
        """Open the withdrawal of this proposal: a new record, with its own duty."""
        self.ensure_one()
        self._check_stands()
        wizard = self.env["ansm.recall.wizard"]
        return wizard._open_on(self.declaration_id, self, "withdrawal")

    def action_decision(self):
        """Open the recording of what the agency decided on it."""
        self.ensure_one()
        wizard = self.env["ansm.recall.decision.wizard"].create(
            {"recall_id": self.id, "text_agreed": self.message}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the agency decided"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_stands(self):
        if self.kind == "withdrawal" or self.withdrawn_by_id:
            raise UserError(
                self.env._("%s was withdrawn, or is a withdrawal.", self.display_name)
            )
