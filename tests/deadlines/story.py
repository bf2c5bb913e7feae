# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A year of a company, drawn from a seed: what people do, when, and the outages.

Plain data, told to Odoo by ``year.py`` and to the naive model by ``naive_year.py``.
Moments are naive UTC in whole minutes, never those of the scheduler's five minutes.
"""

import random
from datetime import date, datetime, timedelta

START, END = datetime(2026, 3, 2, 6, 2), datetime(2027, 3, 2, 6, 0)
#: Both nights the clocks change, and days nobody works.
RARE = [
    *(datetime(2026, 3, 29, 0, 32), datetime(2026, 3, 29, 1, 2)),
    *(datetime(2026, 10, 25, 0, 32), datetime(2026, 10, 25, 1, 2)),
    *(datetime(2026, 5, 1, 9, 3), datetime(2026, 7, 14, 22, 31)),
    *(datetime(2026, 12, 24, 23, 1), datetime(2026, 12, 31, 23, 4)),
    *(datetime(2026, 5, 3, 10, 1), datetime(2027, 1, 1, 3, 3)),
]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: login: whether he prepares declarations; none of the others but reads them.
PEOPLE = {
    **{"qa1": True, "qa2": True, "qa3": True, "qa4": True},
    **{"pr": False, "pr2": False, "pri": False, "pri2": False, "boss": False},
}
#: Those who want their notifications in Odoo, and are mailed what is urgent alone.
INBOX = ("qa1", "pr")
PREPARERS = [one for one, prepares in PEOPLE.items() if prepares]


class Story:
    """All that happens in a year: ``events`` are (moment, what, details)."""

    def __init__(self, seed, cases):
        self.draw = random.Random(seed)  # noqa: S311
        self.cases, self.events = cases, []
        self._people()
        self._rules()
        for case in range(cases):
            self._case(case)
        self.outages = self._outages()
        held = [one for one in self.events if START < one[0] < END]
        self.events = sorted(held, key=lambda one: one[0])

    def add(self, moment, what, **details):
        self.events.append((self._off(moment), what, details))

    @staticmethod
    def _off(moment):
        """Return a moment off the scheduler's five minutes."""
        moment = moment.replace(second=0, microsecond=0)
        return moment + timedelta(minutes=2) if moment.minute % 5 == 0 else moment

    def _between(self, first, last):
        """Return a moment between two, so many hours after START."""
        minutes = self.draw.randint(int(first * 60), int(last * 60))
        return timedelta(minutes=minutes)

    def _any(self):
        return START + self._between(1, 362 * 24)

    def _people(self):
        """Duties week by week, absences, departures, nominations that end."""
        draw, day = self.draw, START - DAY
        roles = ("on_duty", "backup", "manager", "interim")
        while day < END:
            for role in draw.sample(roles, draw.choice((1, 2, 2, 3))):
                week = {"start": day, "end": day + self._between(60, 190)}
                who = draw.choice(["qa1", "qa3", "qa4", "pri", "boss", "pr"])
                self.duty_of(role, who, **week)
            day += 7 * DAY
        for who, months in (("pr", 5), ("pri", 8)):
            self._nominate(who, START.date(), START.date() + months * 30 * DAY)
        follow = START + 5 * 30 * DAY + 5 * DAY
        self._nominate("pr2", follow.date(), None, follow)
        self._nominate("pri2", date(2026, 12, 1), date(2027, 2, 12), self._any())
        self.add(START + 250 * DAY, "end", who="pr2", last=date(2027, 1, 31))
        for _time in range(4):
            away = self._any()
            who = draw.choice(("pr", "pr2"))
            self.add(away, "away", who=who, until=away + self._between(20, 400))
        for who, days in (("qa2", 120), ("qa4", 200), ("boss", 300)):
            self.add(START + days * DAY + self._between(0, 24), "leave", who=who)

    def duty_of(self, role, who, start, end):
        row = {"role": role, "who": who, "start": start, "end": end}
        self.add(START + timedelta(minutes=1), "duty", **row)

    def _nominate(self, who, first, last, moment=None):
        moment = moment or START + timedelta(minutes=1)
        role = "pri" if who.startswith("pri") else "pr"
        self.add(moment, "nominate", who=who, role=role, first=first, last=last)

    def _rules(self):
        """Settings and ladders that change, each once; the yearly check is late."""
        for name, value in (
            ("ansm_volet_2_days", 21),
            ("ansm_volet_1_hours", 12),
            ("ansm_answer_hours", 6),
            ("ansm_pharmacovigilance_days", 2),
            ("ansm_volet_2_start", "known"),
        ):
            self.add(self._any(), "setting", name=name, value=value)
        for kind, rungs in (
            ("volet_2", "J-10 J-5 J-3 J-1 J +2j"),
            ("shortage", "50% 80% 100% +1j"),
            ("agency_date", "J-3 J +1j"),
        ):
            self.add(self._any(), "ladder", kind=kind, rungs=rungs)
        self.add(START + 150 * DAY, "checked")

    def _case(self, case):
        """One case: opened at any hour, met or not, its facts on the move."""
        draw = self.draw
        # off the five minutes now: nothing happens to it before
        opened = self._off(draw.choice(RARE) if case % 3 == 0 else self._any())
        known = self._off(opened - self._between(0, draw.choice((0.1, 3, 40))))
        signal = self._off(known - self._between(0, 80))
        who = draw.choice(PREPARERS)
        moments = {"known": known, "signal": signal}
        self.add(opened, "open", case=case, who=who, **moments)
        # hourly notices end after a day and a half at the latest
        first = self._between(0.2, draw.choice((8, 20, 31)))
        self.add(opened + first, "left", case=case, kind="volet_1")
        if draw.random() < 0.7:
            after = opened + self._between(60, 36 * 24)
            final = draw.random() < 0.3
            self.add(after, "left", case=case, kind="volet_2", final=final)
            self._final(case, opened, after)
        self.add(opened + self._between(32, 60), "answered", case=case)
        for chance, more in (
            (0.3, self._moved),
            (0.5, self._pharmacovigilance),
            (0.4, self._shortage),
            (0.4, self._agency_date),
            (0.4, self._hands),
            (0.2, self._speciality),
            (0.3, self._commitment),
            (0.2, self._recall),
            (0.15, self._recalled),
        ):
            if draw.random() < chance:
                more(case, opened, moments)
        # a case nobody answers is closed in the end: notices are not for ever
        self.add(opened + self._between(31 * 24, 38 * 24), "close", case=case)

    def _final(self, case, opened, after):
        day = (opened + self._between(20 * 24, 60 * 24)).date()
        self.add(opened + self._between(1, 45 * 24), "promised", case=case, day=day)
        if self.draw.random() < 0.6:
            late = after + self._between(10, 20 * 24)
            self.add(late, "left", case=case, kind="volet_2", final=True)

    def _moved(self, case, opened, moments):
        name = self.draw.choice(("known", "signal"))
        hours = self.draw.choice((-70, -25, -3))
        moved = self._off(moments["signal"] + hours * HOUR)
        when = opened + self._between(1, 400)
        self.add(when, "moved", case=case, name=name, to=moved)

    def _pharmacovigilance(self, case, opened, _moments):
        told = opened + self._between(0, 60)
        self.add(told, "adverse", case=case, value="yes")
        handed = told + self._between(1, 70)
        self.add(handed, "handed", case=case, day=handed.date())
        if self.draw.random() < 0.3:
            back = handed + self._between(5, 100)
            self.add(back, "handed", case=case, day=None)
            value = self.draw.choice(("no", "yes"))
            self.add(back + self._between(20, 90), "adverse", case=case, value=value)
            again = back + self._between(100, 400)
            self.add(again, "handed", case=case, day=again.date())

    def _shortage(self, case, opened, _moments):
        feared = opened + self._between(0, 100)
        self.add(feared, "shortage", case=case, value="yes")
        self.add(feared + self._between(1, 120), "shortage_told", case=case)
        if self.draw.random() < 0.3:
            over = feared + self._between(1, 60)
            self.add(over, "shortage", case=case, value="no")

    def _agency_date(self, case, opened, _moments):
        for number in range(self.draw.choice((1, 1, 2))):
            name, given = f"{case}/{number}", opened + self._between(1, 200)
            day = (given + self._between(-30, 30 * 24)).date()
            self.add(given, "given", case=case, name=name, day=day)
            later = (given + self._between(24, 40 * 24)).date()
            if self.draw.random() < 0.5:
                moved = given + self._between(1, 300)
                self.add(moved, "given_moved", name=name, case=case, day=later)
            hours = self.draw.choice((15, 15, 15, 45)) * 24
            done = given + self._between(60, hours)
            self.add(done, "given_answered", name=name, case=case)

    def _hands(self, case, opened, _moments):
        """It is taken, given to another, and its tasks are tampered with."""
        kind = self.draw.choice(("volet_1", "volet_2", "shortage"))
        taken = opened + self._between(0.5, 300)
        who = self.draw.choice(PREPARERS)
        self.add(taken, "taken", case=case, kind=kind, who=who)
        who = self.draw.choice(PREPARERS)
        self.add(taken + self._between(1, 200), "charge", case=case, who=who)
        for what in ("task_deleted", "task_moved"):
            self.add(taken + self._between(1, 400), what, case=case)

    def _speciality(self, case, opened, _moments):
        """It concerns another speciality too, with volets of its own."""
        found = opened + self._between(0.2, 100)
        self.add(found, "speciality", case=case)
        sent = found + self._between(0.2, 30)
        self.add(sent, "left", case=case, kind="volet_1", of="other")
        if self.draw.random() < 0.7:
            after = found + self._between(60, 25 * 24)
            final = self.draw.random() < 0.5
            self.add(after, "left", case=case, kind="volet_2", final=final, of="other")

    def _commitment(self, case, opened, _moments):
        """A CAPA is promised to the agency, postponed, done or dropped."""
        asked = opened + self._between(1, 300)
        day = (asked + self._between(-20, 40 * 24)).date()
        self.add(asked, "promise", case=case, day=day)
        if self.draw.random() < 0.4:
            later = day + self.draw.randint(1, 20) * DAY
            self.add(asked + self._between(1, 200), "postponed", case=case, day=later)
        # some of them after the case was closed
        ended = asked + self._between(201, self.draw.choice((25, 60)) * 24)
        how = self.draw.choice(("close", "cancel"))
        self.add(ended, "action_ended", case=case, how=how)

    def _recall(self, case, opened, _moments):
        """A recall is proposed: its mail leaves, and somebody reaches the agency,
        after attempts that failed, or believes so."""
        draw, proposed = self.draw, opened + self._between(0, 200)
        notice = draw.random() < 0.5
        self.add(proposed, "proposed", case=case, notice=notice)
        self.add(proposed + self._between(0.1, 4), "proposal_left", case=case)
        for _attempt in range(draw.choice((0, 1, 2))):
            self.add(proposed + self._between(0.05, 2), "unreached", case=case)
        if draw.random() < 0.5:
            taken, who = proposed + self._between(0.05, 3), draw.choice(PREPARERS)
            self.add(taken, "taken", case=case, kind="call", who=who)
        reached = proposed + self._between(0.1, 5)
        self.add(reached, "reached", case=case)
        if draw.random() < 0.3:
            wrong = reached + self._between(0.1, 9)
            self.add(wrong, "retracted", case=case)
            self.add(wrong + self._between(0.1, 3), "reached", case=case)

    def _recalled(self, case, opened, _moments):
        """A batch is withdrawn: the agency is informed (L. 5124-6 CSP)."""
        taken = opened + self._between(0.2, 200)
        self.add(taken, "recalled", case=case)
        self.add(taken + self._between(0.1, 15), "notified", case=case)

    def _outages(self):
        """Return when the scheduler does not run: (start, end), apart."""
        fixed = [
            (datetime(2026, 3, 28, 20, 1), 9),
            (datetime(2026, 7, 29, 20, 3), 50),
            (datetime(2026, 10, 24, 23, 1), 5),
            (datetime(2026, 12, 24, 17, 2), 100),
        ]
        drawn = [(self._any(), self.draw.choice((1, 3, 8, 30))) for _one in range(14)]
        found = []
        for start, hours in sorted(fixed + drawn):
            if not found or start > found[-1][1]:
                found.append((start, start + hours * HOUR))
        return found
