# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .signing_common import SigningData

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestDeadlineNomination(SigningData):
    """The end of a nomination is told, whatever became of it meanwhile."""

    def _clock(self, signatory):
        place = f"nomination/{signatory.id}"
        clocks = self.env["ansm.deadline"].search([("place", "=", place)])
        return clocks._running()

    def _run_at(self, moment):
        with freeze_time(moment):
            deadlines = self.env["ansm.deadline"]
            for deadline_id in deadlines._due_ids():
                deadlines._attend(deadline_id)
            deadlines._daily()

    def _given(self, clock):
        notices = clock.entry_ids.filtered(lambda one: one.step == "notice")
        return notices.sorted("id").mapped("words")

    def test_it_has_its_clock_from_its_confirmation_on(self):
        last = self.company._ansm_today() + 40 * DAY
        pri = self._appoint(self.pri_user, "pri", date_to=last)
        local = self.company._ansm_local(self._clock(pri).due_at)
        self.assertEqual(local.date(), last)

    def test_one_that_is_cut_short_has_a_clock_of_its_new_end(self):
        self.assertFalse(self._clock(self.pr))
        last = self.company._ansm_today() + 20 * DAY
        self.pr.with_user(self.manager)._end(last, "Départ")
        local = self.company._ansm_local(self._clock(self.pr).due_at)
        self.assertEqual(local.date(), last)

    def test_a_scheduler_that_slept_over_its_end_tells_it_still(self):
        with freeze_time(datetime(2026, 4, 1, 10)):
            pri = self._appoint(self.pri_user, "pri", date_to=date(2026, 5, 20))
        clock = self._clock(pri)
        self._run_at(datetime(2026, 5, 18, 9))
        self.assertEqual(self._given(clock), ["J-30, J-15, J-7, J-3"])
        self._run_at(datetime(2026, 5, 23, 9))
        self.assertEqual(self._given(clock)[1:], ["J-1, J"])
        self._run_at(datetime(2026, 5, 24, 9))
        self.assertTrue(clock.ended_at)
        self.assertEqual(len(self._given(clock)), 2)
