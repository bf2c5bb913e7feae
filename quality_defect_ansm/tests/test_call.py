# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .recall_common import RecallCommon
from .sending_common import ALL_WELL


@tagged("post_install", "-at_install")
class TestCall(RecallCommon):
    """The call: one hand, server time, both times kept, nothing held back."""

    def test_the_number_is_that_of_the_agency_in_force_whatever_the_hour(self):
        screen = self._screen(self.declaration)
        self.assertEqual(screen.phone, "01 99 00 00 00")
        action = screen.action_dial()
        self.assertEqual(action["params"]["url"], "tel:0199000000")
        self.assertEqual(screen.call_id.number, "01 99 00 00 00")
        self.agency.phone = "01 99 00 11 11"
        self.assertEqual(screen.call_id.number, "01 99 00 00 00")
        self.assertEqual(self._screen(self.declaration).phone, "01 99 00 11 11")

    def test_each_tap_is_a_row_with_the_servers_time(self):
        before = fields.Datetime.now()
        call = self._call(self._propose(), person="M. Blanc", said="Dit", received=True)
        steps = call.entry_ids.sorted("id")
        self.assertEqual(
            steps.mapped("step"),
            ["started", "reached", "told", "said", "received", "ended"],
        )
        for step in steps:
            self.assertLess(step.entered_at - step.at, timedelta(minutes=1))
            self.assertLessEqual(before, step.at)
        self.assertEqual((call.person, call.said), ("M. Blanc", "Dit"))
        self.assertEqual(call.user_name, self.qa.name)

    def test_what_was_to_say_is_kept_when_nothing_else_is_typed(self):
        recall = self._propose(reason="Fissures")
        call = self._call(recall)
        for words in ("A1234", "Fissures", self.declaration.name):
            self.assertIn(words, call.said)

    def test_a_failed_attempt_is_kept_goes_up_the_line_and_holds_nothing_back(self):
        recall = self._propose()
        screen = self._screen(recall)
        for tap in ("action_no_answer", "action_busy", "action_cut"):
            screen.action_dial()
            getattr(screen, tap)()
            self.assertEqual(screen.step, "failed")
        calls = self.declaration.call_ids
        self.assertEqual(calls.mapped("state"), ["failed"] * 3)
        self.assertIn("3 attempt(s)", recall.state_words)
        told = self.env["mail.message"].search(
            [("subject", "like", "nobody was reached")]
        )
        self.assertEqual(len(set(told.mapped("subject"))), 3)
        self._send_letter(recall)
        self.assertTrue(recall.mailed_at)

    def test_the_line_is_told_one_person_further_at_each_failure(self):
        for user, role in ((self.qa, "on_duty"), (self.manager, "manager")):
            self._on_duty(user, role)
        screen, reached = self._screen(self._propose()), []
        for _turn in range(2):
            screen.action_dial()
            screen.action_no_answer()
            messages = self.env["mail.message"].search(
                [("subject", "like", "nobody was reached")]
            )
            reached.append(messages.notified_partner_ids.user_ids)
        self.assertNotIn(self.manager, reached[0])
        self.assertIn(self.pr_user, reached[0])
        self.assertIn(self.manager, reached[1])

    def test_the_agencys_own_call_counts(self):
        recall = self._propose()
        screen = self._screen(recall)
        screen.action_incoming()
        self.assertEqual(screen.step, "reached")
        screen.action_end()
        self.assertEqual(screen.call_id.direction, "in")
        self.assertEqual(screen.call_id.number, "–")
        self.assertTrue(recall.called_at)

    def test_two_persons_who_call_at_once_are_both_kept(self):
        recall = self._propose()
        first, second = (
            self._screen(recall, self.qa),
            self._screen(self.declaration, self.pr_user),
        )
        for screen in (first, second):
            screen.action_dial()
        for screen in (first, second):
            screen.action_reached()
            screen.action_end()
        calls = self.declaration.call_ids
        self.assertEqual(set(calls.mapped("state")), {"reached"})
        self.assertEqual(calls.user_id, self.qa | self.pr_user)
        self.assertEqual(self.declaration.recall_ids, recall)
        self.assertEqual(len(recall.call_entry_ids), 2)

    def test_nobody_goes_on_with_anothers_call_or_one_that_is_over(self):
        screen = self._screen(self._propose())
        screen.action_dial()
        other = self._screen(self.declaration, self.pr_user)
        other.sudo().call_id = screen.call_id
        with self.assertRaisesRegex(UserError, "makes this call"):
            other.action_reached()
        screen.action_no_answer()
        with self.assertRaisesRegex(UserError, "over"):
            screen.action_reached()

    def test_who_comes_back_to_the_screen_finds_his_call_and_begins_no_second(self):
        recall = self._propose()
        screen = self._screen(recall)
        screen.action_dial()
        again = self._screen(recall)
        self.assertEqual((again.step, again.call_id), ("calling", screen.call_id))
        self.assertEqual(self._screen(recall, self.pr_user).step, "dial")
        again.action_reached()
        self.assertEqual(self._screen(self.declaration).step, "reached")
        again.action_end()
        self.assertEqual(self._screen(recall).step, "dial")

    def test_a_call_begun_long_ago_is_not_taken_up_again(self):
        recall = self._propose()
        with freeze_time(fields.Datetime.now() - timedelta(minutes=61)):
            self._screen(recall).action_dial()
        self.assertEqual(self._screen(recall).step, "dial")

    def test_the_end_of_a_call_says_what_is_missing_still(self):
        recall = self._propose()
        screen = self._screen(recall)
        for tap in ("action_dial", "action_reached", "action_end"):
            getattr(screen, tap)()
        self.assertIn("mail missing", screen.missing)
        self._send_letter(recall)
        screen.invalidate_recordset()
        self.assertFalse(screen.missing)

    def test_who_neither_prepares_signs_nor_is_on_duty_cannot_call(self):
        with self.assertRaises(AccessError):
            self._screen(self.declaration, self.reader)
        self._on_duty(self.reader)
        recall = self._propose()
        call = self._call(recall, self.reader)
        self.assertEqual(call.state, "reached")
        self.assertTrue(recall.called_at)

    def _enter(self, recall, minutes, **vals):
        action = recall.with_user(self.qa).action_enter_call()
        wizard = self.env[action["res_model"]].with_user(self.qa)
        wizard = wizard.browse(action["res_id"])
        at = fields.Datetime.now() - timedelta(minutes=minutes)
        wizard.write({"happened_at": at, "said": "Annoncé", **vals})
        wizard.action_enter()
        return self.declaration.call_ids.sorted("id")[-1]

    def test_entered_over_half_an_hour_later_the_reason_is_asked_and_both_stay(self):
        recall = self._propose()
        with self.assertRaisesRegex(UserError, "more than 30 minutes"):
            self._enter(recall, 31)
        call = self._enter(recall, 95, late_reason="Plus de réseau")
        self.assertEqual(call.late_reason, "Plus de réseau")
        self.assertEqual((call.entered_at - call.started_at).total_seconds() // 60, 95)
        self.assertIn("entered 1 h 35 later", call.state_words)
        self.assertIn("entered 1 h 35 later", recall.call_words)
        self.assertTrue(recall.called_at)
        self._enter(recall, 10)

    def test_no_call_is_entered_before_it_was(self):
        recall = self._propose()
        with self.assertRaisesRegex(UserError, "still to come.*\n.*what was said"):
            self._enter(recall, -5, said=" ")
        self.assertFalse(recall.called_at)

    def test_an_attempt_entered_later_reached_nobody(self):
        recall = self._propose()
        call = self._enter(recall, 5, reached="no", said="sonne dans le vide")
        self.assertEqual(call.state, "failed")
        self.assertFalse(recall.called_at)

    def test_a_call_in_which_our_mail_was_received_acknowledges_it(self):
        self._send(ALL_WELL)
        clock = self.declaration.sudo().deadline_ids.filtered(
            lambda one: one.kind == "acknowledgement"
        )
        self.assertFalse(clock.met_at)
        self._call(self.declaration)
        self.assertFalse(clock.met_at)
        self._call(self.declaration, received=True)
        self.assertTrue(clock.met_at)

    def test_no_call_is_written_deleted_or_copied_by_hand(self):
        call = self._call(self._propose())
        admin = self.env.ref("base.user_admin")
        for user in (self.qa, self.manager, self.pr_user, admin):
            for row in (call, call.entry_ids[:1]):
                for attack in (
                    lambda one: one.write({"user_name": "x"}),
                    lambda one: one.unlink(),
                    lambda one: one.copy(),
                    lambda one: one.create({"declaration_id": self.declaration.id}),
                ):
                    with self.assertRaises(UserError):
                        attack(row.with_user(user))
