# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The people of the naive model: who is told of a clock at a moment."""

from .naive_calendar import local
from .story import PREPARERS

#: Told when the line is empty: who prepares, then who manages.
ALL = (*sorted(PREPARERS), "administrator", "boss", "second")


class People:
    """Who is there, on duty, in office; who works on which case."""

    def __init__(self):
        self.left, self.away = {}, []
        self.duties, self.nominations, self.charges = [], [], {}

    def happens(self, moment, what, **details):
        """Take note of what happens to people; return whether it does."""
        work = {
            "leave": self._leave,
            "away": self._away,
            "duty": self._duty,
            "nominate": self._nominate,
            "end": self._end,
        }.get(what)
        if work:
            work(moment, **details)
        return bool(work)

    def _leave(self, moment, who):
        self.left[who] = moment

    def _away(self, moment, who, until):
        self.away.append((who, moment, until))

    def _duty(self, _moment, **row):
        self.duties.append(row)

    def _nominate(self, moment, who, role, first, last):
        row = {"who": who, "role": role, "first": first, "last": last}
        self.nominations.append({**row, "confirmed": moment, "ends": [(moment, last)]})

    def _end(self, moment, who, last):
        [one] = [one for one in self.nominations if one["who"] == who]
        one["last"] = last
        one["ends"].append((moment, last))

    def charge(self, case, moment, who):
        self.charges.setdefault(case, []).append((moment, who))

    def is_there(self, who, moment):
        return who not in self.left or moment < self.left[who]

    def is_at_work(self, who, moment):
        """Whether somebody named is told: he is there, and not away."""
        there = who and self.is_there(who, moment)
        return bool(there) and not self._is_away(who, moment)

    def _of_case(self, case, moment):
        told = [who for since, who in self.charges.get(case, ()) if since <= moment]
        return [who for who in told[-1:] if self.is_at_work(who, moment)]

    def told(self, case, moment, number, taken):
        """Return who is told of a notice, in this order.

        :param number: how many, when nobody has it
        :param taken: who said « Je prends », or None
        """
        if self.is_at_work(taken, moment):
            return [taken]
        own, line = self._of_case(case, moment), self.line(moment)
        return list(dict.fromkeys(own + line))[:number]

    def line(self, moment):
        found = self._on_duty(moment, "on_duty") + self._on_duty(moment, "backup")
        found += self._on_duty(moment, "interim") + self._pharmacists(moment)
        found += self._on_duty(moment, "manager")
        line = [one for one in dict.fromkeys(found) if self.is_there(one, moment)]
        return line or [one for one in ALL if self.is_there(one, moment)]

    def _on_duty(self, moment, role):
        rows = [
            (one["start"], number, one["who"])
            for number, one in enumerate(self.duties)
            if one["role"] == role and one["start"] <= moment < one["end"]
        ]
        return [who for _start, _number, who in sorted(rows)]

    def _pharmacists(self, moment):
        chief, other = self._in_office("pr", moment), self._in_office("pri", moment)
        there = [
            one
            for one in chief
            if self.is_there(one, moment) and not self._is_away(one, moment)
        ]
        if there and not self._on_duty(moment, "interim"):
            return there + chief
        return other + chief

    def _in_office(self, role, moment):
        day = local(moment).date()
        found = []
        for one in self.nominations:
            known = [last for since, last in one["ends"] if since <= moment]
            if one["role"] == role and known and one["first"] <= day:
                if not known[-1] or day <= known[-1]:
                    found.append((one["first"], one["who"]))
        return [who for _first, who in sorted(found, reverse=True)]

    def _is_away(self, who, moment):
        # the last he said of himself counts
        said = [one for one in self.away if one[0] == who and one[1] <= moment]
        return bool(said) and said[-1][1] <= moment <= said[-1][2]
