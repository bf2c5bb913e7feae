# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError


class AnsmDecisionSigning(models.TransientModel):
    """The signing of a decision: shows it in full, with the signals, asks who signs.

    It remembers the hash of the text it was opened on: when that, or a signal,
    changes meanwhile, nothing is signed.
    """

    _name = "ansm.decision.signing"
    _inherit = "ansm.identity.mixin"
    _description = "Sign a decision"

    decision_id = fields.Many2one("ansm.decision", required=True, readonly=True)
    content = fields.Text(related="decision_id.content")
    proof = fields.Binary(related="decision_id.proof")
    proof_name = fields.Char(related="decision_id.proof_name")
    verbatims = fields.Text("Signals, word for word", compute="_compute_verbatims")
    shown_sha256 = fields.Char("SHA-256 of the text shown", readonly=True)

    @api.depends("decision_id")
    def _compute_verbatims(self):
        for wizard in self:
            signals = wizard.decision_id.nonconformity_id.ansm_signal_ids
            wizard.verbatims = "\n\n".join(
                f"{number}. {signal.display_name}\n{signal.verbatim}"
                for number, signal in enumerate(signals, 1)
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the hash of what is shown: read here, never given by the client."""
        decisions = self.env["ansm.decision"]
        prepared = []
        for vals in vals_list:
            decision = decisions.browse(vals.get("decision_id"))
            prepared.append({**vals, "shown_sha256": decision.content_sha256})
        return super().create(prepared)

    def write(self, vals):
        if vals.keys() & {"decision_id", "shown_sha256"}:
            raise AccessError(
                self.env._("A signing dialog stays on the decision it was opened on.")
            )
        return super().write(vals)

    def action_sign(self):
        """Sign what was shown, as the user of the session, after his password."""
        return self._run()

    def _run(self):
        self.ensure_one()
        decision, shown = self.decision_id, self.shown_sha256
        signatory = decision._my_appointment()
        # All that speaks against it first: nobody types a password in vain.
        problems = decision._sign_problems(signatory)
        signatory._raise_all(problems or decision._changed_problems(shown))
        proof = self._prove_identity()
        wizard = self._without_secrets()
        wizard.decision_id._sign(signatory, shown, proof)
        return {"type": "ir.actions.act_window_close"}
