# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from .. import clocks

#: Looked at for the office hours of an answer, in days.
OFFICE_DAYS = 60


class ResCompany(models.Model):
    """The office days of a company: those of its working calendar."""

    _inherit = "res.company"

    def _ansm_next_office_day(self, moment):
        """Return the first office day after the day of a moment.

        Week-ends and the calendar's closing days are passed over; without a
        calendar, the office is open from Monday to Friday.

        :param moment: a naive UTC datetime
        :return: a date, in the company's zone
        """
        self.ensure_one()
        tomorrow = self._ansm_local(moment).date() + timedelta(days=1)
        start = datetime.combine(tomorrow, time(), ZoneInfo(self.ansm_tz))
        calendar = self.resource_calendar_id
        end = calendar and calendar.plan_days(1, start, compute_leaves=True)
        if end:
            return end.astimezone(ZoneInfo(self.ansm_tz)).date()
        weekend = 7 - tomorrow.weekday() if tomorrow.weekday() > 4 else 0
        return tomorrow + timedelta(days=weekend)

    def _ansm_answer_due(self, start):
        """Return until when the agency's answer is waited for (``clocks.Due``).

        Where the calendar holds too few hours, closed for months or without any,
        they are hours of the clock: what cannot be reckoned holds no notice back.

        :param start: a naive UTC datetime
        """
        self.ensure_one()
        wanted = self.ansm_answer_hours
        hours = self._ansm_office_hours(start, start + timedelta(days=OFFICE_DAYS))
        try:
            return clocks.due_office_hours(start, wanted, hours, self.ansm_tz)
        except ValueError:
            return clocks.due_hours(start, wanted, self.ansm_tz)

    def _ansm_office_hours(self, start, end):
        """Return the office hours between two moments, in their order.

        Without a calendar, from Monday to Friday the whole day.

        :param start: a naive UTC datetime, as ``end``
        :return: list of (start, end), naive UTC datetimes
        """
        self.ensure_one()
        calendar, utc = self.resource_calendar_id, ZoneInfo("UTC")
        bounds = [one.replace(tzinfo=utc) for one in (start, end)]
        hours = calendar._work_intervals_batch(*bounds)[False] if calendar else []
        if not calendar:
            hours = self._ansm_week_days(start, end)
        return [
            tuple(one.astimezone(utc).replace(tzinfo=None) for one in interval[:2])
            for interval in hours
        ]

    def _ansm_week_days(self, start, end):
        zone, days = ZoneInfo(self.ansm_tz), (end - start).days + 2
        first = self._ansm_local(start).date()
        dates = (first + timedelta(days=number) for number in range(days))
        midnights = (
            datetime.combine(day, time(), zone) for day in dates if day.weekday() < 5
        )
        return [(one, one + timedelta(days=1)) for one in midnights]
