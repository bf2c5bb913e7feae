# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields

from .sending_common import ALL_WELL, SendingCommon


class RecallCommon(SendingCommon):
    """A case whose Volet 1 is signed, and roads by which a recall is proposed."""

    def _propose(self, case=None, user=None, about=None, kind=None, **vals):
        """Propose a recall as its dialog does; return the proposal."""
        case = (case or self.declaration).with_user(user or self.qa)
        about = about and about.with_user(user or self.qa)
        action = (
            self.env["ansm.recall.wizard"]
            .with_user(user or self.qa)
            ._open_on(case, about, kind)
        )
        wizard = self.env[action["res_model"]].with_user(user or self.qa)
        wizard = wizard.browse(action["res_id"])
        wizard.write(vals)
        return self.env["ansm.recall"].browse(wizard.action_propose()["res_id"])

    def _screen(self, record, user=None):
        """Return the screen for the telephone, opened on a case or a proposal."""
        action = record.with_user(user or self.qa).action_call()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.qa)
            .browse(action["res_id"])
        )

    def _call(self, record, user=None, **said):
        """Call the agency and reach somebody; return the call."""
        screen = self._screen(record, user)
        screen.action_dial()
        screen.action_reached()
        screen.write(said)
        screen.action_end()
        return screen.call_id.sudo()

    def _send_letter(self, recall, script=None):
        """Sign the newest letter of a proposal and send it."""
        letter = recall.letter_ids.sorted("number")[-1:]
        if not letter.sealed_at:
            self._approve(letter)
        self.volet = letter
        return self._send(script or ALL_WELL)

    def _on_duty(self, user, role="on_duty"):
        now = fields.Datetime.now()
        return self.env["ansm.duty"].create(
            {
                "company_id": self.company.id,
                "user_id": user.id,
                "role": role,
                "date_from": now - timedelta(hours=1),
                "date_to": now + timedelta(hours=9),
            }
        )

    def _clock(self, recall):
        return self.declaration.sudo().deadline_ids.filtered(
            lambda one: one.place == f"call/{recall.id}" and not one.ended_at
        )

    def _tick(self, state="proposed", **vals):
        """Tick a recall among the measures of the case."""
        ticked = {"declaration_id": self.declaration.id, "kind": "recall"}
        self.env["ansm.declaration.measure"].with_user(self.qa).create(
            {**ticked, "state": state, **vals}
        )

    def _next_volet(self):
        """Return the next Volet 1 of the case, signed."""
        volets = self.env["ansm.volet"].with_user(self.qa)
        volet = volets._make(
            self.declaration.with_user(self.qa), "volet_1", reason="Rappel proposé"
        )
        self._approve(volet)
        self.volet = volet
        return volet

    def _write_letter(self, **vals):
        """Write outside, with the tick that it proposes a recall; not sent yet."""
        wizard = self.env["ansm.letter.wizard"].with_user(self.qa)
        letter = wizard.create(
            {
                "declaration_id": self.declaration.id,
                "body": "Rappel du lot.",
                "proposes_recall": True,
                "identity_checked": True,
                **vals,
            }
        )
        letter.action_send()
        self.env.cr.postcommit.clear()
        return self.declaration.transmission_ids.sorted("id")[-1]
