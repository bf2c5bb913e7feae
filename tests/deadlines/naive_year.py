# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A naive model of a year: every notice it takes, to whom, from the story alone.

Nothing of the addon is imported: facts say which clocks there are, a walk over the
five minutes of the scheduler says which notices they give.
"""

from datetime import datetime, time, timedelta

from .naive_calendar import DAY, last_minute, local, steps
from .naive_case import Case
from .naive_people import People
from .story import START

SECOND, FIVE = timedelta(seconds=1), timedelta(minutes=5)
URGENT = ("volet_1", "call", "withdrawal_notice")
#: Late from its start: who took it is not alone for long.
AT_ONCE = ("call", "withdrawal_notice")
#: The kinds that are judged again, once met, by a date corrected since.
JUDGED = {
    "known": ("volet_1", "volet_2", "pharmacovigilance", "shortage"),
    "signal": ("volet_2",),
    "promised": ("volet_2_final",),
    "given_moved": ("agency_date",),
}
LADDERS = {
    "volet_1": "50% 80% 100% +1h",
    "acknowledgement": "100% +4h",
    "volet_2": "J-15 J-7 J-3 J-1 J +1j",
    "volet_2_final": "J-15 J-7 J-3 J-1 J +1j",
    "agency_date": "J-7 J-3 J-1 J +1j",
    "call": "100% +15m",
    "withdrawal_notice": "100% +1h",
    "shortage": "50% 100% +1j",
    "pharmacovigilance": "50% 100% +1j",
    "capa": "J-15 J-7 J-3 J-1 J +1j",
    "nomination": "J-60 J-30 J-15 J-7 J-3 J-1 J",
    "check": "J-30 J-7 J +7j",
}
SETTINGS = {
    "ansm_volet_2_days": 30,
    "ansm_volet_1_hours": 24,
    "ansm_answer_hours": 4,
    "ansm_pharmacovigilance_days": 1,
    "ansm_volet_2_start": "earliest",
    "ansm_shortage_hours": 24,
}


class Clock:
    """One clock: from when it is there until it is met, moved or over."""

    def __init__(self, kind, start, due, made, taken=()):
        self.kind, self.start, self.due = kind, start, due
        self.made, self.closed, self.met = made, None, False
        self.told_when_made = False
        #: (since, who): who took it on.
        self.taken = list(taken)

    def is_running(self):
        return not self.closed

    def taker(self, moment):
        """Return (since, who) of who has it at a moment."""
        found = [one for one in self.taken if one[0] <= moment]
        return found[-1] if found else (None, None)


class Year:
    """What the company's clocks and people are, as the story goes on."""

    def __init__(self, story):
        self.story, self.people = story, People()
        self.cases, self.clocks = {}, {}
        self.settings = dict(SETTINGS)
        self.ladders = {kind: [(START, words)] for kind, words in LADDERS.items()}
        self._checked(START, START.date() - 300 * DAY)
        for moment, what, details in story.events:
            self._happens(moment, what, dict(details))

    def _happens(self, moment, what, details):
        if self.people.happens(moment, what, **details):
            self._nominations(moment)
        elif what == "setting":
            self.settings[details["name"]] = details["value"]
            for case in self.cases:
                if not self.cases[case].closed:
                    self._look(case, moment)
        elif what == "ladder":
            self.ladders[details["kind"]].append((moment, details["rungs"]))
        elif what == "checked":
            self._checked(moment, local(moment).date())
        else:
            self._happens_to(details.pop("case"), moment, what, details)

    def _happens_to(self, case, moment, what, details):
        if what in ("open", "charge"):
            self.people.charge(case, moment, details.pop("who"))
        if what == "open":
            self.cases[case] = Case(**details)
        elif what == "taken":
            self._taken(case, moment, **details)
        else:
            self.cases[case].happens(moment, what, details)
        self._look(case, moment, self._judged(what, details))

    @staticmethod
    def _judged(what, details):
        return JUDGED.get(details["name"] if what == "moved" else what, ())

    def _checked(self, moment, day):
        """The look at the agency's addresses: again a year after the last."""
        held = self.clocks.setdefault((None, "check"), [])
        for clock in held:
            clock.closed = clock.closed or moment
        due = last_minute(day.replace(year=day.year + 1))
        held.append(Clock("check", datetime.combine(day, time()), due, moment))

    def _nominations(self, moment):
        for number, one in enumerate(self.people.nominations):
            if not one["last"]:
                continue
            held = self.clocks.setdefault((None, f"nomination/{number}"), [])
            due = last_minute(one["last"])
            if held and held[-1].due == due:
                continue
            for clock in held:
                clock.closed = clock.closed or moment
            start = min(one["confirmed"], due)
            held.append(Clock("nomination", start, due, moment))

    def _taken(self, case, moment, kind, who):
        for clock in self.clocks.get((case, kind), [])[-1:]:
            if clock.is_running() and self.people.is_there(who, moment):
                clock.taken.append((moment, who))

    def _look(self, case, moment, judged=()):
        """Start, move, meet and end the clocks of a case, as its facts are now.

        :param judged: the kinds of which those that were met are, by a new date
        """
        wanted = self.cases[case].wanted(self.settings)
        for (owner, place), held in self.clocks.items():
            if owner == case and place not in wanted and held[-1].is_running():
                held[-1].closed = moment
        for place, (kind, start, due, met) in wanted.items():
            held = self.clocks.setdefault((case, place), [])
            last = held[-1] if held else None
            stays = last and (last.start, last.due) == (start, due)
            if last and last.met and met and (stays or kind not in judged):
                continue
            taken = ()
            if last and last.is_running():
                if (last.start, last.due) == (start, due):
                    self._meet(last, met, moment)
                    continue
                last.closed, taken = moment, last.taken
            made = Clock(kind, start, due, moment, taken)
            # a proposal is told in the moment that makes it
            made.told_when_made = kind == "call" and not last
            held.append(made)
            self._meet(held[-1], met, moment)

    @staticmethod
    def _meet(clock, met, moment):
        if met:
            clock.met, clock.closed = True, moment

    def _run_after(self, moment):
        """Return the first five minutes at or after, at which the scheduler runs."""
        while True:
            over = (moment - datetime.min) % FIVE
            moment = moment - over + FIVE if over else moment
            held = [end for start, end in self.story.outages if start <= moment < end]
            if not held:
                return moment
            [moment] = held

    def notices(self, until):
        """Return {(case, place): [(version, run, keys, told)]} of all there is."""
        return {
            name: [
                (number, *notice)
                for number, clock in enumerate(held)
                for notice in self._of_clock(name[0], clock, until)
            ]
            for name, held in self.clocks.items()
        }

    def _of_clock(self, case, clock, until):
        """Return [(run, keys, told)] of one clock."""
        found, last = [], clock.start
        if clock.due <= clock.start:
            last -= SECOND
        ladders = self.ladders[clock.kind]
        ends = [since for since, _words in ladders[1:]] + [until]
        for (since, words), end in zip(ladders, ends, strict=True):
            rungs = steps(clock.start, clock.due, words, clock.closed or until)
            while True:
                first = min((one for one, _key in rungs if one > last), default=until)
                run = self._run_after(max(first, clock.made + SECOND, since))
                if clock.told_when_made and not found:
                    run = clock.made
                if run >= min(end, clock.closed or until):
                    break
                keys = [key for moment, key in rungs if last < moment <= run]
                found.append((run, keys, self._told(case, clock, run, found)))
                last = run
        return found

    def _told(self, case, clock, run, found):
        since, who = clock.taker(run)
        more = sum(one[0] > since for one in found) if who else 0
        if clock.kind in AT_ONCE and more and self.people.is_at_work(who, run):
            line = dict.fromkeys([who, *self.people.line(run)])
            return list(line)[: more + 1]
        number = 1 if run < clock.due else 2
        if clock.kind in URGENT:
            number = len(found) + 2
        return self.people.told(case, run, number, who)
