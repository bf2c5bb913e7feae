# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .incoming_common import IncomingCommon
from .recall_common import RecallCommon
from .sending_common import ALL_WELL, ENVELOPE, GO, LOST, OK
from .test_incoming_replies import REPORT


class EvasionCommon(RecallCommon):
    """A proposal, and the ways around its call that were tried."""

    def _minutes(self, minutes):
        return freeze_time(fields.Datetime.now() + timedelta(minutes=minutes))

    def _note(self, record, at, **vals):
        """Enter a call that was made before, from a case or a proposal."""
        action = record.with_user(self.qa).action_enter_call()
        wizard = self.env[action["res_model"]].with_user(self.qa)
        wizard = wizard.browse(action["res_id"])
        said = {"said": "Annoncé", "late_reason": "Aucun réseau"}
        wizard.write({**said, "happened_at": at, **vals})
        wizard.action_enter()


@tagged("post_install", "-at_install")
class TestRecallEvasionByMail(EvasionCommon):
    """What is no mail to the agency, and what leaves after it was given up."""

    def test_a_message_to_somebody_else_opens_it_and_is_no_mail_to_the_agency(self):
        for address in ("depot@depositaire.example", "x.defauts@agence.example"):
            sent = self._write_letter(email_to=address)
            self._run(ALL_WELL, sent)
            recall = self.declaration.recall_ids
            self.assertEqual((len(recall), recall.mailed_at), (1, False))
            self.assertIn("mail missing", recall.state_words)
        several = "Depot <depot@depositaire.example>, Agence <DEFAUTS@agence.example>"
        self._run([OK, *ALL_WELL], self._write_letter(email_to=several))
        self.assertTrue(recall.mailed_at)

    def test_a_message_that_speaks_of_a_recall_has_to_say_whether_it_proposes_one(self):
        with self.assertRaisesRegex(UserError, "say whether it proposes one"):
            self._write_letter(proposes_recall=False)
        self._write_letter(proposes_recall=False, proposes_none=True)
        self.assertFalse(self.declaration.recall_ids)

    def test_a_letter_that_leaves_after_it_was_given_up_opens_both_again(self):
        recall = self._propose()
        letter = recall.letter_ids
        withdrawal = self._propose(about=recall, kind="withdrawal", reason="Erreur")
        self.assertEqual((recall.state, withdrawal.state), ("given_up", "given_up"))
        self._approve(letter)
        self._send_letter(recall)
        self.assertTrue(recall.mailed_at)
        self.assertEqual((recall.state, withdrawal.state), ("incomplete", "incomplete"))
        for one in (recall, withdrawal):
            self.assertEqual(self._clock(one)._running().band, "late")

    def test_what_the_agency_may_have_is_not_given_up(self):
        recall = self._propose()
        self._propose(about=recall, kind="withdrawal", reason="Erreur")
        self._send_letter(recall, [*ENVELOPE, GO, LOST])
        self.assertFalse(recall.mailed_at)
        self.assertEqual(recall.state, "incomplete")
        self.assertEqual(self.declaration.recall_state, "incomplete")

    def test_a_batch_of_the_same_number_of_another_speciality_is_another_one(self):
        self._propose()
        case = self.declaration
        syrup = self.env["ansm.medicine"].create({"name": "TRUYÈRE, sirop"})
        other = self.env["ansm.speciality"].create(
            {"declaration_id": case.id, "medicine_id": syrup.id}
        )
        product = self.env["product.product"].create(
            {"name": "Truyère", "is_storable": True, "tracking": "lot"}
        )
        lot = self.env["stock.lot"].create(
            {"name": "A1234", "product_id": product.id, "company_id": self.company.id}
        )
        same = {"lot_id": lot.id, "speciality_id": other.id}
        case.batch_ids = [Command.create(same)]
        twin = case.batch_ids.filtered("speciality_id")
        self._tick()
        self._next_volet()
        self.assertEqual(case.recall_ids.batch_ids.batch_id, case.batch_ids - twin)
        measure = case.measure_ids.with_user(self.qa)
        measure.batch_ids = twin
        self._next_volet()
        extension = case.recall_ids.filtered(lambda one: one.kind == "extension")
        self.assertEqual(extension.batch_ids.batch_id, twin)
        self.assertEqual(extension.state, "incomplete")

    def test_a_batch_taken_out_before_the_signature_is_proposed_as_it_is_printed(self):
        first = self._propose()
        case = self.declaration
        case.batch_ids = [Command.create({"lot_name": "B9999"})]
        gone = case.batch_ids.filtered(lambda one: one.lot_name == "B9999")
        self._tick()
        case.measure_ids.with_user(self.qa).batch_ids = gone
        volets = self.env["ansm.volet"].with_user(self.qa)
        volet = volets._make(case.with_user(self.qa), "volet_1", reason="Rappel")
        case.measure_ids.with_user(self.qa).batch_ids = False
        gone.with_user(self.qa).unlink()
        self._approve(volet)
        extension = case.recall_ids - first
        self.assertEqual(extension.batch_names, "B9999")
        self.assertEqual(extension.mail_ids.volet_id, volet)


@tagged("post_install", "-at_install")
class TestRecallMailThatComesBack(EvasionCommon, IncomingCommon):
    """A mail of which a report says that it never arrived told the agency nothing."""

    def _report(self, sent, action, recipient="defauts@agence.example"):
        text = REPORT.format(
            id=sent.message_id, action=action, status="5.1.1", words="550 unknown"
        )
        self._receive(text.replace("defauts@agence.example", recipient).encode())

    def test_it_makes_the_proposal_incomplete_again(self):
        recall = self._propose()
        sent = self._send_letter(recall)
        self._call(recall)
        self._report(sent, "delayed")
        self.assertEqual(recall.state, "complete")
        self._report(sent, "failed")
        self.assertEqual((recall.state, recall.mailed_at), ("incomplete", False))
        self.assertIn("it came back", recall.state_words)
        self.assertIn("550 unknown", recall.state_words)
        self.assertEqual(self._clock(recall)._running().band, "late")
        recall.with_user(self.qa)._make_letter("Adresse corrigée")
        self._send_letter(recall)
        self.assertEqual(recall.state, "complete")

    def test_a_copy_that_comes_back_is_no_matter(self):
        recall = self._propose()
        self._approve(recall.letter_ids)
        self.volet = recall.letter_ids
        sent = self._prepare(email_cc="Autre <autre@depositaire.example>")
        self._run([OK, *ALL_WELL], sent)
        self._report(sent, "failed", "autre@depositaire.example")
        self.assertTrue(recall.mailed_at)


@tagged("post_install", "-at_install")
class TestRecallEvasionByCall(EvasionCommon):
    """What is no call about it, and attempts that must not get lost."""

    def test_a_call_noted_later_tells_nothing_of_what_was_opened_after_it(self):
        first = self._propose()
        with self._minutes(20):
            at = fields.Datetime.now()
        with self._minutes(30):
            second = self._propose(about=first)
        with self._minutes(40):
            self._note(self.declaration, at)
            self.assertEqual((first.called_at, second.called_at), (at, False))
            self._note(second, at)
            self.assertEqual(second.called_at, at)
            self.assertIn("before this proposal was entered", second.call_words)
            self.assertNotIn("before this proposal", first.call_words)

    def test_a_call_that_was_begun_and_left_is_an_attempt(self):
        recall = self._propose()
        self._screen(recall).action_dial()
        self.assertIn("1 attempt(s), nobody reached", recall.state_words)

    def test_the_attempt_that_opened_it_and_one_taken_back_are_attempts(self):
        at = fields.Datetime.now() - timedelta(minutes=10)
        self._note(self.declaration, at, reached="no")
        recall = self.declaration.recall_ids
        self.assertIn("1 attempt(s), nobody reached", recall.state_words)
        call = self._call(recall)
        self.assertTrue(recall.called_at)
        call.with_user(self.qa)._retract("Personne")
        self.assertIn("2 attempt(s), nobody reached", recall.state_words)

    def test_an_attempt_about_something_else_is_none_of_it(self):
        recall = self._propose()
        screen = self._screen(recall)
        screen.about_recall = False
        screen.action_dial()
        screen.action_busy()
        self.assertIn("telephone the agency now", recall.state_words)

    def test_what_was_decided_in_a_call_that_was_none_is_not_decided(self):
        recall = self._propose()
        call = self._call(recall, decision="agreed", person="Mme Roy")
        self.assertEqual(recall.decision, "agreed")
        call.with_user(self.qa)._retract("Je me suis trompé de numéro")
        self.assertEqual(recall.decision, "none")
        self.assertTrue(recall.decision_ids)

    def test_a_call_after_the_closing_opens_a_clock_that_runs(self):
        case = self.declaration.sudo()
        self.env["ansm.closing"].sudo().create(
            {
                "declaration_id": case.id,
                "company_id": case.company_id.id,
                "last_volet_id": max(case.volet_ids.ids),
                "kind": "without",
                "content": "Clos",
                "content_sha256": "-",
                "user_id": self.pr_user.id,
                "signer_name": self.pr_user.name,
                "signer_role": "PR",
                "signed_at": fields.Datetime.now(),
                "auth_method": "password",
            }
        )
        case._refresh_clocks()
        self.assertEqual(case.state, "closed")
        screen = self._screen(self.declaration)
        screen.about_recall = True
        screen.action_dial()
        recall = case.recall_ids
        self.assertEqual(case.state, "closed")
        self.assertEqual(self._clock(recall)._running().band, "late")
        self.assertEqual(case.recall_state, "incomplete")

    def test_who_takes_it_and_falls_asleep_does_not_silence_it(self):
        recall = self._propose()
        clock = self._clock(recall)
        clock.with_user(self.manager).action_take()
        self.assertEqual(clock._to_tell(), self.manager)
        for minutes, others in ((16, 1), (31, 2)):
            with self._minutes(minutes):
                clock._catch_up()
            line = self.env["ansm.duty"]._line(self.company)
            self.assertEqual(clock._to_tell(), (self.manager | line)[: others + 1])
        self.assertIn(self.pr_user, clock._to_tell())

    def test_writing_what_is_reckoned_meets_no_clock(self):
        recall = self._propose(notice=False)
        now = fields.Datetime.now()
        forged = {"mailed_at": now, "called_at": now, "state": "complete"}
        for name, value in (("notice", True), ("reason", "Autre")):
            with self.assertRaises(UserError):
                recall.with_user(self.qa).write({**forged, name: value})
            self.env.invalidate_all()
            self.assertEqual(self._clock(recall)._running().band, "late")

    def test_the_stand_in_of_exercises_is_not_the_agency(self):
        for number in ("01 99 00 00 00", "+33 1 99 00 00 00"):
            with self.assertRaisesRegex(ValidationError, "never the agency"):
                self.agency.exercise_phone = number
