# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .sending_common import ALL_WELL, SendingCommon


@tagged("post_install", "-at_install")
class TestSendingJob(SendingCommon):
    def _old(self, *steps, minutes=600):
        """Return a transmission prepared long ago, with these steps."""
        transmission = self._prepare().sudo()
        past = fields.Datetime.now() - timedelta(minutes=minutes)
        transmission.prepared_at = past
        if steps:
            vals = self.env["ansm.message"]._prepare_bytes(transmission)
            transmission.write({**vals, "started_at": past})
        self.env["ansm.transmission.attempt"].create(
            [
                {
                    "transmission_id": transmission.id,
                    "company_id": self.company.id,
                    "at": past,
                    "step": step,
                }
                for step in steps
            ]
        )
        self.env.flush_all()
        return transmission

    def test_a_fresh_one_is_left_to_the_press_an_old_one_is_sent(self):
        transmission = self._prepare()
        self.assertEqual(self._run(ALL_WELL).sent, [])
        transmission.sudo().prepared_at -= timedelta(minutes=10)
        self._run(ALL_WELL)
        self.assertEqual(
            (transmission.state, self.declaration.state), ("accepted", "sent")
        )

    def test_a_dead_sender_is_failed_or_unknown_and_never_sent_again(self):
        for steps, state in (
            (["started"], "failed"),
            (["started", "transferring"], "unknown"),
        ):
            transmission = self._old(*steps)
            session = self._run(ALL_WELL)
            self.assertEqual((transmission.state, session.sent), (state, []))
            self.assertEqual(self.declaration.state, "problem")
            self.assertEqual(self._tasks().user_id, self.qa | self.manager)

    def test_a_living_sender_is_let_alone(self):
        transmission = self._old("started")
        # one test has one connection, which locks nothing out of itself
        busy = patch.object(
            type(transmission),
            "try_lock_for_update",
            lambda self, **_options: self.browse(),
        )
        with busy:
            self._run(ALL_WELL)
        self.assertEqual(transmission.state, "sending")

    def test_a_postponed_one_waits_its_time_then_goes_and_ends_after_a_day(self):
        transmission = self._old("started", "deferred", minutes=3)
        transmission.told_attempt = transmission.attempt_ids[-1].id
        self.assertEqual(self._run(ALL_WELL).sent, [])
        other = self._old_of_next_version("started", "deferred", minutes=6)
        self._run(ALL_WELL)
        self.assertEqual((transmission.state, other.state), ("deferred", "accepted"))
        late = self._old_of_next_version("started", "deferred", minutes=25 * 60)
        self.assertEqual(self._run(ALL_WELL).sent, [])
        self.assertEqual(late.state, "failed")
        self.assertIn("24 hours", late.state_words)

    def _old_of_next_version(self, *steps, minutes):
        volet = self.env["ansm.volet"].with_user(self.qa)
        self.volet = volet._make(self.declaration, "volet_1", reason="Complément")
        self._approve(self.volet)
        return self._old(*steps, minutes=minutes)

    def test_what_was_recorded_but_not_told_is_told_once(self):
        transmission = self._old("started", "transferring", "accepted")
        notes = len(self.declaration.message_ids)
        for _again in range(2):
            self._run(ALL_WELL)
            self.assertEqual(self.session.sent, [])
            self.assertEqual(len(self.declaration.message_ids), notes + 1)
        self.assertEqual(self.declaration.state, "sent")
        self.assertEqual(transmission.outcome, "left")

    def test_a_250_recorded_late_stays_an_acceptance(self):
        transmission = self._old("started", "transferring", "unknown", "accepted")
        self.assertEqual(transmission.state, "accepted")

    def test_one_that_breaks_stops_no_other(self):
        broken = self._old()
        self.declaration, self.volet = self._another_case()
        other = self._old()
        sender = type(self.sender)
        fix = sender._fix

        def failing(this, ids):
            if broken.id in ids:
                raise ValueError("broken")
            return fix(this, ids)

        with (
            patch.object(sender, "_fix", failing),
            self.assertLogs("odoo.addons.quality_defect_ansm.models.ansm_sender"),
        ):
            self._run(ALL_WELL)
        self.assertEqual((broken.state, other.state), ("prepared", "accepted"))

    def _another_case(self):
        declaration = self._declare(nonconformity=self._new_nonconformity())
        volet = self.env["ansm.volet"].with_user(self.qa)._make(declaration, "volet_1")
        self._approve(volet)
        return declaration, volet
