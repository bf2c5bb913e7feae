# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .recall_common import RecallCommon
from .sending_common import ALL_WELL, OK

REFUSED = [OK, (550, b"unknown")]


@tagged("post_install", "-at_install")
class TestRecall(RecallCommon):
    """A proposal is complete with its mail and a call that reached somebody."""

    def test_recall_mail_alone_does_not_complete_the_proposal(self):
        recall = self._propose()
        self._send_letter(recall)
        self.assertTrue(recall.mailed_at)
        self.assertEqual(recall.state, "incomplete")
        self.assertIn("call missing", recall.state_words)

    def test_call_alone_does_not_complete_the_proposal(self):
        recall = self._propose()
        self._call(recall)
        self.assertTrue(recall.called_at)
        self.assertEqual(recall.state, "incomplete")
        self.assertIn("mail missing", recall.state_words)

    def test_both_complete_it_in_either_order(self):
        first = self._propose()
        self._send_letter(first)
        self._call(first)
        self.assertEqual(first.state, "complete")
        second = self._propose(about=first)
        self._call(second)
        self._send_letter(second)
        self.assertEqual(second.state, "complete")
        self.assertEqual(self.declaration.recall_state, "complete")

    def test_what_met_it_is_kept_in_the_language_of_the_file(self):
        self.assertEqual(self.qa.lang, "en_US")
        recall = self._propose()
        self._send_letter(recall)
        call = self._call(recall)
        met = self._clock(recall).entry_ids.filtered(lambda one: one.step == "met")
        self.assertIn(call.with_context(lang="fr_FR").state_words, met.words)
        self.assertNotIn(call.with_context(lang="en_US").state_words, met.words)

    def test_it_is_proposed_and_told_where_odoo_has_no_french(self):
        self.env["res.lang"]._activate_lang("en_US")
        people = self.env["res.partner"].with_context(active_test=False)
        people.search([("lang", "=", "fr_FR")]).lang = "en_US"
        # Odoo refuses to archive the language it was set up in
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code = 'fr_FR'")
        self.registry.clear_cache("stable")
        self.addCleanup(self.registry.clear_cache, "stable")
        recall = self._propose()
        self._send_letter(recall)
        self._call(recall)
        self.assertEqual(recall.state, "complete")
        self.assertTrue(self._next_volet().sudo().sealed_at)

    def test_the_dashboard_counts_what_is_incomplete_and_opens_it(self):
        board = self.env["ansm.dashboard"].with_user(self.reader)
        self.assertEqual(board.create({}).recall_count, 0)
        recall = self._propose()
        shown = board.create({})
        self.assertEqual((shown.recall_ids, shown.recall_count), (recall, 1))
        action = shown.action_recalls()
        self.assertEqual(
            action["context"],
            {"search_default_incomplete": 1, "search_default_real": 1},
        )
        self._send_letter(recall)
        self._call(recall)
        self.assertFalse(board.create({}).recall_ids)

    def test_a_refused_mail_leaves_it_incomplete_and_says_so(self):
        recall = self._propose()
        self._call(recall)
        self._send_letter(recall, REFUSED)
        self.assertEqual(recall.state, "incomplete")
        self.assertIn("550", recall.mail_words)

    def test_it_is_late_from_its_first_minute_in_words_everywhere(self):
        recall = self._propose()
        clock = self._clock(recall)
        self.assertEqual((clock.band, clock.due_at), ("late", clock.started_at))
        self.assertIn("late – at once", clock.band_words)
        self.assertIn("à faire immédiatement", clock.words)
        self.assertIn("INCOMPLETE, late", recall.state_words)
        case = self.declaration
        self.assertEqual(case.recall_state, "incomplete")
        self.assertIn("INCOMPLETE, late", case.recall_words)
        found = case.search([("recall_state", "=", "incomplete")])
        self.assertEqual(found, case)

    def test_it_is_late_at_the_very_second_it_is_opened(self):
        clock = self._clock(self._propose())
        with freeze_time(clock.started_at):
            clock.invalidate_recordset(["band"])
            self.assertEqual(clock.band, "late")
            for band, found in (("late", clock), ("today", clock.browse())):
                domain = [("id", "in", clock.ids), ("band", "=", band)]
                self.assertEqual(clock.search(domain), found)

    def test_its_clock_is_met_by_both_and_runs_again_when_the_call_is_corrected(self):
        recall = self._propose()
        self._send_letter(recall)
        call = self._call(recall)
        self.assertTrue(self._clock(recall).met_at)
        self.assertEqual(self._clock(recall).band, "met")
        call.with_user(self.qa)._retract("Je n’ai eu personne")
        self.assertEqual((recall.state, call.state), ("incomplete", "retracted"))
        running = self._clock(recall)._running()
        self.assertEqual(running.band, "late")
        self.assertEqual(recall.call_entry_ids.mapped("step"), ["told"])

    def test_who_is_on_duty_is_alerted_at_once(self):
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        recall = self._propose()
        (notice,) = self._clock(recall).entry_ids.filtered(
            lambda one: one.step == "notice"
        )
        self.assertEqual(notice.rung, "100%")
        told = self.env["mail.message"].search([("id", ">", before)])
        notified = told.notified_partner_ids
        self.assertIn(self.pr_user.partner_id, notified)

    def test_a_volet_with_the_box_opens_the_same_duty_when_it_is_signed(self):
        self._tick(level="patient")
        self.assertTrue(self.declaration.recall_ticked)
        self.assertFalse(self.declaration.recall_ids)
        self._next_volet()
        recall = self.declaration.recall_ids
        self.assertEqual((recall.source, recall.state), ("volet", "incomplete"))
        self.assertEqual((recall.batch_names, recall.level), ("A1234", "patient"))
        self._send(ALL_WELL)
        self.assertTrue(recall.mailed_at)
        self._call(self.declaration)
        self.assertEqual(recall.state, "complete")

    def test_a_volet_that_says_it_again_opens_no_second_duty(self):
        recall = self._propose()
        self._tick()
        self._next_volet()
        self.assertEqual(self.declaration.recall_ids, recall)
        self.assertEqual(recall.mail_ids.volet_id, self.volet)

    def test_a_volet_with_one_more_batch_extends_it(self):
        recall = self._propose()
        lot = self.lot.copy({"name": "B9999"})
        self.declaration.batch_ids = [(0, 0, {"lot_id": lot.id})]
        self._tick()
        self._next_volet()
        extension = self.declaration.recall_ids - recall
        self.assertEqual((extension.kind, extension.about_id), ("extension", recall))
        self.assertEqual(extension.batch_names, "B9999")
        self.assertEqual(recall.batch_names, "A1234")
        self.assertEqual(extension.state, "incomplete")

    def test_a_message_that_proposes_a_recall_opens_the_duty(self):
        wizard = self.env["ansm.letter.wizard"].with_user(self.qa)
        letter = wizard.create(
            {
                "declaration_id": self.declaration.id,
                "body": "Nous proposons le rappel du lot.",
                "identity_checked": True,
            }
        )
        self.assertTrue(letter.mentions_recall)
        letter.proposes_recall = True
        letter.action_send()
        self.env.cr.postcommit.clear()
        recall = self.declaration.recall_ids
        self.assertEqual((recall.source, recall.state), ("letter", "incomplete"))
        self._run(ALL_WELL, self.declaration.transmission_ids.sorted("id")[-1])
        self.assertTrue(recall.mailed_at)

    def test_a_call_before_any_mail_opens_it(self):
        screen = self._screen(self.declaration)
        self.assertFalse(screen.about_recall)
        screen.about_recall = True
        screen.action_dial()
        recall = self.declaration.recall_ids
        self.assertEqual((recall.source, recall.state), ("call", "incomplete"))
        screen.action_reached()
        self.assertTrue(recall.called_at)

    def test_another_call_is_about_no_recall(self):
        call = self._call(self.declaration)
        self.assertFalse(call.about_recall)
        self.assertFalse(self.declaration.recall_ids)

    def test_what_it_is_about_does_not_change(self):
        recall = self._propose()
        for vals in ({"opened_at": "2020-01-01"}, {"kind": "withdrawal"}):
            with self.assertRaises(UserError):
                recall.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            self.env["ansm.recall"].with_user(self.manager).create(
                {"declaration_id": self.declaration.id}
            )
        recall.with_user(self.qa).reason = "Autre motif"
        self.assertEqual(recall.reason, "Autre motif")
        with self.assertRaises(AccessError):
            recall.with_user(self.reader).reason = "x"

    def test_withdrawn_before_anything_reached_the_agency_it_is_given_up(self):
        recall = self._propose()
        self._propose(about=recall, kind="withdrawal", reason="Lot confondu")
        self.assertEqual(recall.state, "given_up")
        self.assertFalse(self._clock(recall))
        self.assertFalse(self.declaration.recall_state)

    def test_withdrawn_after_its_mail_both_have_to_be_told(self):
        recall = self._propose()
        self._send_letter(recall)
        withdrawal = self._propose(about=recall, kind="withdrawal", reason="Erreur")
        self.assertEqual((recall.state, withdrawal.state), ("incomplete", "incomplete"))
        self._call(self.declaration)
        self.assertEqual(recall.state, "complete")
        self.assertEqual(withdrawal.state, "incomplete")
        self._send_letter(withdrawal)
        self.assertEqual(withdrawal.state, "complete")

    def test_it_is_not_given_up_while_its_mail_is_on_the_way(self):
        recall = self._propose()
        letter = recall.letter_ids
        self._approve(letter)
        self.volet = letter
        self._prepare()
        withdrawal = self._propose(about=recall, kind="withdrawal", reason="Erreur")
        self.assertTrue(withdrawal.told)
        self.assertEqual(recall.state, "incomplete")

    def test_the_notice_of_withdrawal_is_met_by_the_letter_that_says_so(self):
        recall = self._propose(notice=True)
        clocks = self.declaration.sudo().deadline_ids
        clock = clocks.filtered(lambda one: one.kind == "withdrawal_notice")
        self.assertEqual((clock.band, clock.met_at), ("late", False))
        self._send_letter(recall)
        self.assertTrue(clock.met_at)
        self.assertFalse(self._clock(recall).met_at)

    def test_an_extension_has_a_notice_of_its_own(self):
        recall = self._propose(notice=True)
        self._send_letter(recall)
        self._propose(about=recall, notice=True)
        clocks = self.declaration.sudo().deadline_ids
        notices = clocks.filtered(lambda one: one.kind == "withdrawal_notice")
        self.assertEqual(
            [bool(one.met_at) for one in notices.sorted("id")], [True, False]
        )

    def test_a_recall_that_is_taken_starts_the_notice_alone(self):
        self._tick("taken")
        self.assertFalse(self.declaration.recall_ids)
        clocks = self.declaration.sudo().deadline_ids
        clock = clocks.filtered(lambda one: one.kind == "withdrawal_notice")
        self.assertFalse(clock.met_at)
        self._next_volet()
        self._send(ALL_WELL)
        self.assertTrue(clock.met_at)

    def test_the_case_is_not_closed_while_it_is_incomplete(self):
        recall = self._propose()
        sentences = [one[0] for one in self.declaration._closing_gaps("without")]
        self.assertTrue(any(recall.display_name in one for one in sentences))

    def test_the_agencys_decision_is_kept_with_who_told_it(self):
        recall = self._propose()
        self._call(recall, decision="changes", person="Mme Roy", said="Sans le § 2")
        decision = recall.decision_ids
        self.assertEqual(
            (decision.decision, decision.told_by, decision.text_agreed, decision.road),
            ("changes", "Mme Roy", "Sans le § 2", "call"),
        )
        self.assertEqual(recall.decision, "changes")
        wizard = self.env["ansm.recall.decision.wizard"].with_user(self.qa)
        dialog = wizard.create({"recall_id": recall.id, "told_by": "", "road": "mail"})
        with self.assertRaisesRegex(UserError, "Say who.*\n.*what the agency"):
            dialog.action_record()
        dialog.write({"told_by": "Mme Roy", "decision": "agreed"})
        dialog.told_at = fields.Datetime.now()
        dialog.action_record()
        self.assertEqual(recall.decision, "agreed")
        self.assertEqual(len(recall.decision_ids), 2)
