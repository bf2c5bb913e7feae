# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When notices of a deadline are given: the steps of a ladder, as plain functions.

Two kinds of steps: days before the day a thing is due (``J-3``), at the hour the
day begins to be worked on; parts of the time there is (``80%``). After the last one
a repeat (``+1j``, ``+1h``, ``+15m``) goes on until the duty is met.
"""

import re
from datetime import time, timedelta
from typing import NamedTuple

from . import clocks

#: The hour, local, of the notices of a day.
MORNING = time(8)
DAYS = re.compile(r"J(?:-(\d{1,3}))?$")
PART = re.compile(r"(\d{1,3})%$")
REPEAT = re.compile(r"\+(\d{1,3})([jhm])$")
UNITS = {"j": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


class Rung(NamedTuple):
    """One step: its key, the same for ever, and its moment (naive UTC)."""

    key: str
    moment: object


class Ladder(NamedTuple):
    """The steps of a duty: days before, parts of the time, then a repeat."""

    days: tuple = ()
    parts: tuple = ()
    every: int = 0
    unit: str = ""

    def fixed(self, start, at, tz):
        """Return the steps but for the repeats, in their order, none before start.

        :param start: naive UTC, as ``at``: since when, until when
        """
        day = clocks.local(at, tz).date()
        rungs = [
            Rung(f"J-{one}" if one else "J", self._morning(day, one, tz))
            for one in self.days
        ]
        rungs += [
            Rung(f"{one}%", start + (at - start) * one / 100) for one in self.parts
        ]
        whole = [one._replace(moment=_whole(one.moment)) for one in rungs]
        # what is due at once has its steps at its start
        first = start if at <= start else start + timedelta(seconds=1)
        return sorted(
            (one for one in whole if one.moment >= first), key=lambda one: one.moment
        )

    def _morning(self, day, before, tz):
        return clocks.at_local(day - timedelta(days=before), MORNING, tz)

    def _repeat(self, number, at, tz):
        """Return the repeat of a number, from 1 on."""
        step = number * self.every
        if self.unit in ("h", "m"):
            return Rung(f"+{step}{self.unit}", at + step * UNITS[self.unit])
        day = clocks.local(at, tz).date()
        return Rung(f"+{step}j", self._morning(day, -step, tz))

    def _repeats(self, at, after, now, tz):
        """Return the repeats after a moment and not after another one."""
        if not self.every:
            return []
        pause, found = self.every * UNITS[self.unit], []
        # one before, as days are no 24 hours when the clocks are changed
        number = max((max(after, at) - at) // pause - 1, 1)
        while True:
            rung = self._repeat(number, at, tz)
            if rung.moment > now:
                return found
            if rung.moment > after:
                found.append(rung)
            number += 1

    def passed(self, start, at, after, now, tz):
        """Return the steps that passed after a moment, up to now, in their order.

        :param after: naive UTC, when the last notice was given; None at first
        """
        if after is None or after < start:
            after = start - timedelta(seconds=1)
        fixed = [one for one in self.fixed(start, at, tz) if after < one.moment <= now]
        return fixed + self._repeats(max(at, start), after, now, tz)

    def next_after(self, start, at, now, tz):
        """Return when the next step is (naive UTC); None when there is none."""
        for rung in self.fixed(start, at, tz):
            if rung.moment > now:
                return rung.moment
        if not self.every:
            return None
        at, pause = max(at, start), self.every * UNITS[self.unit]
        number = max((max(now, at) - at) // pause - 1, 1)
        while (rung := self._repeat(number, at, tz)).moment <= now:
            number += 1
        return rung.moment


def _whole(moment):
    """Return a moment in whole seconds, as Odoo keeps them; never earlier."""
    if not moment.microsecond:
        return moment
    return moment.replace(microsecond=0) + timedelta(seconds=1)


def parse(text):
    """Return the ladder of a setting.

    >>> parse("J-15 J-1 J +1j")
    Ladder(days=(15, 1, 0), parts=(), every=1, unit='j')
    >>> parse("50% 100% +1h")
    Ladder(days=(), parts=(50, 100), every=1, unit='h')

    :raise ValueError: naming all that cannot be read, at once
    """
    words = (text or "").split()
    days, parts, repeats, wrong = [], [], [], []
    for word in words:
        if found := DAYS.match(word):
            days.append(int(found[1] or 0))
        elif found := PART.match(word):
            parts.append(int(found[1]))
        elif (found := REPEAT.match(word)) and int(found[1]):
            repeats.append((int(found[1]), found[2]))
        else:
            wrong.append(word)
    if wrong or not (days or parts) or len(repeats) > 1:
        raise ValueError(
            "J-15 J-1 J +1j | 50% 80% 100% +1h : ? " + " ".join(wrong or words)
        )
    every, unit = repeats[0] if repeats else (0, "")
    return Ladder(
        tuple(sorted(set(days), reverse=True)), tuple(sorted(set(parts))), every, unit
    )
