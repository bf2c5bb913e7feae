# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .sending_common import SendingCommon

RECEIVED = datetime(2026, 4, 3, 7, 12)
EARLIER = RECEIVED - timedelta(days=1)


@tagged("post_install", "-at_install")
class TestChangedDate(SendingCommon):
    """A date that changes is told at once, to those it concerns, once."""

    def _telling(self, do):
        """Return [(login, subject, text)] of what is told while something is done."""
        told = []

        def note(_alert, users, subject, text, record, urgent=False):
            told.extend((one.login, subject, text) for one in users)

        with patch.object(type(self.env["ansm.alert"]), "_send", note):
            do()
        return told

    def _clock(self, kind="volet_2"):
        held = self.declaration.sudo().deadline_ids
        return held.filtered(lambda one: one.kind == kind)._running()

    def _move(self, moment=EARLIER):
        vals = {"signal_received_at": moment, "ansm_change_reason": "Courrier retrouvé"}
        return self._telling(lambda: self.declaration.with_user(self.qa).write(vals))

    def test_whose_case_it_is_reads_both_dates_and_the_reason(self):
        ((login, subject, text),) = self._move()
        self.assertEqual(login, self.declaration.user_id.login)
        self.assertIn("Another date", subject)
        self.assertIn("03/05/2026 23 h 59 → due on 02/05/2026 23 h 59", text)
        self.assertIn("Courrier retrouvé", text)

    def test_who_may_read_it_no_longer_is_not_told_somebody_else_is(self):
        self.manager.group_ids = self.env.ref("base.group_user")
        told = self._move()
        first = self.env["ansm.duty"]._line(self.company)[0]
        self.assertEqual([login for login, *_words in told], [first.login])

    def test_it_is_kept_and_never_told_twice(self):
        self._move()
        clock = self._clock()
        entry = clock.entry_ids.filtered(lambda one: one.step == "changed")
        self.assertEqual(entry.told, self.declaration.user_id.name)
        self.assertIn("02/05/2026", entry.words)
        again = self._telling(
            lambda: (self.declaration._refresh_clocks(), clock._tell_changed())
        )
        self.assertEqual(again, [])

    def test_what_is_told_counts_for_no_step_of_the_ladder(self):
        with freeze_time(datetime(2026, 4, 20, 6, 0)):
            self._move()
        self.assertFalse(self._clock()._last_notice())

    def test_who_was_told_before_and_who_took_it_are_told(self):
        clock = self._clock("volet_1")
        line = type(self.env["ansm.duty"])
        own, people = self.declaration.user_id, self.pr_user | self.reader
        with patch.object(line, "_line", lambda *_words: people):
            self.assertEqual(clock._concerned(), own)
            clock._log("notice", rung="50%", told="")
            self.assertEqual(clock._concerned(), own | self.pr_user)
            clock.taken_by_id = self.reader
            self.assertEqual(clock._concerned(), own | people)

    def test_nothing_is_told_of_a_first_clock_nor_of_the_same_date(self):
        vals = {"adverse_effects": "yes"}
        self.assertEqual(self._telling(lambda: self.declaration.write(vals)), [])
        self.assertTrue(self._clock("pharmacovigilance"))
        self.assertEqual(self._move(RECEIVED), [])

    def test_a_start_that_moves_no_date_is_not_told(self):
        given = self.env["ansm.agency.date"].create(
            {
                "declaration_id": self.declaration.id,
                "name": "Rapport",
                "day": "2026-05-20",
                "asked_at": RECEIVED,
            }
        )
        told = self._telling(lambda: given.write({"asked_at": EARLIER}))
        self.assertTrue(self._clock("agency_date").replaces_id)
        self.assertEqual(told, [])

    def test_a_setting_that_moves_several_dates_is_one_message_a_person(self):
        for _number in range(2):
            self._declare(self._new_nonconformity())
        mine = [("company_id", "=", self.company.id), ("state", "!=", "closed")]
        cases = self.env["ansm.declaration"].search(mine)
        self.assertGreater(len(cases), 1)
        told = self._telling(lambda: self.company.write({"ansm_volet_2_days": 20}))
        logins = [login for login, _subject, _text in told]
        self.assertEqual(sorted(logins), sorted(set(cases.user_id.mapped("login"))))
        for login, _subject, text in told:
            own = cases.filtered(lambda one, login=login: one.user_id.login == login)
            self.assertEqual(len(text.splitlines()), len(own))

    def test_each_one_reads_it_in_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.declaration.user_id.sudo().lang = "fr_FR"
        seen = []
        with patch.object(
            type(self.env["ansm.deadline"]),
            "_send_changed",
            lambda clocks, _user: seen.append(clocks.env.lang),
        ):
            self.declaration.write({"signal_received_at": EARLIER})
        self.assertEqual(seen, ["fr_FR"])

    def test_an_archived_colleague_is_not_told(self):
        self.declaration.user_id.sudo().active = False
        told = self._clock()._concerned()
        self.assertNotIn(self.declaration.user_id, told)
        self.assertTrue(told, "somebody is")
