# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reckoning of deadlines: hours, office hours, calendar and working days.

Plain functions on naive UTC datetimes and dates, no ORM. A legal date never moves
later because of a week-end or a holiday; the working target moves earlier. The
reckoning is told in French, as it stands in the file (EU GMP chapter 4).
"""

from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays
from babel.dates import format_date

from . import french

UTC = timezone.utc
DAY = timedelta(days=1)
#: The last minute of a day.
END = time(23, 59)

#: Our regions, and how the library of holidays calls them.
REGIONS = {
    "metropole": None,
    "alsace_moselle": "57",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "reunion": "974",
    "saint_pierre_miquelon": "PM",
    "mayotte": "976",
    "saint_barthelemy": "BL",
    "saint_martin": "MF",
}


class Due(NamedTuple):
    """When something is due.

    ``at`` is naive UTC; ``target`` the last working day on or before its day, in
    the zone it was reckoned in; ``words`` the reckoning, in French.
    """

    at: datetime
    target: date
    words: str


@lru_cache(maxsize=256)
def holiday_dates(region, year):
    """Return the public holidays of a French region in a year.

    >>> import datetime
    >>> datetime.date(2026, 12, 26) in holiday_dates("alsace_moselle", 2026)
    True
    >>> datetime.date(2026, 12, 26) in holiday_dates("metropole", 2026)
    False
    """
    return frozenset(holidays.France(subdiv=REGIONS[region], years=year))


def is_working_day(day, region="metropole"):
    """Tell whether offices are open: Monday to Friday, no public holiday."""
    return day.weekday() < 5 and day not in holiday_dates(region, day.year)


def previous_working_day(day, region="metropole"):
    """Return the last working day on or before a day.

    >>> import datetime
    >>> previous_working_day(datetime.date(2026, 5, 3))
    datetime.date(2026, 4, 30)
    """
    while not is_working_day(day, region):
        day -= DAY
    return day


def next_working_day(day, region="metropole"):
    """Return the first working day on or after a day.

    >>> import datetime
    >>> next_working_day(datetime.date(2026, 5, 1))
    datetime.date(2026, 5, 4)
    """
    while not is_working_day(day, region):
        day += DAY
    return day


def add_working_days(day, number, region="metropole"):
    """Return the day so many working days after a day, which is not counted."""
    for _turn in range(number):
        day = next_working_day(day + DAY, region)
    return day


def add_office_hours(start, hours, intervals):
    """Return when so many office hours will have passed, naive UTC.

    :param start: naive UTC datetime
    :param intervals: the office hours, (start, end) in naive UTC, in their order
    :raise ValueError: when the intervals hold fewer hours
    """
    left = timedelta(hours=hours)
    for begin, end in intervals:
        begin = max(begin, start)
        if end <= begin:
            continue
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise ValueError("The office hours given end before the deadline.")


def local(moment, tz):
    """Return a naive UTC datetime as an aware one in a zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(tz))


def at_local(day, hour, tz):
    """Return an hour of a day in a zone as naive UTC; the earlier one in doubt.

    >>> import datetime
    >>> at_local(datetime.date(2026, 10, 25), datetime.time(2, 30), "Europe/Paris")
    datetime.datetime(2026, 10, 25, 0, 30)
    """
    found = []
    for fold in (0, 1):
        aware = datetime.combine(day, hour, ZoneInfo(tz)).replace(fold=fold)
        found.append(aware.astimezone(UTC).replace(tzinfo=None))
    return min(found)


@lru_cache(maxsize=1024)
def day_words(day):
    """Return a day as it is said: « dimanche 3 mai 2026 »."""
    return format_date(day, "EEEE d MMMM yyyy", locale="fr")


def moment_words(moment, tz):
    """Return a naive UTC datetime as it is said in a zone.

    >>> import datetime
    >>> moment_words(datetime.datetime(2026, 4, 3, 7, 12), "Europe/Paris")
    'vendredi 3 avril 2026, 09 h 12'
    """
    aware = local(moment, tz)
    return f"{day_words(aware)}, {french.hour(aware)}"


def _target_words(day, target):
    if day == target:
        return "jour ouvré"
    form = "EEEE d MMMM" if day.year == target.year else "EEEE d MMMM yyyy"
    return f"dernier jour ouvré avant : {format_date(target, form, locale='fr')}"


def _number(hours):
    return french.quantity(hours)


def due_calendar_days(start, days, tz, region="metropole"):
    """Return the end of the day so many calendar days after the day of a start.

    >>> import datetime
    >>> start = datetime.datetime(2026, 4, 3, 7, 12)
    >>> due_calendar_days(start, 30, "Europe/Paris").words
    'J0 = vendredi 3 avril 2026, 09 h 12, jour non compté ; + 30 jours calendaires = \
dimanche 3 mai 2026, 23 h 59 ; dernier jour ouvré avant : jeudi 30 avril'
    """
    day = local(start, tz).date() + days * DAY
    target = previous_working_day(day, region)
    unit = "jour calendaire" if days == 1 else "jours calendaires"
    words = (
        f"J0 = {moment_words(start, tz)}, jour non compté ; + {days} {unit} = "
        f"{day_words(day)}, 23 h 59 ; {_target_words(day, target)}"
    )
    return Due(at_local(day, END, tz), target, words)


def due_working_days(start, days, tz, region="metropole"):
    """Return the end of the day so many working days after the day of a start."""
    day = add_working_days(local(start, tz).date(), days, region)
    unit = "jour ouvré" if days == 1 else "jours ouvrés"
    words = (
        f"J0 = {moment_words(start, tz)}, jour non compté ; + {days} {unit} = "
        f"{day_words(day)}, 23 h 59"
    )
    return Due(at_local(day, END, tz), day, words)


def due_hours(start, hours, tz):
    """Return the moment so many hours after a start, every hour counted.

    >>> import datetime
    >>> start = datetime.datetime(2026, 3, 28, 11, 0)
    >>> due_hours(start, 24, "Europe/Paris").words
    'H0 = samedi 28 mars 2026, 12 h 00 ; + 24 h = dimanche 29 mars 2026, 13 h 00'
    """
    at = start + timedelta(hours=hours)
    end = moment_words(at, tz)
    words = f"H0 = {moment_words(start, tz)} ; + {_number(hours)} h = {end}"
    return Due(at, local(at, tz).date(), words)


def due_office_hours(start, hours, intervals, tz):
    """Return when so many office hours will have passed since a start.

    :raise ValueError: as ``add_office_hours``
    """
    at = add_office_hours(start, hours, intervals)
    words = (
        f"H0 = {moment_words(start, tz)} ; + {_number(hours)} h ouvrées = "
        f"{moment_words(at, tz)}"
    )
    return Due(at, local(at, tz).date(), words)


def due_date(day, tz, region="metropole", why=""):
    """Return the end of a day that was given."""
    target = previous_working_day(day, region)
    named = f"{why} : " if why else ""
    words = f"{named}{day_words(day)}, 23 h 59 ; {_target_words(day, target)}"
    return Due(at_local(day, END, tz), target, words)


def due_at_once(start, tz, why=""):
    """Return the start itself: due at once, any day and any hour, late after it.

    >>> import datetime
    >>> due_at_once(datetime.datetime(2026, 12, 25, 2, 0), "Europe/Paris").words
    'H0 = vendredi 25 décembre 2026, 03 h 00 ; à faire immédiatement'
    """
    named = f" ({why})" if why else ""
    words = f"H0 = {moment_words(start, tz)} ; à faire immédiatement{named}"
    return Due(start, local(start, tz).date(), words)
