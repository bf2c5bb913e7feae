# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .closing_common import close
from .decision_common import DecisionCase


@tagged("post_install", "-at_install")
class TestDeadlineTouched(DecisionCase):
    """Whatever asks for a clock starts it in the moment it is entered: where all
    other clocks of a case are met, nothing would look at it again."""

    def setUp(self):
        super().setUp()
        self.decision = self._decide()
        self.case = self.nonconformity.ansm_declaration_ids

    def _clock(self, kind):
        clocks = self.case.sudo().deadline_ids._running()
        return clocks.filtered(lambda one: one.kind == kind)

    def _prepare_action(self, **vals):
        return {
            "name": "Caméra de détection",
            "type_action": "prevention",
            "user_id": self.qa.id,
            "date_deadline": date(2026, 12, 1),
            "ansm_commitment": True,
            **vals,
        }

    def test_a_commitment_made_on_the_nonconformity(self):
        row = Command.create(self._prepare_action())
        self.nonconformity.with_user(self.qa).write({"action_ids": [row]})
        self.assertEqual(len(self._clock("capa")), 1)

    def test_a_commitment_made_on_its_own(self):
        here = {"nonconformity_ids": [Command.set(self.nonconformity.ids)]}
        actions = self.env["mgmtsystem.action"]
        made = actions.create(self._prepare_action(**here))
        self.assertEqual(self._clock("capa").place, f"capa/{made.id}")

    def test_a_commitment_linked_later(self):
        action = self.env["mgmtsystem.action"].create(self._prepare_action())
        self.assertFalse(self._clock("capa"))
        action.nonconformity_ids = self.nonconformity
        self.assertTrue(self._clock("capa"))

    def test_two_commitments_made_and_moved_together(self):
        here = {"nonconformity_ids": [Command.set(self.nonconformity.ids)]}
        rows = [self._prepare_action(**here) for _one in range(2)]
        made = self.env["mgmtsystem.action"].create(rows)
        self.assertEqual(len(self._clock("capa")), 2)
        day = date(2026, 11, 2)
        made.write({"date_deadline": day})
        self.assertEqual(set(self._clock("capa").mapped("target")), {day})

    def test_a_commitment_opened_again_or_reinstated_is_due_again(self):
        here = {"nonconformity_ids": [Command.set(self.nonconformity.ids)]}
        made = self.env["mgmtsystem.action"].create(self._prepare_action(**here))
        stages = {
            name: self.env.ref(f"mgmtsystem_action.stage_{name}")
            for name in ("open", "close", "cancel")
        }
        for how in ("close", "cancel"):
            reason = {"ansm_commitment_reason": "Essai à refaire"}
            made.write({"stage_id": stages[how].id, **reason})
            self.assertFalse(self._clock("capa"))
            made.write({"stage_id": stages["open"].id})
            self.assertEqual(len(self._clock("capa")), 1, how)
            self.assertFalse(made.date_closed)

    def test_a_clock_that_runs_follows_the_name_of_what_it_is_about(self):
        here = {"nonconformity_ids": [Command.set(self.nonconformity.ids)]}
        made = self.env["mgmtsystem.action"].create(self._prepare_action(**here))
        clock = self._clock("capa")
        clock._sync_activity()
        made.name = "Caméra et peseuse"
        self.assertEqual(self._clock("capa"), clock, "no date changed")
        self.assertIn("Caméra et peseuse", clock.object_words)
        self.assertIn("Caméra de détection", clock.about, "evidence stays")
        told = clock.entry_ids.filtered(lambda one: one.step == "renamed")
        self.assertIn("Caméra de détection", told.words)
        mine = [("ansm_deadline_id", "=", clock.id)]
        task = self.env["mail.activity"].search(mine)
        self.assertIn("Caméra et peseuse", task.summary)

    def test_another_speciality_in_its_place_renames_its_clocks(self):
        first, second = (
            self.env["ansm.medicine"].create({"name": f"Médicament {name}"})
            for name in ("A", "B")
        )
        row = Command.create({"medicine_id": first.id})
        self.case.speciality_ids = [row]
        clock = self._clock("volet_1").filtered("about")
        self.case.speciality_ids.medicine_id = second
        self.assertEqual(clock.object_words, "Médicament B")
        second.name = "MÉDICAMENT B"
        self.assertEqual(clock.object_words, "MÉDICAMENT B")
        second.name = "Médicament B"
        self.case.speciality_ids.case_number = "DQ-26-7"
        self.assertEqual(clock.object_words, "Médicament B (DQ-26-7)")

    def test_a_commitment_cancelled_and_then_done_is_done_on_that_day(self):
        here = {"nonconformity_ids": [Command.set(self.nonconformity.ids)]}
        made = self.env["mgmtsystem.action"].create(self._prepare_action(**here))
        reason = {"ansm_commitment_reason": "Essai à refaire"}
        for day, name in (("2026-10-01", "cancel"), ("2026-11-02", "close")):
            stage = self.env.ref(f"mgmtsystem_action.stage_{name}")
            with freeze_time(f"{day} 08:00:00"):
                made.write({"stage_id": stage.id, **reason})
        self.assertEqual(str(made.date_closed.date()), "2026-11-02")

    def test_a_closed_case_gets_no_duty_from_a_medicine_that_changes(self):
        self.case.medicine_id.mitm = "no"
        close(self.case)
        self.case.medicine_id.mitm = "yes"
        self.case._refresh_clocks()
        self.assertFalse(self._clock("shortage"))
        self.case.shortage_risk = "yes"
        self.assertTrue(self._clock("shortage"))

    def test_a_closing_ends_what_it_ends_and_leaves_what_was_promised(self):
        here = {"nonconformity_ids": [Command.set(self.nonconformity.ids)]}
        self.env["mgmtsystem.action"].create(self._prepare_action(**here))
        self.case.adverse_effects = "yes"
        told = self.case._still_due_lines()
        self.assertEqual(len(told), 2)
        self.assertIn("Caméra de détection", " ".join(told))
        close(self.case)
        kinds = self.case.sudo().deadline_ids._running().mapped("kind")
        self.assertEqual(set(kinds), {"capa", "pharmacovigilance"})
        volets = self.env["ansm.volet"].with_user(self.qa)
        volets._make(self.case.with_user(self.qa), "volet_2", reason="Erreur")
        self.assertNotEqual(self.case.state, "closed")
        self.assertTrue(self._clock("volet_1"))

    def test_another_speciality_added_and_taken_back(self):
        medicine = self.env["ansm.medicine"].create({"name": "LÉVÉZOU 5 mg, comprimé"})
        given = {"declaration_id": self.case.id, "medicine_id": medicine.id}
        other = self.env["ansm.speciality"].with_user(self.qa).create(given)
        for kind in ("volet_1", "volet_2"):
            places = self._clock(kind).mapped("place")
            self.assertIn(f"{kind}/{other.id}", places)
        other.unlink()
        self.assertEqual(self._clock("volet_1").place, "volet_1")

    def test_a_medicine_that_is_of_major_interest(self):
        self.case.medicine_id.mitm = "no"
        self.assertFalse(self._clock("shortage"))
        self.case.medicine_id.mitm = "yes"
        self.assertTrue(self._clock("shortage"))

    def test_a_measure_deleted(self):
        given = {"declaration_id": self.case.id, "kind": "recall", "state": "taken"}
        measures = self.env["ansm.declaration.measure"].with_user(self.qa)
        measure = measures.create(given)
        self.assertTrue(self._clock("withdrawal_notice"))
        measure.unlink()
        self.assertFalse(self._clock("withdrawal_notice"))

    def test_a_decision_signed_from_which_the_days_run(self):
        self.company.ansm_volet_2_start = "decided"
        self._sign_decision(self.decision)
        self.assertTrue(self.case.decided_at)
        self.assertEqual(self._clock("volet_2").started_at, self.case.decided_at)
