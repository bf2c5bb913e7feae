# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A calendar as iCalendar (RFC 5545), written by vobject: plain functions, no ORM."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

import vobject
from dateutil import tz

#: What no line of text may hold (RFC 5545, 3.3.11).
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
PRODUCT = "-//quality_defect_ansm//Odoo//FR"
#: How often a client is asked to read it again.
REFRESH = "PT15M"


class Event(NamedTuple):
    """One entry of a calendar: of whole days when it starts on a date.

    Moments are naive UTC; ``uid`` stays the same while ``sequence`` grows.
    """

    uid: str
    summary: str
    text: str
    url: str
    start: date | datetime
    end: date | datetime | None
    stamp: datetime
    sequence: int = 0
    alarm: datetime | None = None


def whole_day(uid, summary, text, url, day, stamp, **more):
    """Return the entry of one day."""
    end = day + timedelta(days=1)
    return Event(uid, summary, text, url, day, end, stamp, **more)


def calendar(name, events):
    """Return a calendar that is published, as bytes."""
    made = vobject.iCalendar()
    for key, value in (
        ("prodid", PRODUCT),
        ("method", "PUBLISH"),
        ("x-wr-calname", _clean(name)),
        ("x-published-ttl", REFRESH),
    ):
        made.add(key).value = value
    for event in events:
        _add(made.add("vevent"), event)
    return made.serialize().encode()


def _add(made, event):
    for key, value in (
        ("uid", event.uid),
        ("dtstamp", _utc(event.stamp)),
        ("dtstart", _utc(event.start)),
        ("dtend", _utc(event.end)),
        ("sequence", str(event.sequence)),
        ("summary", _clean(event.summary)),
        ("description", _clean(event.text)),
        ("url", event.url),
        # nobody is busy because something is due; who may read it is said to clients
        ("transp", "TRANSPARENT"),
        ("class", "PRIVATE"),
    ):
        if value is not None:
            made.add(key).value = value
    if event.alarm:
        alarm = made.add("valarm")
        alarm.add("action").value = "DISPLAY"
        alarm.add("description").value = _clean(event.summary)
        alarm.add("trigger").value = _utc(event.alarm)


def _utc(moment):
    """Return a naive UTC datetime as an aware one; a date as it is."""
    return moment.replace(tzinfo=tz.UTC) if isinstance(moment, datetime) else moment


def _clean(text):
    return CONTROL.sub(" ", text.replace("\r\n", "\n"))
