# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from odoo import Command, fields, models

from ..demo import decisions

HOST = "courrier.aubrac-sante.example:25"


class AnsmDemo(models.AbstractModel):
    """The demo's signals and decisions: declared, justified, declared by another."""

    _inherit = "ansm.demo"

    def _signal(self, nonconformity, values, reporter=None):
        """Record a signal as it came, with who it is from apart."""
        signals = self.env["ansm.signal"].with_user(nonconformity.user_id)
        signal = signals.create(
            {**self._dated(signals, values), "nonconformity_id": nonconformity.id}
        )
        if reporter:
            signal.person_ids = [Command.create(reporter)]

    def _tell(self, nonconformity, rows):
        """Record who was told, so many hours ago."""
        told = self.env["ansm.told"].with_user(nonconformity.user_id)
        for role, login, hours, way, reference in rows:
            user = self.env["res.users"].search([("login", "=", login)])
            told.create(
                {
                    "nonconformity_id": nonconformity.id,
                    "role": role,
                    "user_id": user.id,
                    "at": fields.Datetime.now() - timedelta(hours=hours),
                    "way": way,
                    "reference": reference,
                }
            )

    def _sign_decision(self, nonconformity):
        """Sign what was decided, as the pharmacien responsable."""
        signer = self.env["res.users"].search([("login", "=", "pr")])
        waiting = nonconformity._ansm_waiting()
        waiting._write_content()
        decision = waiting.with_user(signer)
        digest = decision.content_sha256
        decision._sign(decision._my_appointment(), digest, "password")

    def _not_ours(self, user, company, lots):
        """Decide and sign what is not declared, or is declared by another."""
        wizards = self.env["ansm.decision.wizard"].with_user(user)
        for batch, words, signal, decision in decisions.NOT_OURS:
            nonconformity = self._nonconformity(user, company, *words)
            age = timedelta(days=6)
            self._signal(nonconformity, {**signal, "received_at": age})
            wizard = wizards.create(
                {
                    **self._dated(wizards, decision),
                    **self._proof(nonconformity, decision),
                    "nonconformity_id": nonconformity.id,
                    "lot_ids": [Command.set(lots[batch].ids)],
                    "known_at": fields.Datetime.now() - age,
                }
            )
            wizard.action_decide()
            self._sign_decision(nonconformity)

    def _proof(self, nonconformity, decision):
        if decision["outcome"] != "by_another":
            return {}
        return {
            "declared_by_id": nonconformity.partner_id.id,
            "proof": base64.b64encode(decisions.PROOF.encode()),
        }

    def _hand_over(self, volet):
        """Record that a signed volet was handed to the demo's mail server.

        Nothing leaves: it is what a sending some hours ago would have left behind.
        """
        transmissions = self.env["ansm.transmission"]
        transmission = transmissions.create(
            {
                **volet._prepare_message(),
                "declaration_id": volet.declaration_id.id,
                "volet_id": volet.id,
                "company_id": volet.company_id.id,
                "prepared_by_id": volet.prepared_by_id.id,
                "prepared_by_name": volet.prepared_by_name,
                "prepared_at": fields.Datetime.now(),
            }
        )
        sealed = self.env["ansm.message"]._prepare_bytes(transmission)
        transmission.write({**sealed, "started_at": fields.Datetime.now()})
        attempts = self.env["ansm.transmission.attempt"]
        attempts._record(transmission, "started", HOST)
        attempts._record(transmission, "accepted", HOST, 250, "2.0.0 Ok")
        transmission._tell()
