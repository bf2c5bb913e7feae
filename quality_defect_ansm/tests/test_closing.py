# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .closing_common import hand_over
from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestClosing(SigningCase):
    """A case is closed by who proves who he is, once nothing is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_agency()
        cls.case = cls._declare()
        cls.soon = cls.case.known_at + timedelta(hours=3)
        cls.case.nonconformity_id.sudo().ansm_decision_ids.write(
            {"signed_at": cls.soon, "signer_name": "PR", "signer_role": "PR"}
        )

    def _sent(self, kind="volet_1", final=False, at=None):
        volets = self.env["ansm.volet"].with_user(self.qa)
        if final:
            reason = {"ansm_change_reason": "Complété"}
            self._complete(self.case.with_context(**reason), kind)
        volet = volets._make(self.case, kind, final, "Suite")
        self._approve(volet)
        hand_over(volet, at or self.soon)
        return volet

    def _dialog(self, user=None, **vals):
        case = self.case.with_user(user or self.qa)
        action = case.action_close()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard = wizard.with_user(user or self.qa)
        wizard.write(vals)
        return wizard

    def _close(self, user=None, **vals):
        user = user or self.qa
        self._press(self._dialog(user, **vals), user)
        self.env.invalidate_all()

    def test_all_that_is_missing_is_listed_at_once_each_with_its_way(self):
        self.env["ansm.volet"].with_user(self.qa)._make(self.case, "volet_1")
        wizard = self._dialog()
        told = wizard.gap_ids.mapped("sentence")
        self.assertEqual(
            told,
            [
                "No Volet 1 was sent.",
                "No final Volet 2 was sent.",
                "Volet 1 v1 is not sent.",
            ],
        )
        with self.assertRefused(*told):
            self._press(wizard, self.qa)
        models = [one.action_open()["res_model"] for one in wizard.gap_ids]
        self.assertEqual(models, ["ansm.volet.wizard"] * 2 + ["ansm.volet"])
        self.assertFalse(self.case.closing_ids)

    def test_once_the_final_volet_2_left_the_case_is_closed_and_kept(self):
        self._sent()
        self._sent("volet_2", final=True)
        wizard = self._dialog()
        self.assertFalse(wizard.gap_ids)
        kept = wizard.kept_until
        self._press(wizard, self.qa)
        self.env.invalidate_all()
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self.case.retention_until, kept)
        closing = self.case.closing_ids
        self.assertEqual(closing.signer_name, self.qa.name)
        self.assertEqual(closing.auth_method, "password")
        for volet in self.case.volet_ids:
            self.assertIn(volet.pdf_sha256, closing.content)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            closing.sudo().content = "autre"

    def test_a_wrong_password_closes_nothing(self):
        self._sent()
        self._sent("volet_2", final=True)
        with self.assertRefused("password is wrong"):
            self._press(self._dialog(), self.qa, password="no")
        self.assertFalse(self.case.closing_ids)

    def test_a_volet_2_that_is_not_final_closes_nothing(self):
        self._sent()
        self._sent("volet_2")
        with self.assertRefused("No final Volet 2"):
            self._close()

    def test_without_a_final_volet_2_a_signatory_decides_with_his_reason(self):
        self._sent()
        with self.assertRefused("Say why no final Volet 2"):
            self._close(self.pr_user, kind="without")
        words = {"kind": "without", "reason": "Défaut non confirmé, accord de l’agence"}
        with self.assertRefused("not a signatory"):
            self._close(self.qa, **words)
        self._close(self.pr_user, **words)
        closing = self.case.closing_ids
        self.assertEqual(closing.reason, words["reason"])
        self.assertIn(words["reason"], closing.content)
        self.assertEqual(self.case.state, "closed")

    def test_what_was_sent_late_is_explained_with_the_arithmetic(self):
        self._sent(at=self.case.known_at + timedelta(hours=30))
        first = min(self.case.signal_received_at, self.case.known_at)
        self._sent("volet_2", final=True, at=first + timedelta(days=31))
        wizard = self._dialog()
        self.assertIn("Volet 1 left", wizard.late)
        self.assertIn("1 j 6 h 00", wizard.late)
        self.assertIn("Volet 2 left", wizard.late)
        with self.assertRefused("Say why it was late"):
            self._press(wizard, self.qa)
        wizard.lateness = "Panne de messagerie"
        self._press(wizard, self.qa)
        self.assertIn("Panne de messagerie", self.case.closing_ids.content)

    def test_dates_moved_later_in_the_case_hide_no_lateness(self):
        decision = self.case.nonconformity_id.sudo().ansm_decision_ids
        known = decision.known_at
        moved = known + timedelta(days=20)
        self.case.with_user(self.qa).write(
            {
                "known_at": moved,
                "signal_received_at": moved,
                "ansm_change_reason": "Erreur",
            }
        )
        self._sent(at=moved)
        self.assertIn("20 j", self._dialog().late)
        self.assertEqual(self._dialog().late.count("Volet 1 left"), 1)

    def test_volet_2_counts_from_the_earliest_of_the_dates(self):
        received = self.case.known_at - timedelta(days=20)
        self.case.with_user(self.qa).write(
            {"signal_received_at": received, "ansm_change_reason": "Erreur"}
        )
        self._sent(at=self.case.known_at + timedelta(hours=1))
        self._sent("volet_2", final=True, at=received + timedelta(days=31))
        self.assertIn("Volet 2 left", self._dialog().late)

    def test_a_limit_raised_meanwhile_hides_no_lateness(self):
        first = min(self.case.signal_received_at, self.case.known_at)
        self._sent(at=self.case.known_at + timedelta(hours=1))
        self._sent("volet_2", final=True, at=first + timedelta(days=31))
        reason = {"ansm_change_reason": "Essai"}
        self.company.with_user(self.manager).sudo().write(
            {"ansm_volet_2_days": 90, **reason}
        )
        self.company.with_user(self.manager).sudo().write(
            {"ansm_volet_2_days": 60, **reason}
        )
        self.assertIn("Volet 2 left", self._dialog().late)

    def test_what_left_in_time_asks_nothing(self):
        self._sent(at=self.case.known_at + timedelta(hours=23))
        first = min(self.case.signal_received_at, self.case.known_at)
        self._sent("volet_2", final=True, at=first + timedelta(days=29))
        self.assertFalse(self._dialog().late)

    def _withdrawn(self):
        self._sent()
        # a Volet 2 that was begun holds nothing back
        self.env["ansm.volet"].with_user(self.qa)._make(self.case, "volet_2")
        self.case.with_user(self.qa).withdrawal_reason = "Infondé"
        self._sent("withdrawal")
        self.assertEqual(self.case.state, "withdrawn")

    def test_a_withdrawn_case_is_closed_when_the_agency_acknowledged(self):
        self._withdrawn()
        with self.assertRefused(
            "“Acknowledged On” is empty",
            "“Acknowledged by” is empty",
            "“Reference of the acknowledgement” is empty",
        ):
            self._close()
        self._close(
            acknowledged_on=self.company._ansm_today(),
            acknowledged_by="Mme Durand, pôle Défauts qualité",
            acknowledged_reference="2026-DQ-00777/R",
        )
        self.assertEqual(self.case.state, "closed")
        closing = self.case.closing_ids
        self.assertEqual(closing.kind, "withdrawn")
        self.assertIn("2026-DQ-00777/R", closing.content)

    def test_the_agency_acknowledges_after_the_letter_left_and_before_today(self):
        self._withdrawn()
        words = {"acknowledged_by": "Mme Durand", "acknowledged_reference": "R1"}
        for days in (-20000, 2):
            day = self.company._ansm_today() + timedelta(days=days)
            with self.assertRefused("not between the day the letter left and today"):
                self._close(acknowledged_on=day, **words)
        self.assertFalse(self.case.closing_ids)

    def test_a_case_that_was_not_withdrawn_is_not_closed_so(self):
        self._sent()
        with self.assertRefused("once its letter left"):
            self._close(kind="withdrawn")

    def test_a_version_made_later_opens_the_case_again(self):
        self._sent()
        self._sent("volet_2", final=True)
        self._close()
        self.env["ansm.volet"].with_user(self.qa)._make(self.case, "volet_1")
        self.env.invalidate_all()
        self.assertEqual(self.case.state, "to_sign")
        self.assertFalse(self.case.retention_until)

    def test_a_closed_case_is_not_closed_twice(self):
        self._sent()
        self._sent("volet_2", final=True)
        self._close()
        with self.assertRefused("closed already"):
            self._close()
        self.assertEqual(len(self.case.closing_ids), 1)

    def test_who_only_reads_closes_nothing_and_nobody_forges_a_dialog_s_buttons(self):
        self._sent()
        self._sent("volet_2", final=True)
        with self.assertRaises(AccessError):
            self._close(self.reader)
        gaps = self.env["ansm.closing.gap"].with_user(self.qa)
        forged = {"wizard_id": self._dialog().id, "opener": "_refresh_state"}
        with self.assertRaises(AccessError):
            gaps.create(forged)
        with self.assertRaises(AccessError):
            self._dialog().gap_ids = False

    def test_the_decision_and_the_reasons_that_miss_are_listed(self):
        self.case.with_user(self.qa).contact_mobile = "06 39 98 00 01"
        self.case.with_user(self.qa).contact_mobile = "06 39 98 00 02"
        self.assertIn("Changes without a reason: 1.", self._told(self.case))
        other = self._declare(self._new_nonconformity())
        self.assertIn("A decision is not signed.", self._told(other))
        self.assertNotIn("A decision is not signed.", self._told(self.case))

    def _told(self, case):
        action = case.with_user(self.qa).action_close()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        return wizard.gap_ids.mapped("sentence")

    def test_the_closing_date_of_the_case_is_its_own(self):
        self.nonconformity.closing_date = datetime(2026, 6, 1)
        self.assertFalse(self.case.closed_at)
