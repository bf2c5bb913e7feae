# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .closing_common import hand_over
from .decision_common import DecisionCase


@tagged("post_install", "-at_install")
class TestClosingNotDeclared(DecisionCase):
    """A case opened in haste, and decided not to be one, is closed without a volet."""

    def setUp(self):
        super().setUp()
        self._sign_decision(self._decide())
        self.case = self.nonconformity.ansm_declaration_ids

    def _refuse_to_declare(self):
        reason = "L’échantillon est conforme."
        return self._sign_decision(self._not_declared(replace_reason=reason))

    def _closing(self, **vals):
        action = self.case.with_user(self.qa).action_close()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard = wizard.with_user(self.qa)
        wizard.write(vals)
        return wizard

    def _close(self):
        wizard = self._closing()
        self._press(wizard, self.qa)
        self.env.invalidate_all()
        return self.case.closing_ids

    def test_it_is_closed_by_the_decision_that_says_so(self):
        self.assertTrue(self.case.without_delay)
        clocks = self.case.sudo().deadline_ids
        for clock in clocks:
            clock._sync_activity()
        said = len(self.case.message_ids)
        decision = self._refuse_to_declare()
        self.assertFalse(self.case.without_delay)
        tasks = self.env["mail.activity"].sudo()
        self.assertFalse(tasks.search([("ansm_deadline_id", "in", clocks.ids)]))
        self.assertEqual(len(self.case.message_ids), said, "nobody did it")
        self.assertFalse(self.case.volet_ids)
        wizard = self._closing()
        self.assertEqual((wizard.kind, len(wizard.gap_ids)), ("not_declared", 0))
        closing = self._close()
        self.assertEqual(self.case.state, "closed")
        self.assertIn(decision.display_name, closing.content)
        self.assertIn(decision.content_sha256, closing.content)
        self.assertFalse(self.case.sudo().deadline_ids._running())

    def test_a_decision_to_declare_after_all_opens_it_again_with_its_clocks(self):
        self._refuse_to_declare()
        self._close()
        self._sign_decision(self._decide(replace_reason="Un second échantillon"))
        self.assertEqual(self.case.state, "draft")
        self.assertFalse(self.case.closed_at)
        running = self.case.sudo().deadline_ids._running()
        self.assertEqual(set(running.mapped("kind")), {"volet_1", "volet_2"})
        since = {self.case.known_at, self.case.signal_received_at}
        self.assertEqual(set(running.mapped("started_at")), since, "as they were")

    def test_to_declare_after_all_starts_them_before_anybody_signs_it(self):
        self._refuse_to_declare()
        self.assertFalse(self.case.sudo().deadline_ids._running())
        self._close()
        self._decide(replace_reason="Un second échantillon")
        self.assertEqual(self.case.state, "draft")
        kinds = self.case.sudo().deadline_ids._running().mapped("kind")
        self.assertEqual(set(kinds), {"volet_1", "volet_2"})

    def test_an_old_closing_never_comes_into_force_again(self):
        self._refuse_to_declare()
        first = self._close()
        self._sign_decision(self._decide(replace_reason="Un second échantillon"))
        self._refuse_to_declare()
        self.assertEqual(self.case.state, "draft")
        self.assertFalse(self.case.closed_at)
        second = self._close() - first
        self.assertNotEqual(second.decision_id, first.decision_id)
        self.assertEqual(self.case.closed_at, second.signed_at)

    def test_a_volet_that_leaves_opens_it_again_with_its_clocks(self):
        volet = self._volet_1()
        self._refuse_to_declare()
        self._close()
        hand_over(volet)
        self.assertEqual(self.case.state, "sent")
        self.assertFalse(self.case.closed_at)
        kinds = self.case.sudo().deadline_ids._running().mapped("kind")
        self.assertEqual(set(kinds), {"acknowledgement", "volet_2"})

    def test_what_a_server_refused_or_a_letter_to_somebody_else_holds_nothing(self):
        volet = self._volet_1()
        hand_over(volet, step="refused")
        letter = volet.transmission_ids.copy_data()[0]
        volet.sudo().transmission_ids.create({**letter, "volet_id": False})
        self._refuse_to_declare()
        self.assertFalse(self.case.sudo().deadline_ids._running())
        self._close()
        self.assertEqual(self.case.state, "closed")

    def test_nothing_is_closed_so_while_it_is_to_declare_or_once_a_mail_left(self):
        with self.assertRefused("before anything left, and only then"):
            self._press(self._closing(kind="not_declared"), self.qa)
        hand_over(self._volet_1())
        self._refuse_to_declare()
        self.assertEqual(self._closing().kind, "final")
        with self.assertRefused("before anything left, and only then"):
            self._press(self._closing(kind="not_declared"), self.qa)
        self.assertFalse(self.case.closing_ids)

    def _volet_1(self):
        self._add_agency()
        self._complete(self.case, "volet_1")
        volet = self.env["ansm.volet"].with_user(self.qa)._make(self.case, "volet_1")
        self._approve(volet)
        return volet
