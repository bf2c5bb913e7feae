# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .decision_common import DecisionCase


@tagged("post_install", "-at_install")
class TestDecisionSigning(DecisionCase):
    def test_the_dialog_shows_in_full_what_is_signed(self):
        signal = self._signal(origin="pharmacy")
        decision = self._decide()
        dialog = self._dialog(decision, self.pr_user)
        self.assertIn(signal.verbatim, dialog.verbatims)
        for words in (
            self.nonconformity.ref,
            self.lot.name,
            self.medicine.name,
            "Possible risk for public health: Not known (counts as yes)",
            "Outcome: Declare",
            "Community pharmacy",
        ):
            self.assertIn(words, dialog.content)
        self._press(dialog, self.pr_user)
        self.assertEqual(decision.content, dialog.content)

    def test_each_signing_asks_the_password(self):
        decision = self._decide()
        with self.assertRefused("password is wrong"):
            self._sign_decision(decision, password="guess")
        self.assertFalse(decision.signed_at)
        self.env["ansm.signing.failure"].search([]).unlink()
        self._sign_decision(decision)
        self.assertEqual(decision.signer_name, self.pr_user.name)
        self.assertEqual(decision.signer_role, "Pharmacien responsable")
        self.assertEqual(decision.auth_method, "password")
        event = self.env["ansm.event"].search([("kind", "=", "decided")], limit=1)
        self.assertEqual((event.res_model, event.res_id), (decision._name, decision.id))

    def test_only_a_signatory_in_force_signs_no_administrator_no_manager(self):
        decision = self._decide()
        admin = self.env.ref("base.user_admin")
        for user in (self.qa, self.manager, self.reader, admin):
            with self.assertRaisesRegex(UserError, "not a signatory"):
                decision.with_user(user).action_sign()
            self.assertFalse(decision.with_user(user).may_sign)
        self._appoint(self.pri_user, "pri", date_to="2026-01-31")
        with self.assertRaises(UserError):
            decision.with_user(self.pri_user).action_sign()
        self.assertTrue(decision.with_user(self.pr_user).may_sign)

    def test_a_replacement_or_a_qualified_person_in_date_signs(self):
        self._appoint(self.pri_user, "pq")
        decision = self._sign_decision(self._decide(), self.pri_user)
        self.assertEqual(decision.signer_role, "Personne qualifiée")

    def test_nobody_signs_what_was_changed_since_it_was_shown(self):
        decision = self._decide()
        dialog = self._dialog(decision, self.pr_user)
        self._decide(amm_deviation="no", gmp_deviation="yes")
        with self.assertRefused("changed since it was shown"):
            self._press(dialog, self.pr_user)
        dialog = self._dialog(decision, self.pr_user)
        self.nonconformity.ansm_signal_ids.verbatim = "Tout autre chose"
        with self.assertRefused("changed since it was shown"):
            self._press(dialog, self.pr_user)
        self.assertFalse(decision.signed_at)

    def test_the_dialog_stays_on_the_decision_it_was_opened_on(self):
        dialog = self._dialog(self._decide(), self.pr_user)
        for name in ("decision_id", "shown_sha256"):
            with self.assertRaisesRegex(AccessError, "stays on the decision"):
                dialog.write({name: False})

    def test_a_signed_decision_is_not_signed_again(self):
        decision = self._sign_decision(self._decide())
        with self.assertRefused("is signed already"):
            self._dialog(decision, self.pr_user)

    def test_nobody_signs_in_the_name_of_somebody_else(self):
        dialog = self._dialog(self._decide(), self.pr_user)
        with self.assertRefused("You sign yourself"):
            self._press(dialog, self.pr_user, keyboard=self.qa)

    def test_a_proof_that_is_not_the_one_recorded_is_not_signed(self):
        decision = self._decide(
            outcome="by_another",
            declared_by_id=self.company.partner_id.id,
            contract_clause="12",
            their_reference="2026-DQ-1",
            proof=base64.b64encode(b"their form"),
        )
        decision.proof = base64.b64encode(b"another")
        with self.assertRefused("proof is not the file that was recorded"):
            self._sign_decision(decision)
        self.assertFalse(decision.signed_at)

    def test_who_prepared_not_to_declare_is_not_the_one_who_signs_it(self):
        self.pr_user.group_ids += self.env.ref("quality_defect_ansm.group_preparer")
        decision = self._not_declared(user=self.pr_user)
        with self.assertRefused("You prepared this decision"):
            self._sign_decision(decision)
        self.company.ansm_same_person_may_sign = True
        self._sign_decision(decision)
        self.assertTrue(decision.signed_at)

    def test_to_declare_may_be_prepared_and_signed_by_one_person(self):
        self.pr_user.group_ids += self.env.ref("quality_defect_ansm.group_preparer")
        decision = self._sign_decision(self._decide(user=self.pr_user))
        self.assertTrue(decision.signed_at)
