# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A naive model of notices: every minute of the calendar is looked at.

Written apart from ``ladder.py``, with another arithmetic: it walks through time and
asks of each minute whether a notice belongs to it.
"""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def moments(start, due, words, zone, until):
    """Return {moment: key} of all steps after a start, up to a moment.

    ``start`` and ``due`` are whole minutes, naive UTC; parts fall on whole minutes
    when the time between divides by 100 minutes.
    """
    found, minute = {}, start + MINUTE
    day = _local(due, zone).date()
    while minute <= until:
        for word in words.split():
            key = _key(word, minute, start, due, day, zone)
            if key:
                found[minute] = key
        minute += MINUTE
    return found


def _key(word, minute, start, due, day, zone):
    local = _local(minute, zone)
    morning = (local.hour, local.minute) == (8, 0)
    away = (local.date() - day).days
    if word.startswith("J"):
        before = int(word[2:] or 0)
        return word if morning and away == -before else None
    if word.endswith("%"):
        part = int(word[:-1])
        return word if (minute - start) * 100 == (due - start) * part else None
    every, unit = int(word[1:-1]), word[-1]
    if unit == "j":
        late = morning and away > 0 and away % every == 0
        return f"+{away}j" if late and minute > due else None
    minutes = int((minute - due) / MINUTE)
    whole = minutes > 0 and minutes % (every * 60) == 0
    return f"+{minutes // 60}h" if whole else None


def notices(steps, runs, met_at=None):
    """Return [(run, [keys])]: what a scheduler that ran at these moments gave."""
    given, last = [], datetime.min
    for run in sorted(runs):
        if met_at is not None and run >= met_at:
            break
        keys = [key for moment, key in sorted(steps.items()) if last < moment <= run]
        if keys:
            given.append((run, keys))
            last = run
    return given


def _local(moment, zone):
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
