# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .sending_common import SendingCommon


@tagged("post_install", "-at_install")
class TestDeadlinePeople(SendingCommon):
    """A notice goes to somebody who is there and may read it."""

    def setUp(self):
        super().setUp()
        self.case = self.declaration
        self.clock = self.case.sudo().deadline_ids.filtered(
            lambda one: one.kind == "volet_2"
        )
        # the manager has the case; on duty is who prepares
        now = self.clock.started_at
        self.env["ansm.duty"].create(
            {
                **{"company_id": self.company.id, "user_id": self.qa.id},
                **{"role": "on_duty", "date_from": now - timedelta(days=9)},
                "date_to": now + timedelta(days=90),
            }
        )
        self.before = self.clock.due_at - timedelta(days=1)

    def _told(self, moment):
        with freeze_time(moment):
            self.clock.invalidate_recordset()
            return self.clock._to_tell()

    def test_one_alone_while_there_is_time_and_the_line_beside_him_once_late(self):
        self.assertEqual(self._told(self.before), self.manager)
        late = self.clock.due_at + timedelta(minutes=1)
        self.assertEqual(self._told(late), self.manager | self.qa)

    def test_not_who_is_away_whether_it_is_his_case_or_he_took_it(self):
        away = {
            "out_of_office_from": self.before - timedelta(days=1),
            "out_of_office_to": self.before + timedelta(days=9),
        }
        self.clock.with_user(self.manager).action_take()
        self.assertEqual(self._told(self.before), self.manager)
        self.manager.write(away)
        self.assertEqual(self._told(self.before), self.qa)

    def test_a_reader_takes_it_on_while_he_is_on_duty(self):
        clock = self.clock.with_user(self.reader)
        self.assertFalse(clock.may_take)
        with self.assertRaisesRegex(AccessError, "on duty"):
            clock.action_take()
        now = fields.Datetime.now()
        self.env["ansm.duty"].create(
            {
                **{"company_id": self.company.id, "user_id": self.reader.id},
                **{"role": "backup", "date_from": now - timedelta(hours=1)},
                "date_to": now + timedelta(hours=9),
            }
        )
        clock.invalidate_recordset()
        self.assertTrue(clock.may_take)
        clock.action_take()
        self.assertEqual(self.clock.taken_by_id, self.reader)

    def test_not_who_may_not_read_it_any_more(self):
        self.manager.group_ids = self.env.ref("base.group_user")
        self.assertEqual(self._told(self.before), self.qa)

    def test_the_task_goes_to_who_has_the_case_now(self):
        with freeze_time(self.before):
            self.clock._sync_activity()
            clocks = self.case.sudo().deadline_ids
            mine = [("ansm_deadline_id", "in", clocks.ids)]
            [task] = self.env["mail.activity"].search(mine)
            self.assertEqual(task.user_id, self.manager)
            self.case.user_id = self.qa
            self.assertEqual(task.user_id, self.qa)
            self.assertEqual(self.env["mail.activity"].search(mine), task)

    def test_where_nobody_is_left_the_administrators_are_told(self):
        self.env["ansm.duty"].search([]).unlink()
        duties = type(self.env["ansm.duty"])
        nobody = self.env["res.users"]
        with patch.object(duties, "_reachable", return_value=nobody):
            told = self._told(self.before)
        self.assertTrue(told)
        for user in told:
            self.assertTrue(user.has_group("base.group_system"))
            self.assertIn(self.company, user.company_ids)

    def test_each_is_told_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.manager.lang, self.qa.lang = "fr_FR", "en_US"
        told, late = {}, self.clock.due_at + timedelta(days=1)

        def note(_alerts, users, subject, *_words, **_more):
            told.update({user: subject for user in users})
            return {user: ["inbox"] for user in users}

        alerts = type(self.env["ansm.alert"])
        with freeze_time(late), patch.object(alerts, "_send", note):
            self.clock._give_notice(fields.Datetime.now())
        self.assertIn("late by", told[self.qa])
        self.assertNotIn("late by", told[self.manager])

    def test_only_who_it_went_out_to_is_named(self):
        alerts = type(self.env["ansm.alert"])
        roads = {self.manager: [], self.qa: ["inbox"]}
        late = self.clock.due_at + timedelta(days=1)
        with freeze_time(late), patch.object(alerts, "_send", return_value=roads):
            self.clock._give_notice(fields.Datetime.now())
        notice = self.clock.entry_ids.filtered(lambda one: one.step == "notice")
        self.assertEqual(notice.told, self.qa.name)
