# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .decision_common import KNOWN, MET, RECEIVED, DecisionCase

PROOF = base64.b64encode("Accusé".encode())


@tagged("post_install", "-at_install")
class TestDecision(DecisionCase):
    def test_declare_opens_the_case_at_once_with_nothing_answered(self):
        wizard = self._wizard(lot_ids=False)
        case = self.env["ansm.declaration"].browse(wizard.action_declare()["res_id"])
        self.assertEqual(case.nonconformity_id, self.nonconformity)
        decision = self.nonconformity.ansm_decision_ids
        self.assertEqual(decision.declaration_id, case)
        self.assertEqual(decision.state, "to_sign")
        self.assertEqual(self.nonconformity.ansm_answer, "to_sign")

    def test_a_volet_1_is_made_and_signed_before_the_decision_is(self):
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        self.assertTrue(case.decision_to_sign)
        volet = self._volet(declaration=case)
        self._approve(volet)
        self.assertTrue(volet.sudo().sealed_at)
        self.assertTrue(case.decision_to_sign)
        self.assertFalse(case.decided_at)

    def test_the_unsigned_decision_is_one_task_of_the_signatory_until_signed(self):
        decision = self._decide()
        tasks = self.nonconformity.activity_ids
        self.assertEqual(tasks.user_id, self.pr_user)
        self._decide(patient_risk="yes")
        self.assertEqual(self.nonconformity.activity_ids, tasks)
        self._sign_decision(decision)
        self.assertFalse(self.nonconformity.activity_ids)

    def test_what_the_medicine_and_its_sites_tell_is_proposed(self):
        sites = self.env["res.partner"].create(
            [
                {"name": "Usine", "country_id": self.env.ref(f"base.{one}").id}
                for one in ("fr", "be")
            ]
        )
        wizard = self._wizard()
        self.assertEqual((wizard.human_use, wizard.made_in_france), ("yes", False))
        self.medicine.production_site_ids = sites[1]
        self.assertEqual(self._wizard().made_in_france, "no")
        self.medicine.production_site_ids = sites
        self.assertEqual(self._wizard().made_in_france, "yes")
        self.assertEqual(self._wizard(lot_ids=False).human_use, False)

    def test_the_three_dates_are_kept_apart_and_never_moved(self):
        decision = self._decide()
        case = self.nonconformity.ansm_declaration_ids
        self._sign_decision(decision)
        self.assertEqual(decision.signal_received_at, RECEIVED)
        self.assertEqual(decision.known_at, KNOWN)
        first = decision.signed_at
        self.assertGreater(first, KNOWN)
        self.assertEqual(
            (case.signal_received_at, case.known_at, case.decided_at),
            (RECEIVED, KNOWN, first),
        )
        again = self._decide(
            known_at=KNOWN + timedelta(days=2), replace_reason="Criteria corrected"
        )
        with freeze_time(first + timedelta(days=3)):
            self._sign_decision(again)
        self.assertEqual(
            (case.signal_received_at, case.known_at, case.decided_at),
            (RECEIVED, KNOWN, first),
        )
        self.assertEqual(decision.known_at, KNOWN)

    def test_not_declared_needs_a_justification_and_opens_no_case(self):
        with self.assertRefused("All criteria of the duty to declare are met"):
            self._decide(outcome="not_declared")
        with self.assertRefused("why it is not declared"):
            self._decide(outcome="not_declared", patient_risk="no")
        decision = self._sign_decision(self._not_declared())
        self.assertFalse(self.nonconformity.ansm_declaration_ids)
        self.assertEqual(self.nonconformity.ansm_answer, "not_declared")
        self.assertIn("Emballage de transport seul.", decision.content)

    def test_declared_by_another_lists_all_that_is_missing(self):
        with self.assertRefused(
            "“Declared by” has no answer",
            "“Clause of the contract” has no answer",
            "“Their reference, or the agency's” has no answer",
            "“Proof of their declaration” has no answer",
            "“Incident of distribution” has no answer",
        ):
            self._decide(outcome="by_another", distribution_incident=False)
        partner = self.env["res.partner"].create({"name": "Façonnier"})
        decision = self._decide(
            outcome="by_another",
            declared_by_id=partner.id,
            contract_clause="QA-1 § 8",
            their_reference="2026-DQ-1",
            proof=PROOF,
            proof_name="ar.txt",
        )
        self._sign_decision(decision)
        partner.name = "Renamed"
        self.assertEqual(decision.declared_by_name, "Façonnier")
        self.assertIn(decision.proof_sha256, decision.content)
        self.assertEqual(decision.with_context(bin_size=False).proof, PROOF)

    def test_out_of_scope_says_where_it_is_routed(self):
        with self.assertRefused("“Routed to” has no answer", "is not out of scope"):
            self._decide(outcome="out_of_scope")
        with self.assertRefused("not routed as that"):
            self._decide(outcome="out_of_scope", routed_to="veterinary")
        decision = self._decide(
            outcome="out_of_scope", routed_to="veterinary", human_use="no"
        )
        self.assertIn("Veterinary medicine", self._signed_text(decision))

    def _signed_text(self, decision):
        return self._sign_decision(decision).content

    def test_declare_is_refused_where_there_is_no_duty_all_at_once(self):
        with self.assertRefused(
            "no medicine for human use", "neither marketed nor made"
        ):
            self._decide(human_use="no", marketed="no")
        self.assertFalse(self.nonconformity.ansm_decision_ids)
        self.assertFalse(self.nonconformity.ansm_declaration_ids)

    def test_a_risk_not_known_counts_as_one(self):
        self.assertTrue(self._decide(patient_risk="unknown")._all_met())
        self.assertFalse(self._decide(patient_risk="no")._all_met())
        self.assertTrue(self._decide(patient_risk="yes")._all_met())

    def test_made_here_for_export_only_is_to_be_declared(self):
        decision = self._decide(marketed="no", made_in_france="yes")
        self.assertTrue(decision._all_met())
        self.assertEqual(decision._contradictions(), [])

    def test_signing_lists_all_that_has_no_answer(self):
        self._wizard(lot_ids=False).action_declare()
        decision = self.nonconformity.ansm_decision_ids
        with self.assertRefused(
            "“Medicine for human use” has no answer",
            "“Marketed in France” has no answer",
            "“Made in France” has no answer",
            "“Incident of distribution” has no answer",
        ):
            self._dialog(decision, self.pr_user)

    def test_declaring_without_a_risk_is_justified(self):
        decision = self._decide(patient_risk="no")
        with self.assertRefused("declared all the same"):
            self._dialog(decision, self.pr_user)
        self._decide(patient_risk="no", justification="Demande de l’agence.")
        self._sign_decision(decision)
        self.assertTrue(decision.signed_at)

    def test_a_new_decision_names_the_old_one_and_why(self):
        first = self._sign_decision(self._not_declared())
        with self.assertRefused(f"Say why {first.display_name} is replaced"):
            self._not_declared()
        second = self._decide(replace_reason="A second complaint came")
        self.assertEqual((second.replaces_id, second.number), (first, 2))
        self.assertEqual(self.nonconformity.ansm_answer, "not_declared")
        self._sign_decision(second)
        self.assertEqual((first.state, second.state), ("replaced", "in_force"))
        self.assertEqual(self.nonconformity.ansm_answer, "declare")
        for words in (first.display_name, self.pr_user.name, "A second complaint"):
            self.assertIn(words, second.content)

    def test_a_case_says_when_the_decision_in_force_is_no_longer_to_declare(self):
        self._sign_decision(self._decide())
        case = self.nonconformity.ansm_declaration_ids
        self.assertFalse(case.decision_against)
        undecided = case.create({"nonconformity_id": self._new_nonconformity().id})
        self.assertIs(undecided.decision_against, False)
        last = self._not_declared(replace_reason="Sample conform")
        self._sign_decision(last)
        self.assertEqual(case.decision_against, "Not declared (justified)")
        self.assertIn(last, case.decision_ids)
        self.assertEqual(self._chain_of(last).declaration_id, case)

    def test_what_an_outcome_does_not_take_is_not_kept(self):
        decision = self._not_declared(routed_to="device", contract_clause="§ 8")
        self.assertFalse(decision.routed_to)
        self.assertFalse(decision.contract_clause)

    def test_a_decision_that_waits_is_changed_and_its_trail_says_so(self):
        decision = self._decide()
        dialog = self._wizard()
        self.assertEqual(dialog.amm_deviation, MET["amm_deviation"])
        self.assertEqual(
            self._decide(amm_deviation="no", gmp_deviation="yes"), decision
        )
        self.assertEqual(decision.gmp_deviation, "yes")
        events = self.env["ansm.event"].search(decision._audit_domain())
        self.assertIn("amm_deviation", events.mapped("field_name"))

    def test_it_names_each_medicine_and_batch_it_is_about(self):
        lots = self.lot | self._second_batch()
        decision = self._decide(lot_ids=[(6, 0, lots.ids)])
        names = "AUBRALGINE 500 mg, comprimé, LÉVÉZOU 5 mg, comprimé"
        self.assertEqual(decision.product_name, names)
        self.assertEqual(decision.batch_names, "A1234, LV1")

    def test_the_addon_stays_while_a_decision_without_a_case_is_kept(self):
        ours = self.env.ref("base.module_quality_defect_ansm")
        decision = self._not_declared()
        self.assertEqual(ours._ansm_uninstall_problems(), [])
        self._sign_decision(decision)
        problems = "\n".join(ours._ansm_uninstall_problems())
        self.assertIn("1 signed decision(s) must be kept", problems)
        with freeze_time(decision.signed_at + timedelta(days=365 * 5)):
            self.assertTrue(ours._ansm_uninstall_problems())
        with freeze_time(decision.signed_at + timedelta(days=366 * 5)):
            self.assertEqual(ours._ansm_uninstall_problems(), [])

    def test_a_reader_or_a_stranger_decides_nothing(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        stranger = self._new_user(
            "stranger_dec",
            "manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        decision = self._decide()
        for user in (self.reader, stranger):
            with self.assertRaises(AccessError):
                self._decide(user=user)
        with self.assertRaises(AccessError):
            decision.with_user(stranger).read(["outcome"])
        found = self.env["ansm.decision"].with_user(stranger).search([])
        self.assertNotIn(decision, found)
        self.assertEqual(decision.with_user(self.reader).outcome, "declare")

    def test_a_signed_decision_is_evidence_in_the_database_too(self):
        decision = self._sign_decision(self._decide())
        self.env.flush_all()
        for name in decision._evidence_sealed:
            with self.assertRaisesRegex(UserError, "stays as it is"):
                decision.sudo().write({name: False})
        with (
            self.assertRaisesRegex(RaiseException, "evidence: "),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE ansm_decision SET outcome = 'not_declared' WHERE id = %s",
                [decision.id],
            )

    def test_a_signed_decision_is_in_the_chain_of_its_case_or_company(self):
        declared = self._sign_decision(self._decide())
        case = self.nonconformity.ansm_declaration_ids
        self.assertEqual(self._chain_of(declared).declaration_id, case)
        other = self._new_nonconformity()
        kept = self._sign_decision(self._not_declared(nonconformity=other))
        self.assertEqual(self._chain_of(kept).kind, "company")

    def _chain_of(self, record):
        place = self.env["ansm.chain.place"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )
        return place.link_id.chain_id
