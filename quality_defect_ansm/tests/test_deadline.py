# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .sending_common import ALL_WELL, SendingCommon

KNOWN = datetime(2026, 4, 3, 8, 0)
RECEIVED = datetime(2026, 4, 3, 7, 12)


@tagged("post_install", "-at_install")
class TestDeadline(SendingCommon):
    """A clock follows the evidence, and nothing else."""

    def _clock(self, kind, case=None):
        mine = (case or self.declaration).sudo().deadline_ids
        return mine.filtered(lambda one: one.kind == kind)._running()

    def _left(self):
        sent = self._prepare()
        self._run(ALL_WELL, sent)
        return sent

    def test_volet_2_is_counted_from_the_earliest_date(self):
        clock = self._clock("volet_2")
        self.assertEqual(clock.started_at, RECEIVED)
        self.assertEqual(clock.due_at, datetime(2026, 5, 3, 21, 59))
        self.assertEqual(clock.target, fields.Date.to_date("2026-04-30"))
        self.assertIn(
            "J0 = vendredi 3 avril 2026, 09 h 12, jour non compté ; "
            "+ 30 jours calendaires = dimanche 3 mai 2026, 23 h 59 ; "
            "dernier jour ouvré avant : jeudi 30 avril",
            clock.words,
        )
        self.assertIn("connu comme à déclarer", clock.words)

    def test_volet_1_never_reads_as_a_licence_to_wait(self):
        with freeze_time(KNOWN + timedelta(hours=3, minutes=12)):
            clock = self._clock("volet_1")
            clock.invalidate_recordset()
            self.assertIn("without delay", clock.band_words)
            self.assertIn("3 h 12", clock.band_words)

    def test_what_is_due_at_once_never_waits_for_another_day(self):
        with freeze_time(KNOWN):
            clock = self._clock("volet_1")
            clock.invalidate_recordset()
            self.assertEqual(clock.band, "today")

    def test_a_sending_meets_volet_1_and_starts_the_acknowledgement(self):
        self.assertTrue(self._clock("volet_1"))
        self.assertFalse(self._clock("acknowledgement"))
        sent = self._left()
        self.assertFalse(self._clock("volet_1"))
        met = self.declaration.sudo().deadline_ids.filtered(
            lambda one: one.kind == "volet_1"
        )
        self.assertEqual(met.met_at, sent._left_at())
        self.assertEqual(met.result, "late")
        self.assertTrue(self._clock("acknowledgement"))

    def test_a_changed_date_keeps_the_old_clock_and_its_reason(self):
        old = self._clock("volet_2")
        self.declaration.with_user(self.qa).write(
            {
                "signal_received_at": RECEIVED - timedelta(days=1),
                "ansm_change_reason": "Courrier retrouvé",
            }
        )
        new = self._clock("volet_2")
        self.assertEqual(new.replaces_id, old)
        self.assertTrue(old.ended_at)
        self.assertEqual(new.due_at, old.due_at - timedelta(days=1))
        replaced = old.entry_ids.filtered(lambda one: one.step == "replaced")
        self.assertEqual(replaced.words, "Courrier retrouvé")

    def test_refreshing_twice_changes_nothing(self):
        before = self.declaration.sudo().deadline_ids.entry_ids
        self.declaration._refresh_clocks()
        self.assertEqual(self.declaration.sudo().deadline_ids.entry_ids, before)

    def test_pharmacovigilance_runs_until_handed_over(self):
        self.declaration.write({"adverse_effects": "yes"})
        self.assertTrue(self._clock("pharmacovigilance"))
        self.declaration.write(
            {
                "pharmacovigilance_date": "2026-04-04",
                "pharmacovigilance_recipient": "PV",
            }
        )
        self.assertFalse(self._clock("pharmacovigilance"))

    def test_a_date_of_the_agency_has_a_clock_met_by_a_sending(self):
        given = (
            self.env["ansm.agency.date"]
            .with_user(self.qa)
            .create(
                {
                    "declaration_id": self.declaration.id,
                    "name": "Rapport intermédiaire",
                    "day": "2026-05-20",
                }
            )
        )
        self.assertTrue(self._clock("agency_date"))
        given.transmission_id = self._left()
        self.assertFalse(self._clock("agency_date"))
        with self.assertRaises(ValidationError):
            given.sudo().unlink()

    def test_a_date_of_the_agency_is_met_by_nothing_else(self):
        sent = self._left()
        given = {"declaration_id": self.declaration.id, "name": "Rapport"}
        asked = sent._left_at() + timedelta(minutes=1)
        letter = sent.copy_data()[0] | {"started_at": False, "outcome": "not_left"}
        stranger = {"volet_id": False, "email_to": "a@grossiste.example"}
        letter = sent.sudo().create({**letter, **stranger})
        for one, words in ((sent, "before it was asked"), (letter, "to the agency")):
            with self.assertRaisesRegex(ValidationError, words):
                self.env["ansm.agency.date"].with_user(self.qa).create(
                    {
                        **given,
                        "day": "2026-05-20",
                        "asked_at": asked,
                        "transmission_id": one.id,
                    }
                )

    def test_an_answer_stands_when_the_agency_moves(self):
        sent = self._left()
        letter = sent.copy_data()[0] | {"started_at": False, "outcome": "not_left"}
        letter = sent.sudo().create({**letter, "volet_id": False})
        given = self.env["ansm.agency.date"].create(
            {
                **{"declaration_id": self.declaration.id, "name": "Rapport"},
                **{"day": "2026-05-20", "transmission_id": letter.id},
            }
        )
        self.agency.email = "ailleurs@agence.example"
        self.assertFalse(letter._is_to_agency())
        given.write({"asked_at": "2026-05-02 08:00:00", "ansm_change_reason": "Lu"})
        self.assertEqual(given.transmission_id, letter)

    def test_nobody_writes_a_clock(self):
        clock = self._clock("volet_2")
        for user in (self.qa, self.manager, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                clock.with_user(user).write({"met_at": fields.Datetime.now()})
            with self.assertRaises(AccessError):
                clock.with_user(user).entry_ids.create({"deadline_id": clock.id})
        with self.assertRaises(UserError):
            clock.sudo().write({"due_at": fields.Datetime.now()})

    def test_who_reads_takes_nothing(self):
        with self.assertRaises(AccessError):
            self._clock("volet_2").with_user(self.reader).action_take()

    def test_another_company_sees_no_clock(self):
        other = self.env["res.company"].create({"name": "Autre"})
        user = self._new_user(
            "other_test",
            "manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        clocks = self.env["ansm.deadline"].with_user(user)
        self.assertFalse(clocks.search([("company_id", "=", self.company.id)]))

    def test_bands_are_found_as_they_are_shown(self):
        clocks = self.declaration.sudo().deadline_ids
        moments = (KNOWN, KNOWN + timedelta(days=29), KNOWN + timedelta(days=40))
        for moment in moments:
            with freeze_time(moment):
                clocks.invalidate_recordset()
                for one in clocks:
                    domain = [("id", "in", clocks.ids), ("band", "=", one.band)]
                    self.assertIn(one, clocks.search(domain))

    def test_a_reason_is_asked_of_what_was_met_late(self):
        self._left()
        late = self.declaration.sudo().deadline_ids.filtered("reason_due")
        clock = late[:1].with_user(self.qa)
        wizard = self.env["ansm.late.wizard"].with_user(self.qa)
        with self.assertRaises(UserError):
            wizard.create({"deadline_id": clock.id}).action_give()
        wizard.create({"deadline_id": clock.id, "reason": "Panne"}).action_give()
        clock.invalidate_recordset()
        self.assertEqual(clock.late_reason, "Panne")
        self.assertFalse(clock.reason_due)

    def test_a_setting_reckons_open_cases_anew(self):
        old = self._clock("volet_2")
        self.company.ansm_volet_2_days = 20
        self.assertEqual(self._clock("volet_2").replaces_id, old)
        with self.assertRaises(ValidationError):
            self.company.ansm_volet_2_days = 0


@tagged("post_install", "-at_install")
class TestDeadlineNotice(SendingCommon):
    """Each notice is given once, whatever the scheduler and the tasks do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = cls.declaration.sudo().deadline_ids.filtered(
            lambda one: one.kind == "volet_2"
        )

    def _run_at(self, moment):
        """Attend what is due at a moment (UTC), as the job does."""
        roads = {self.qa: ["inbox"]}
        alerts = type(self.env["ansm.alert"])
        with (
            freeze_time(moment),
            patch.object(alerts, "_send", return_value=roads) as sent,
        ):
            deadlines = self.env["ansm.deadline"]
            for deadline_id in deadlines._due_ids():
                if deadline_id == self.clock.id:
                    deadlines._attend_one(deadlines.browse(deadline_id))
        return sent

    def _given(self):
        notices = self.clock.entry_ids.filtered(lambda one: one.step == "notice")
        return notices.sorted("id").mapped("rung")

    def test_a_scheduler_that_slept_gives_one_notice_that_says_all(self):
        self.assertEqual(self._given(), [])
        self._run_at(datetime(2026, 5, 3, 6, 30))
        self.assertEqual(self._given(), ["J"])
        told = self.clock.entry_ids.filtered(lambda one: one.step == "notice")
        self.assertEqual(told.words, "J-15, J-7, J-3, J-1, J")

    def test_no_notice_is_given_twice(self):
        for minute in (0, 1, 30):
            self._run_at(datetime(2026, 4, 18, 6, minute))
        self.assertEqual(self._given(), ["J-15"])
        self._run_at(datetime(2026, 5, 4, 6, 0))
        self.assertEqual(self._given(), ["J-15", "+1j"])

    def test_nothing_is_given_before_its_moment(self):
        self._run_at(datetime(2026, 4, 18, 5, 59))
        self.assertEqual(self._given(), [])

    def test_what_is_met_gives_no_notice(self):
        self.clock._meet(
            type("C", (), {"met_at": datetime(2026, 4, 10), "met_words": "x"})
        )
        self._run_at(datetime(2026, 5, 10, 6, 0))
        self.assertEqual(self._given(), [])

    def test_a_deleted_task_comes_back_and_moves_no_clock(self):
        self._run_at(datetime(2026, 4, 18, 6, 0))
        tasks = self.env["mail.activity"].search(
            [("ansm_deadline_id", "=", self.clock.id)]
        )
        self.assertEqual(len(tasks), 1)
        due = self.clock.due_at
        with freeze_time(datetime(2026, 4, 18, 6, 10)):
            tasks.with_user(self.qa).sudo(False).unlink()
        self._run_at(datetime(2026, 4, 18, 6, 15))
        again = self.env["mail.activity"].search(
            [("ansm_deadline_id", "=", self.clock.id)]
        )
        self.assertEqual(len(again), 1)
        self.assertEqual(self.clock.due_at, due)
        self.assertEqual(self._given(), ["J-15"])

    def test_a_postponed_task_is_put_back(self):
        self._run_at(datetime(2026, 4, 18, 6, 0))
        task = self.env["mail.activity"].search(
            [("ansm_deadline_id", "=", self.clock.id)]
        )
        day = task.date_deadline
        with freeze_time(datetime(2026, 4, 18, 6, 10)):
            task.sudo(False).write({"date_deadline": "2027-01-01"})
        self._run_at(datetime(2026, 4, 18, 6, 15))
        self.assertEqual(task.date_deadline, day)

    def test_who_takes_it_is_told_alone(self):
        self.clock.with_user(self.qa).action_take()
        self._run_at(datetime(2026, 4, 18, 6, 0))
        told = self.clock.entry_ids.filtered(lambda one: one.step == "notice")
        self.assertEqual(told.told, self.qa.name)

    def test_the_heartbeat_is_red_without_the_scheduler(self):
        heart = self.env["ansm.heartbeat"]
        with freeze_time(datetime(2026, 4, 18, 6, 0)):
            heart._beat()
            self.assertFalse(heart._words(self.company)[1])
        with freeze_time(datetime(2026, 4, 18, 6, 45)):
            self.assertTrue(heart._words(self.company)[1])

    def test_the_heart_beats_also_where_two_nodes_began_at_once(self):
        heart = self.env["ansm.heartbeat"]
        heart.create([{"at": datetime(2026, 4, 17)}, {"at": datetime(2026, 4, 17)}])
        with freeze_time(datetime(2026, 4, 18, 6, 0)):
            heart._beat()
            self.assertEqual(heart._last(), datetime(2026, 4, 18, 6, 0))

    def test_a_morning_that_comes_again_elsewhere_is_told_once(self):
        self.env.ref("quality_defect_ansm.ladder_volet_1").rungs = "J"
        volet_1 = self.declaration.sudo().deadline_ids - self.clock
        self.clock = volet_1.filtered(lambda one: one.kind == "volet_1")
        self.clock._reckon_next(self.clock.started_at)
        self._run_at(datetime(2026, 4, 4, 6, 0))
        self.assertEqual(self._given(), ["J"])
        with freeze_time(datetime(2026, 4, 4, 6, 10)):
            self.company.ansm_tz = "America/Cayenne"
            self.clock._look_now()
        self._run_at(datetime(2026, 4, 4, 11, 0))
        self.assertEqual(self._given(), ["J"])
        self.assertFalse(self.clock.next_due_at, "it is not looked at for ever")

    def test_a_step_that_passes_while_a_notice_is_written_is_told_next(self):
        with freeze_time(datetime(2026, 5, 3, 6, 0)):
            self.clock._give_notice(datetime(2026, 5, 3, 5, 59, 59))
        self.assertEqual(self._given(), ["J-1"])
        self._run_at(datetime(2026, 5, 3, 6, 0))
        self.assertEqual(self._given(), ["J-1", "J"])

    def test_a_job_switched_off_is_said(self):
        board = self.env["ansm.dashboard"].with_user(self.reader).create({})
        self.env["ansm.heartbeat"]._beat()
        case = self.declaration.with_user(self.reader)
        self.assertFalse(board.stalled or case.scheduler_alarm)
        self.env.ref("quality_defect_ansm.cron_deadlines").active = False
        board.invalidate_recordset()
        case.invalidate_recordset()
        self.assertIn("switched off", board.stalled)
        self.assertEqual(case.scheduler_alarm, board.stalled)

    def test_jobs_that_stand_still_for_an_upgrade_are_said(self):
        self.env["ansm.heartbeat"]._beat()
        case = self.declaration.with_user(self.reader)
        self.assertFalse(case.scheduler_alarm)
        self.env.ref("base.module_stock").sudo().state = "to upgrade"
        case.invalidate_recordset()
        self.assertIn("waits for its upgrade", case.scheduler_alarm)
