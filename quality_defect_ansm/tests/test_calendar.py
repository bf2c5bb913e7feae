# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime, timedelta

import vobject
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import ics
from .sending_common import SendingCommon

RECEIVED = datetime(2026, 4, 3, 7, 12)
NOW = datetime(2026, 4, 3, 9, 0)


class CalendarData(SendingCommon):
    def _entries(self, user=None):
        """Return {summary: entry} of a user's calendar."""
        user = user or self.qa
        clocks = self.env["ansm.deadline"].with_user(user)
        clocks = clocks.with_context(allowed_company_ids=user.company_ids.ids)
        return {one.summary: one for one in clocks._calendar_events()}

    def _entry(self, words, user=None):
        found = [one for key, one in self._entries(user).items() if words in key]
        self.assertEqual(len(found), 1, words)
        return found[0]


@tagged("post_install", "-at_install")
class TestCalendar(CalendarData):
    """A user's deadlines, as his calendar program reads them."""

    def setUp(self):
        super().setUp()
        self.env["ansm.heartbeat"]._beat()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _volet_2(self, user=None):
        return self._entry(f"Volet 2 – {self.declaration.name}", user)

    def test_a_date_is_a_whole_day_in_the_company_s_zone(self):
        entry = self._volet_2()
        self.assertEqual(entry.start, date(2026, 5, 3))
        self.assertEqual(entry.end, date(2026, 5, 4))
        self.assertIn("+ 30 jours calendaires", entry.text)
        self.assertIn("/odoo/ansm.deadline/", entry.url)
        self.assertEqual(entry.alarm, datetime(2026, 4, 18, 6, 0))

    def test_an_hour_is_told_as_one(self):
        self.declaration.write({"shortage_risk": "yes"})
        entry = self._entry("Declaration of a shortage")
        clock = self.declaration.sudo().deadline_ids.filtered(
            lambda one: one.kind == "shortage"
        )
        self.assertEqual(entry.start, clock.due_at)

    def test_what_is_due_at_once_never_stands_at_a_later_hour(self):
        entry = self._entry("Volet 1, without delay")
        known = self.declaration.known_at
        self.assertEqual(entry.start, known)

    def test_odoo_s_own_calendar_has_it_where_it_began(self):
        known = self.declaration.known_at
        clocks = self.declaration.sudo().deadline_ids
        for day, kinds in (
            (known, {"volet_1"}),
            (datetime(2026, 5, 3, 21, 59), {"volet_2"}),
        ):
            shown = [("shown_at", ">=", day), ("shown_at", "<=", day)]
            found = clocks.search([*shown, ("id", "in", clocks.ids)])
            self.assertEqual(set(found.mapped("kind")), kinds)
            self.assertEqual(set(found.mapped("shown_at")), {day})

    def test_a_changed_date_is_the_same_entry_revised(self):
        before = self._volet_2()
        self.declaration.write({"signal_received_at": RECEIVED - timedelta(days=1)})
        after = self._volet_2()
        self.assertEqual(before.uid, after.uid)
        self.assertEqual((before.sequence, after.sequence), (0, 1))
        self.assertEqual(after.start, date(2026, 5, 2))

    def test_what_is_met_is_not_in_it(self):
        self.assertTrue(self._entry("Volet 1, without delay"))
        clock = self.declaration.sudo().deadline_ids.filtered(
            lambda one: one.kind == "volet_1"
        )
        clock._meet(type("C", (), {"met_at": NOW, "met_words": "x"}))
        self.assertFalse([one for one in self._entries() if "Volet 1" in one])

    def test_it_holds_the_reader_s_companies_alone(self):
        other = self.env["res.company"].create({"name": "Autre"})
        vals = {"company_id": other.id, "company_ids": [(6, 0, other.ids)]}
        stranger = self._new_user("ics_stranger", "manager", **vals)
        self.assertTrue(self._volet_2(self.reader))
        names = " ".join(self._entries(stranger))
        self.assertNotIn(self.declaration.name, names)

    def test_it_names_no_patient(self):
        self.env["ansm.person"].sudo().create(
            {
                "declaration_id": self.declaration.id,
                "kind": "patient",
                "initials": "Z. Q.",
            }
        )
        clocks = self.env["ansm.deadline"].with_user(self.qa)
        text = str(clocks._calendar_events())
        self.assertNotIn("Z. Q.", text)
        self.assertNotIn(self.nonconformity.partner_id.name, text)

    def test_late_ones_are_said_on_the_day_it_is(self):
        with freeze_time(datetime(2026, 6, 1, 9, 0)):
            self.env["ansm.heartbeat"]._beat()
            entry = self._entry("Late deadlines")
            self.assertEqual(entry.start, date(2026, 6, 1))
            self.assertIn("Volet 2", entry.text)
        self.assertFalse([one for one in self._entries() if "Late deadlines" in one])

    def test_a_scheduler_that_stands_still_is_said(self):
        self.env["ansm.heartbeat"]._beat()
        self.assertFalse([one for one in self._entries() if "scheduler" in one])
        with freeze_time(NOW + timedelta(hours=2)):
            self.assertTrue(self._entry("Last run of the scheduler"))

    def test_the_number_of_queries_does_not_grow_with_the_clocks(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._entries()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for _number in range(5):
            self._declare(self._new_nonconformity())
        self.assertLessEqual(count(), few)


@tagged("post_install", "-at_install")
class TestCalendarFile(CalendarData):
    """What is written is a calendar that programs read."""

    def test_it_is_read_back_as_it_was_told(self):
        self.declaration.write({"shortage_risk": "yes"})
        clocks = self.env["ansm.deadline"].with_user(self.qa)
        events = {one.uid: one for one in clocks._calendar_events()}
        made = vobject.readOne(clocks._calendar().decode())
        self.assertEqual(made.method.value, "PUBLISH")
        entries = {one.uid.value: one for one in made.vevent_list}
        self.assertEqual(entries.keys(), events.keys())
        for uid, entry in entries.items():
            told, start = events[uid], entry.dtstart.value
            self.assertEqual(entry.summary.value, told.summary)
            if isinstance(start, datetime):
                self.assertEqual(start.utcoffset(), timedelta(0))
                start = start.replace(tzinfo=None)
            self.assertEqual(start, told.start)
            alarm = entry.contents.get("valarm")
            self.assertEqual(bool(alarm), bool(told.alarm))

    def test_what_somebody_typed_breaks_no_line(self):
        event = ics.Event(
            *("a@b", "x\r\nEND:VEVENT\x00;,\\", "y", "https://o.example"),
            *(date(2026, 5, 3), None, NOW),
        )
        text = ics.calendar("c", [event]).decode()
        self.assertEqual(text.count("END:VEVENT\r\n"), 1)
        (entry,) = vobject.readOne(text).vevent_list
        self.assertEqual(entry.summary.value, "x\nEND:VEVENT ;,\\")


@tagged("post_install", "-at_install")
class TestCalendarPassword(CalendarData):
    """The password of a calendar opens it alone, and ends when it has to."""

    def _make(self, user):
        return user.with_user(user)._ansm_make_calendar_key()

    def _who(self, login, key):
        return self.env["res.users"]._ansm_calendar_user(login, key)

    def test_it_opens_the_calendar_of_its_user_until_it_is_revoked(self):
        key = self._make(self.qa)
        self.assertEqual(self._who("qa_test", key), self.qa)
        for login, tried in (
            ("reader_test", key),
            ("qa_test", key[:-1] + ("0" if key[-1] != "0" else "1")),
            ("qa_test", "qa_test"),
            *(("qa_test", ""), ("", key), (None, None), ("qa_test", "é" * 40)),
        ):
            self.assertFalse(self._who(login, tried), (login, tried))
        self.qa._ansm_calendar_keys().unlink()
        self.assertFalse(self._who("qa_test", key))

    def test_a_new_one_ends_the_former_one(self):
        old, new = self._make(self.qa), self._make(self.qa)
        self.assertFalse(self._who("qa_test", old))
        self.assertEqual(self._who("qa_test", new), self.qa)

    def test_it_opens_no_other_door(self):
        key = self._make(self.qa)
        keys = self.env["res.users.apikeys"]
        self.assertFalse(keys._check_credentials(scope="rpc", key=key))

    def test_only_its_hash_is_stored(self):
        key = self._make(self.qa)
        self.env.cr.execute(
            "SELECT key FROM res_users_apikeys WHERE user_id = %s", [self.qa.id]
        )
        ((stored,),) = self.env.cr.fetchall()
        self.assertNotIn(key[8:], stored)

    def test_who_is_archived_or_reads_no_more_is_refused(self):
        key, other = self._make(self.qa), self._make(self.reader)
        self.qa.active = False
        self.assertFalse(self._who("qa_test", key))
        self.assertEqual(self._who("reader_test", other), self.reader)
        self.reader.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self._who("reader_test", other))
        with self.assertRaises(AccessError):
            self._make(self.reader)

    def test_nobody_makes_one_for_somebody_else(self):
        # a program in the name of another user is that other user: a session is not
        self.assertFalse(self.qa._ansm_calendar_keys())
        self._make(self.manager)
        self.assertFalse(self.qa._ansm_calendar_keys())

    def test_it_ends_after_a_year_and_says_so_in_the_calendar(self):
        self._make(self.qa)
        key = self.qa._ansm_calendar_keys()
        days = key.expiration_date - datetime.now()
        self.assertEqual(round(days / timedelta(days=1)), 365)
        entry = self._entry("The password of this calendar ends")
        self.assertEqual(entry.start, key.expiration_date.date())

    def test_making_and_revoking_are_in_the_trail(self):
        key = self._make(self.qa)
        self.qa._ansm_calendar_keys().with_user(self.qa).sudo()._remove()
        events = self.env["ansm.event"].search(
            [("res_model", "=", "res.users"), ("res_id", "=", self.qa.id)], limit=2
        )
        self.assertEqual(events[1].field_label, "Calendar of deadlines")
        self.assertTrue(events[1].new_value)
        self.assertEqual(events[0].old_value, "revoked")
        self.assertEqual(events.user_id, self.qa)
        self.assertNotIn(key, str(events.mapped(lambda one: one.read())))

    def test_the_dialog_says_how_to_subscribe_and_keeps_no_password(self):
        dialog = self.env["ansm.calendar.wizard"].with_user(self.qa).create({})
        self.assertTrue(dialog.url.endswith("/ansm/calendar.ics"))
        self.assertEqual(dialog.login, "qa_test")
        self.assertFalse(dialog.until)
        self._make(self.qa)
        dialog.invalidate_recordset()
        self.assertTrue(dialog.until)
        dialog.action_revoke()
        dialog.invalidate_recordset()
        self.assertFalse(dialog.until)
        self.assertFalse(dialog._fields["key"].store)
