# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .closing_common import close
from .incoming_common import IncomingCommon, mail
from .recall_common import RecallCommon
from .sending_common import ALL_WELL
from .test_incoming_replies import REPORT
from .test_withdrawal import WHY


class EvidenceData(RecallCommon, IncomingCommon):
    def _running(self, kind):
        clocks = self.declaration.sudo().deadline_ids._running()
        return clocks.filtered(lambda one: one.kind == kind)

    def _volet_2(self):
        volets = self.env["ansm.volet"].with_user(self.qa)
        case = self.declaration.with_user(self.qa)
        self.volet = volets._make(case, "volet_2", reason="Suite")
        self._approve(self.volet)
        return self.volet


@tagged("post_install", "-at_install")
class TestVolet2AndRecalls(EvidenceData):
    """Volet 2 tells of recalls as Volet 1 does."""

    def test_a_volet_2_that_proposes_a_recall_opens_its_duty(self):
        self._send(ALL_WELL)
        self._tick()
        volet = self._volet_2()
        recall = self.declaration.recall_ids
        self.assertEqual(recall.source, "volet")
        self.assertEqual(recall.mail_ids.volet_id, volet)
        self.assertEqual(self._clock(recall).band, "late")

    def test_a_volet_2_that_tells_a_recall_is_the_notice_of_it(self):
        self._send(ALL_WELL)
        self._tick("taken")
        self.assertTrue(self._running("withdrawal_notice"))
        self._volet_2()
        self._send(ALL_WELL)
        self.assertFalse(self._running("withdrawal_notice"))

    def test_each_recall_that_is_taken_has_a_notice_of_its_own(self):
        self._tick("taken")
        self._next_volet()
        self._send(ALL_WELL)
        self.assertFalse(self._running("withdrawal_notice"))
        self._tick("taken")
        clock = self._running("withdrawal_notice")
        self.assertEqual(len(clock), 1)
        self._next_volet()
        self._send(ALL_WELL)
        self.assertTrue(clock.met_at)

    def test_a_letter_tells_the_recalls_of_its_day_and_none_that_goes_further(self):
        self._send_letter(self._propose(notice=True))
        before = datetime.now() - timedelta(days=40)
        for _country in range(2):
            self._tick("taken", at=before)
        self.assertFalse(self._running("withdrawal_notice"))
        self._tick("taken")
        clock = self._running("withdrawal_notice")
        self.assertEqual(len(clock), 1)
        self._send_letter(self._propose(about=self.declaration.recall_ids, notice=True))
        self.assertTrue(clock.met_at)

    def test_a_batch_added_to_a_recall_is_told_again(self):
        case = self.declaration
        first = case.batch_ids[:1]
        more = self.env["ansm.declaration.batch"].create(
            {"declaration_id": case.id, "lot_name": "Z9"}
        )
        self._tick("taken", batch_ids=[(6, 0, first.ids)])
        self._next_volet()
        self._send(ALL_WELL)
        self.assertFalse(self._running("withdrawal_notice"))
        case.measure_ids[-1:].with_user(self.qa).batch_ids |= more
        self.assertTrue(self._running("withdrawal_notice"))


@tagged("post_install", "-at_install")
class TestAnswers(EvidenceData):
    """An answer acknowledges where it is, and what left before it."""

    def _answer(self):
        message = self._receive(mail(f"RE: {self.declaration.name}"))
        self.assertEqual(message.declaration_id, self.declaration)
        message.with_user(self.qa).action_confirm()
        return message

    def test_one_that_is_moved_or_set_aside_acknowledges_no_longer(self):
        self._send(ALL_WELL)
        message = self._answer()
        self.assertFalse(self._running("acknowledgement"))
        nowhere = self.env["ansm.declaration"]
        message.with_user(self.qa)._move(nowhere, "Une autre affaire")
        self.assertTrue(self._running("acknowledgement"))

    def test_one_that_came_before_speaks_of_something_else(self):
        with freeze_time(datetime.now() - timedelta(days=1)):
            self._answer()
        self._send(ALL_WELL)
        self.assertTrue(self._running("acknowledgement"))

    def test_a_call_before_the_sending_does_not_either(self):
        call = self.env["ansm.call"].with_user(self.qa)
        call = call._begin(self.declaration.with_user(self.qa), about_recall=False)
        call._reach("Mme A")
        before = call.started_at - timedelta(hours=2)
        call._end(received=True, at=before)
        self._send(ALL_WELL)
        self.assertTrue(self._running("acknowledgement"))


@tagged("post_install", "-at_install")
class TestMailThatComesBack(EvidenceData):
    """What never arrived told the agency nothing."""

    def _report(self, sent, text=REPORT):
        values = {"action": "failed", "status": "5.1.1", "words": "550 unknown"}
        return self._receive(text.format(id=sent.message_id, **values).encode())

    def test_the_clock_of_its_volet_runs_again_until_another_arrives(self):
        sent = self._send(ALL_WELL)
        self.assertFalse(self._running("volet_1"))
        self._report(sent)
        clock = self._running("volet_1")
        self.assertEqual(clock.started_at, self.declaration.known_at)
        clocks = self.declaration.sudo().deadline_ids - clock
        denied = clocks.filtered(lambda one: one.kind == "volet_1")
        self.assertEqual((denied.result, denied.band), (False, "ended"))
        self.assertTrue(self.declaration.without_delay)
        self._next_volet()
        self._send(ALL_WELL)
        self.assertTrue(clock.met_at)

    def test_it_runs_on_in_a_case_that_was_closed_meanwhile(self):
        sent = self._send(ALL_WELL)
        close(self.declaration, last_volet_id=self.volet.id)
        self._report(sent)
        self.assertEqual(self.declaration.state, "closed")
        self.assertTrue(self._running("volet_1"))
        for _look in range(2):
            self.declaration._refresh_clocks()
            self.assertTrue(self._running("volet_1"), "each look leaves it")

    def test_no_case_is_closed_by_what_came_back(self):
        sent = self._send(ALL_WELL)
        before = self.declaration._closing_gaps("without")
        self._report(sent)
        gaps = self.declaration._closing_gaps("without")
        told = [one[0] for one in gaps if one not in before]
        self.assertEqual((len(told), told[0]), (2, "No Volet 1 was sent."))
        self.assertIn(f"{self.volet.display_name} came back", told[1])
        self.assertFalse(self.declaration._lateness())
        [(_name, words)] = self.declaration._sent_lines()
        self.assertIn("came back", words)

    def test_what_arrived_later_meets_the_clock_when_the_first_comes_back(self):
        known = self.declaration.known_at
        with freeze_time(known + timedelta(hours=2)):
            first = self._send(ALL_WELL)
        with freeze_time(known + timedelta(days=2)):
            self._next_volet()
            self._send(ALL_WELL)
            self._report(first)
        clocks = self.declaration.sudo().deadline_ids
        clock = clocks.filtered(lambda one: one.kind == "volet_1" and not one.ended_at)
        self.assertEqual(clock.met_at, known + timedelta(days=2))
        self.assertEqual(clock.result, "late")

    def test_a_report_that_was_wrong_and_is_set_aside_counts_no_more(self):
        sent = self._send(ALL_WELL)
        report = self._report(sent)
        self.assertTrue(self._running("volet_1"))
        nowhere = self.env["ansm.declaration"]
        report.with_user(self.qa)._move(nowhere, "Le serveur s’est trompé")
        self.assertFalse(self._running("volet_1"))

    def test_a_report_of_nobody_is_for_a_person_to_read(self):
        sent = self._send(ALL_WELL)
        self.declaration.user_id = False
        self._on_duty(self.qa)
        report = self._report(sent, REPORT.replace("Action: {action}\n", ""))
        self.assertEqual(report.kind, "report")
        self.assertTrue(report.report_bad)
        [task] = self.declaration.activity_search(
            ["quality_defect_ansm.activity_received"]
        )
        self.assertEqual(task.user_id, self.qa)


@tagged("post_install", "-at_install")
class TestNotDue(EvidenceData):
    """What is not to be declared any more has no clock."""

    def test_decided_against_before_anything_left_it_rings_no_longer(self):
        self.assertTrue(self._running("volet_1") and self._running("volet_2"))
        decisions = self.declaration.nonconformity_id.sudo().ansm_decision_ids
        last = decisions.sorted("number")[-1:]
        at = self.declaration.known_at + timedelta(hours=1)
        signed = {"signed_at": at, "signer_name": "PR", "signer_role": "PR"}
        last.write(signed)
        again = {"number": last.number + 1, "outcome": "not_declared"}
        decision = last.create({**last.copy_data()[0], **again, "signed_at": False})
        self.declaration._refresh_clocks()
        self.assertTrue(self._running("volet_1"), "it is not signed yet")
        decision.write(signed)
        self.declaration._refresh_clocks()
        self.assertFalse(self._running("volet_1") or self._running("volet_2"))

    def test_a_withdrawal_that_left_ends_the_clocks_of_the_volets(self):
        self._send(ALL_WELL)
        case = self.declaration.with_user(self.qa)
        action = case.action_withdraw()
        wizard = self.env[action["res_model"]].with_user(self.qa)
        wizard = wizard.with_context(**action["context"]).create({"reason": WHY})
        made = wizard.action_make()["res_id"]
        self.volet = self.env["ansm.volet"].browse(made)
        self._approve(self.volet)
        self.assertTrue(self._running("volet_2"))
        self._send(ALL_WELL)
        self.assertFalse(self._running("volet_2"))
        recall = self._propose()
        self._send_letter(recall)
        self.assertFalse(self._running("volet_2"), "its letter is no volet")
