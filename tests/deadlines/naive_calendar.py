# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The calendar of the naive model, and its ladders: moments are looked for.

Nothing of the addon is imported. It walks through hours and minutes where the
addon reckons.
"""

from datetime import datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from .story import END

ZONE = ZoneInfo("Europe/Paris")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: The hours the office is open, and the days it is not, besides week-ends.
OFFICE = (8, 9, 10, 11, 13, 14, 15, 16)
CLOSED = [(2026, 5, 1), (2026, 7, 14), (2026, 12, 25), (2027, 1, 1)]


def local(moment):
    return moment.replace(tzinfo=timezone.utc).astimezone(ZONE).replace(tzinfo=None)


@cache
def at(day, hour, minute):
    """Return the moment the clock on the wall shows this, by looking at each hour."""
    for hours in range(-3, 30):
        moment = datetime.combine(day, time(0, minute)) + hours * HOUR
        if local(moment) == datetime.combine(day, time(hour, minute)):
            return moment
    raise AssertionError(f"{day} has no {hour}:{minute}")


def last_minute(day):
    return at(day, 23, 59)


def office(start, hours):
    """Return when so many office hours passed: each minute is looked at."""
    left, moment = hours * 60, start
    while left:
        wall = local(moment)
        day = (wall.year, wall.month, wall.day)
        if wall.weekday() < 5 and day not in CLOSED and wall.hour in OFFICE:
            left -= 1
        moment += timedelta(minutes=1)
    return moment


def steps(start, due, words, until=END):
    """Return [(moment, key)] of a ladder, in the order they are named.

    :param until: no repeat is named that comes later
    """
    fixed, again = [], []
    since, day = max(start, due), local(due).date()
    for word in words.split():
        if word[0] == "J":
            fixed.append((at(day - int(word[2:] or 0) * DAY, 8, 0), word))
        elif word[-1] == "%":
            fixed.append((start + (due - start) * int(word[:-1]) / 100, word))
        else:
            again = list(_again(since, int(word[1:-1]), word[-1], until))
    # what is due at once has a step at its start
    first = start if due <= start else start + timedelta(seconds=1)
    fixed = sorted(one for one in fixed if one[0] >= first)
    return fixed + [one for one in again if one[0] > start]


def _again(since, every, unit, until):
    number, moment = every, since
    while moment <= until:
        if unit == "j":
            moment = at(local(since).date() + number * DAY, 8, 0)
        else:
            moment = since + number * {"h": HOUR, "m": HOUR / 60}[unit]
        yield moment, f"+{number}{unit}"
        number += every
