# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sending_common import ALL_WELL, SendingCommon

LATE, AGAIN = datetime(2026, 5, 5, 6, 0), timedelta(minutes=5)
MODELS = "odoo.addons.quality_defect_ansm.models"
NOTICE, TASKS = f"{MODELS}.ansm_deadline_notice", f"{MODELS}.ansm_deadline_activity"


class ReckoningData(SendingCommon):
    def _clock(self, kind):
        clocks = self.declaration.sudo().deadline_ids._running()
        return clocks.filtered(lambda one: one.kind == kind)

    def _met(self, kind):
        clocks = self.declaration.sudo().deadline_ids
        return clocks.filtered(
            lambda one: one.kind == kind and one.met_at and not one.ended_at
        )


@tagged("post_install", "-at_install")
class TestReckoning(ReckoningData):
    """What cannot be reckoned holds no notice back, and is said."""

    def test_an_office_without_hours_waits_by_the_clock(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Vide", "attendance_ids": [Command.clear()]}
        )
        self.company.resource_calendar_id = calendar
        sent = self._send(ALL_WELL)
        clock, hours = self._clock("acknowledgement"), self.company.ansm_answer_hours
        self.assertEqual(clock.due_at, sent._left_at() + timedelta(hours=hours))
        self.assertTrue(self._met("volet_1"))

    def _attended(self, kind):
        """Return a clock after the job, which has to find it, has looked."""
        deadlines, clock = self.env["ansm.deadline"], self._clock(kind)
        self.assertIn(clock.id, deadlines._due_ids())
        deadlines._attend(clock.id)
        return self._clock(kind)

    def test_hours_and_closing_days_that_change_move_its_date(self):
        calendar = self.company.resource_calendar_id.copy({"name": "À nous"})
        self.company.resource_calendar_id = calendar
        with freeze_time("2026-04-13 08:00:00"):
            self._send(ALL_WELL)
            before = self._clock("acknowledgement").due_at
            closed = self.env["resource.calendar.leaves"].create(
                {
                    "name": "Pont",
                    "calendar_id": calendar.id,
                    "date_from": "2026-04-12 22:00:00",
                    "date_to": "2026-04-14 22:00:00",
                }
            )
            moved = self._attended("acknowledgement")
            self.assertGreater(moved.due_at, before)
            self.assertTrue(moved.replaces_id)
            closed.unlink()
            self.assertEqual(self._attended("acknowledgement").due_at, before)
            monday = calendar.attendance_ids.filtered(lambda one: one.dayofweek == "0")
            # moved to another calendar, they are missed in the one they leave
            monday.calendar_id = calendar.copy({"attendance_ids": False})
            self.assertGreater(self._attended("acknowledgement").due_at, before)

    def _run_late(self, at=LATE, model="ansm.declaration", name="_refresh_clocks"):
        """Let the job run late, with something that fails."""
        broken = type(self.env[model])
        with (
            freeze_time(at),
            patch.object(broken, name, side_effect=KeyError("broken")),
            mute_logger(NOTICE, TASKS),
        ):
            # as the job does, which commits after each of them
            deadlines = self.env["ansm.deadline"]
            due = deadlines._due_ids()
            deadlines._end_run(sum(not deadlines._attend(one) for one in due))

    def _notices(self):
        return self._clock("volet_2").entry_ids.filtered(
            lambda one: one.step == "notice"
        )

    def test_notices_go_on_by_what_is_held_and_every_dashboard_says_so(self):
        self._run_late()
        self.assertEqual(len(self._notices()), 1)
        self.assertEqual(self._clock("volet_2").next_due_at, LATE + AGAIN)
        self._run_late(LATE + AGAIN)
        self.assertEqual(len(self._notices()), 1, "it is counted, and told once")
        with freeze_time(LATE + AGAIN):
            board = self.env["ansm.dashboard"].with_user(self.reader).create({})
            self.assertTrue(board.heartbeat_old)
            self.assertIn("could not be reckoned", board.heartbeat)
            self.env["ansm.heartbeat"]._beat()
            board.invalidate_recordset()
            self.assertFalse(board.heartbeat_old)

    def test_a_task_that_cannot_be_made_takes_no_notice_back(self):
        self._run_late(LATE, "ansm.deadline", "_write_activity")
        self.assertEqual(len(self._notices()), 1)

    def test_one_that_cannot_be_looked_at_at_all_lets_the_others_come_first(self):
        with patch.object(
            type(self.env["ansm.deadline"]), "_catch_up", side_effect=KeyError
        ):
            self._run_late()
        self.assertEqual(self._clock("volet_2").next_due_at, LATE + AGAIN)

    def test_a_company_that_fails_is_tried_again_at_each_run(self):
        self.env["ansm.heartbeat"]._beat()
        for at in (LATE, LATE + AGAIN):
            self._run_late(at, "res.company")
            self.assertTrue(self.env["ansm.heartbeat"]._row().failed)
        with freeze_time(LATE + 2 * AGAIN):
            self.env["ansm.deadline"]._end_run()
        self.assertFalse(self.env["ansm.heartbeat"]._row().failed)

    def test_other_work_goes_on_where_the_case_cannot_be_reckoned(self):
        cases = type(self.declaration)
        broken = patch.object(cases, "_refresh_clocks", side_effect=KeyError)
        with broken, mute_logger(NOTICE):
            self.declaration._ansm_reckon_apart()
        now = fields.Datetime.now()
        self.assertLessEqual(self._clock("volet_2").next_due_at, now)

    def test_a_colleague_at_an_address_like_the_agencys_gets_his_tasks(self):
        self.manager.email = "chef@agence.example"
        self.declaration.message_subscribe(self.manager.partner_id.ids)
        agent = self.env["res.partner"].create(
            {"name": "Agent", "email": "agent@agence.example"}
        )
        with self.assertRaises(UserError):
            self.declaration.message_subscribe(agent.ids)

    def test_what_no_hook_saw_is_found_in_turn(self):
        clock = self._clock("volet_2")
        self.env.cr.execute(
            "UPDATE ansm_declaration SET signal_received_at = '2026-04-01 07:00:00'"
            " WHERE id = %s",
            (self.declaration.id,),
        )
        self.declaration.invalidate_recordset()
        heart = self.env["ansm.heartbeat"]
        heart._beat()
        heart._row().swept = self.declaration.id - 1
        self.env["ansm.deadline"]._sweep()
        self.assertEqual(self._clock("volet_2").replaces_id, clock)

    def test_another_region_moves_the_working_target(self):
        self.declaration.signal_received_at = datetime(2026, 11, 26, 9, 0)
        self.declaration.known_at = datetime(2026, 11, 26, 9, 0)
        self.assertEqual(str(self._clock("volet_2").target), "2026-12-24")
        self.company.ansm_region = "alsace_moselle"
        self.assertEqual(str(self._clock("volet_2").target), "2026-12-24")
        self.declaration.signal_received_at = datetime(2026, 4, 3, 9, 0)
        self.declaration.known_at = datetime(2026, 3, 4, 9, 0)
        # Good Friday is a holiday there
        self.assertEqual(str(self._clock("volet_2").target), "2026-04-02")
        self.company.ansm_region = "metropole"
        self.assertEqual(str(self._clock("volet_2").target), "2026-04-03")


@tagged("post_install", "-at_install")
class TestJudgedAgain(ReckoningData):
    """A clock that was met is judged by the dates as they are known now."""

    def test_a_date_corrected_after_the_sending_makes_it_late(self):
        with freeze_time(self.declaration.known_at + timedelta(hours=3)):
            self._send(ALL_WELL)
        self.assertEqual(self._met("volet_1").result, "in_time")
        old, known = self._met("volet_1"), self.declaration.known_at
        earlier = {"known_at": known - timedelta(days=2)}
        self.declaration.with_user(self.qa).write(
            {**earlier, "ansm_change_reason": "Courrier retrouvé"}
        )
        new = self._met("volet_1")
        self.assertEqual((new.replaces_id, new.result), (old, "late"))
        self.assertTrue(new.reason_due)
        self.assertEqual((old.result, old.band), (False, "ended"))

    def test_a_setting_that_changes_judges_nothing_that_is_done(self):
        with freeze_time(self.declaration.known_at + timedelta(hours=20)):
            self._send(ALL_WELL)
        self.company.ansm_volet_1_hours = 12
        self.company.ansm_volet_2_start = "known"
        self.declaration.adverse_effects = "no"
        self.assertEqual(self._met("volet_1").result, "in_time")

    def test_a_date_the_agency_corrects_is_judged_by_the_new_one(self):
        with freeze_time("2026-04-25 08:00:00"):
            given = {"declaration_id": self.declaration.id, "name": "Rapport"}
            date = self.env["ansm.agency.date"].create({**given, "day": "2026-04-30"})
            date.transmission_id = self._send(ALL_WELL)
        self.assertEqual(self._met("agency_date").result, "in_time")
        date.write({"day": "2026-04-20", "ansm_change_reason": "Mal lue"})
        self.assertEqual(self._met("agency_date").result, "late")

    def test_a_day_to_come_proves_nothing(self):
        day = self.company._ansm_today() + timedelta(days=1)
        for name in ("pharmacovigilance_date", "shortage_told_on"):
            with self.assertRaisesRegex(ValidationError, "proves nothing"):
                self.declaration[name] = day

    def test_the_date_of_a_promised_report_is_replaced_and_not_emptied(self):
        self._send(ALL_WELL)
        case = self.declaration.with_user(self.qa)
        case.next_report_date = "2026-06-30"
        case.next_report_date = False
        case.next_report_date = "2026-06-30"
        volets = self.env["ansm.volet"].with_user(self.qa)
        self.volet = volets._make(case, "volet_2", reason="Enquête en cours")
        self._approve(self.volet)
        self._send(ALL_WELL)
        self.assertTrue(self._clock("volet_2_final"))
        reason = {"ansm_change_reason": "Essai à refaire"}
        with self.assertRaisesRegex(UserError, "give another date"):
            case.write({"next_report_date": False, **reason})
        case.write({"next_report_date": "2026-07-30", **reason})
        self.assertEqual(str(self._clock("volet_2_final").due_at.date()), "2026-07-30")
