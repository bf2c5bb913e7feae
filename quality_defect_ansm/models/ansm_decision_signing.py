# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import LockError

from .. import chains


class AnsmDecision(models.Model):
    """The signing of a decision, by a signatory in force, by his own means.

    Until then nothing waits for it: the case is open, its volets are made, signed
    and sent. It is a task of the signatory, and shows.
    """

    _inherit = "ansm.decision"

    may_sign = fields.Boolean(compute="_compute_may_sign")

    @api.depends("signed_at", "company_id")
    @api.depends_context("uid")
    def _compute_may_sign(self):
        for decision in self:
            may = not decision.signed_at and decision._my_appointment()
            decision.may_sign = bool(may)

    def _my_appointment(self):
        """Return the appointment under which the current user signs here."""
        signatories = self.env["ansm.signatory"]
        return signatories._in_force(self.company_id, user=self.env.user)[:1]

    def action_sign(self):
        """Open the signing dialog on the decision in full, made as of now."""
        self.ensure_one()
        self.check_access("read")
        signatory = self._my_appointment()
        signatory._raise_all(self._sign_problems(signatory))
        # sudo: decisions are written by code alone; he is about to sign it
        self.sudo()._write_content()
        wizard = self.env["ansm.decision.signing"].create({"decision_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign the decision"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_change(self):
        """Open the dialog on this decision, or for the one that replaces it."""
        self.ensure_one()
        return self.nonconformity_id.action_quality_defect()

    def action_open_case(self):
        """Open the case of a decision to declare."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.declaration",
            "view_mode": "form",
            "res_id": self.declaration_id.id,
        }

    def _sign_problems(self, signatory):
        """Return all that keeps the current user from signing this decision."""
        self.ensure_one()
        if self.signed_at:
            return [self.env._("%s is signed already.", self.display_name)]
        problems = signatory._approval_problems(self.company_id)
        problems += self._same_person_problems() + self._proof_problems()
        return [*problems, *self._contradictions(), *self._gaps()]

    def _same_person_problems(self):
        """Refuse one person alone, unless it is to declare: that waits for nobody."""
        allowed = self.company_id.ansm_same_person_may_sign
        if allowed or self.outcome == "declare" or self.prepared_by_id != self.env.user:
            return []
        return [
            self.env._(
                "You prepared this decision: in %s somebody else signs it.",
                self.company_id.name,
            )
        ]

    def _proof_problems(self):
        # sudo: compares hashes; whoever may read the decision may sign it
        proof = base64.b64decode(self.sudo().with_context(bin_size=False).proof or b"")
        if (chains.sha256(proof) if proof else False) == self.proof_sha256:
            return []
        return [
            self.env._(
                "The proof is not the file that was recorded (its SHA-256 differs): "
                "record the decision again, and have it looked into."
            )
        ]

    def _changed_problems(self, shown_sha256):
        """Return that the decision is no longer the one that was shown."""
        now = chains.sha256(self.sudo()._content_text())
        if shown_sha256 == self.content_sha256 == now:
            return []
        return [
            self.env._(
                "%s, or a signal it was made on, changed since it was shown to you: "
                "close the dialog, read it, and sign that one.",
                self.display_name,
            )
        ]

    def _sign(self, signatory, shown_sha256, auth_method):
        """Sign as the current user, whose identity was checked just before.

        :param shown_sha256: of the text he had before him
        :raise UserError: listing all that speaks against it
        """
        self.ensure_one()
        self.env.user._ansm_refuse_another_hand()
        decision = self.sudo()  # sudo: evidence is written by this method alone
        try:
            decision.lock_for_update()
        except LockError:
            signatory._raise_all([self.env._("Somebody else is signing it now.")])
        problems = self._sign_problems(signatory)
        signatory._raise_all(problems or self._changed_problems(shown_sha256))
        decision.write(self._prepare_signature(signatory, auth_method))
        signals = decision.nonconformity_id.ansm_signal_ids
        signals.filtered(lambda one: not one.decision_id).decision_id = decision
        self.env["ansm.event"]._log(
            decision, "decided", new_value=decision.content, reason=auth_method
        )
        decision.nonconformity_id._ansm_update_decision_task()

    def _prepare_signature(self, signatory, auth_method):
        return {
            "signatory_id": signatory.id,
            "user_id": self.env.uid,
            "signer_name": self.env.user.name,
            "signer_role": signatory._role_label(),
            "signed_at": fields.Datetime.now(),
            "auth_method": auth_method,
        }
