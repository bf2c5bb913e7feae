# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A naive model of a year: every notice it takes, to whom, from the story alone.

Nothing of the addon is imported: facts say which clocks there are, a walk over the
five minutes of the scheduler says which notices they give.
"""

from datetime import datetime, time, timedelta

from .naive_calendar import DAY, HOUR, last_minute, local, office, steps
from .naive_people import People
from .story import START

SECOND, FIVE = timedelta(seconds=1), timedelta(minutes=5)
URGENT = ("volet_1",)
LADDERS = {
    "volet_1": "50% 80% 100% +1h",
    "acknowledgement": "100% +4h",
    "volet_2": "J-15 J-7 J-3 J-1 J +1j",
    "volet_2_final": "J-15 J-7 J-3 J-1 J +1j",
    "agency_date": "J-7 J-3 J-1 J +1j",
    "shortage": "50% 100% +1j",
    "pharmacovigilance": "50% 100% +1j",
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
        #: (since, who): who took it on.
        self.taken = list(taken)

    def is_running(self):
        return not self.closed

    def taker(self, moment):
        found = [who for since, who in self.taken if since <= moment]
        return found[-1] if found else None


class Year:
    """What the company's clocks and people are, as the story goes on."""

    def __init__(self, story):
        self.story, self.people = story, People()
        self.facts, self.clocks = {}, {}
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
            for case in self.facts:
                self._look(case, moment)
        elif what == "ladder":
            self.ladders[details["kind"]].append((moment, details["rungs"]))
        elif what == "checked":
            self._checked(moment, local(moment).date())
        else:
            case = details.pop("case")
            getattr(self, f"_{what}", self._untouched)(case, moment, **details)
            self._look(case, moment)

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

    def _untouched(self, _case, _moment, **_details):
        """A task that is deleted or moved changes nothing."""

    def _open(self, case, moment, who, known, signal):
        self.facts[case] = {
            **{"known": known, "signal": signal, "left": [], "answered": False},
            **{"promised": None, "adverse": "no", "handed": None, "closed": False},
            **{"shortage": "no", "shortage_told": False, "given": {}},
        }
        self.people.charge(case, moment, who)

    def _charge(self, case, moment, who):
        self.people.charge(case, moment, who)

    def _left(self, case, moment, kind, final=False):
        self.facts[case]["left"].append((moment, kind, final))
        # a version made after the closing opens the case again
        self.facts[case]["closed"] = False

    def _moved(self, case, _moment, name, to):
        self.facts[case][name] = to

    def _promised(self, case, _moment, day):
        self.facts[case]["promised"] = day

    def _answered(self, case, _moment):
        self.facts[case]["answered"] = True

    def _adverse(self, case, _moment, value):
        self.facts[case]["adverse"] = value

    def _handed(self, case, _moment, day):
        self.facts[case]["handed"] = day

    def _shortage(self, case, _moment, value):
        self.facts[case]["shortage"] = value

    def _shortage_told(self, case, _moment):
        self.facts[case]["shortage_told"] = True

    def _given(self, case, moment, name, day):
        self.facts[case]["given"][name] = [moment, day, False]

    def _given_moved(self, case, _moment, name, day):
        self.facts[case]["given"][name][1] = day

    def _given_answered(self, case, _moment, name):
        self.facts[case]["given"][name][2] = bool(self.facts[case]["left"])

    def _close(self, case, _moment):
        self.facts[case]["closed"] = bool(self.facts[case]["left"])

    def _taken(self, case, moment, kind, who):
        for clock in self.clocks.get((case, kind), [])[-1:]:
            if clock.is_running() and self.people.is_there(who, moment):
                clock.taken.append((moment, who))

    def _wanted(self, case):
        """Return {place: (kind, start, due, whether it is met)} of a case."""
        facts, rules = self.facts[case], self.settings
        known, left = facts["known"], facts["left"]
        second = [moment for moment, kind, _final in left if kind == "volet_2"]
        found = {
            "volet_1": (
                *("volet_1", known, known + rules["ansm_volet_1_hours"] * HOUR),
                any(kind == "volet_1" for _moment, kind, _final in left),
            )
        }
        start = known
        if rules["ansm_volet_2_start"] == "earliest":
            start = min(known, facts["signal"])
        due = self._days(start, rules["ansm_volet_2_days"])
        found["volet_2"] = ("volet_2", start, due, bool(second))
        if second and facts["promised"]:
            due, done = last_minute(facts["promised"]), any(one[2] for one in left)
            found["volet_2_final"] = ("volet_2_final", min(second), due, done)
        if left:
            start = min(left)[0]
            due = office(start, rules["ansm_answer_hours"])
            found["acknowledgement"] = (
                *("acknowledgement", start, due),
                facts["answered"],
            )
        return {**found, **self._wanted_facts(facts, known)}

    def _wanted_facts(self, facts, known):
        found, rules = {}, self.settings
        if facts["shortage"] == "yes":
            due = known + rules["ansm_shortage_hours"] * HOUR
            found["shortage"] = ("shortage", known, due, facts["shortage_told"])
        if facts["adverse"] == "yes":
            due = self._days(known, rules["ansm_pharmacovigilance_days"])
            handed = bool(facts["handed"])
            found["pharmacovigilance"] = ("pharmacovigilance", known, due, handed)
        for name, (asked, day, done) in facts["given"].items():
            due = last_minute(day)
            start = min(asked, due)
            found[f"agency_date/{name}"] = ("agency_date", start, due, done)
        return found

    @staticmethod
    def _days(start, days):
        return last_minute(local(start).date() + days * DAY)

    def _look(self, case, moment):
        """Start, move, meet and end the clocks of a case, as its facts are now."""
        wanted = self._wanted(case)
        if self.facts[case]["closed"]:
            wanted = {place: one for place, one in wanted.items() if one[3]}
        for (owner, place), held in self.clocks.items():
            if owner == case and place not in wanted and held[-1].is_running():
                held[-1].closed = moment
        for place, (kind, start, due, met) in wanted.items():
            held = self.clocks.setdefault((case, place), [])
            last = held[-1] if held else None
            if last and last.met and met:
                continue
            taken = ()
            if last and last.is_running():
                if (last.start, last.due) == (start, due):
                    self._meet(last, met, moment)
                    continue
                last.closed, taken = moment, last.taken
            held.append(Clock(kind, start, due, moment, taken))
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
        ladders = self.ladders[clock.kind]
        ends = [since for since, _words in ladders[1:]] + [until]
        for (since, words), end in zip(ladders, ends, strict=True):
            rungs = steps(clock.start, clock.due, words)
            while True:
                first = min((one for one, _key in rungs if one > last), default=until)
                run = self._run_after(max(first, clock.made + SECOND, since))
                if run >= min(end, clock.closed or until):
                    break
                keys = [key for moment, key in rungs if last < moment <= run]
                taken, urgent = clock.taker(run), clock.kind in URGENT
                told = self.people.told(case, run, urgent, len(found), taken)
                found.append((run, keys, told))
                last = run
        return found
