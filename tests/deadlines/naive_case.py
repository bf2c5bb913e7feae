# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The facts of a case in the naive model, and which clocks they ask for.

Nothing of the addon is imported.
"""

from .naive_calendar import DAY, HOUR, last_minute, local, office

#: The case's own speciality, and another one it may have.
OWN, OTHER = "", "other"
#: What goes on after a closing.
OUTLIVES = ("capa", "agency_date", "shortage", "pharmacovigilance")


class Case:
    """What is known of one case, as the story goes on."""

    def __init__(self, known, signal):
        self.known, self.signal = known, signal
        self.specialities, self.left = [OWN], []
        self.answered = self.closed = False
        self.promised = self.handed = None
        self.adverse = self.shortage = "no"
        self.shortage_told, self.given, self.promise = False, {}, None
        self.recall, self.recalled, self.notified = None, None, False

    def happens(self, moment, what, details):
        """Take note of what happens; of a task that is deleted or moved, nothing."""
        work = getattr(self, f"_{what}", None)
        if work:
            work(moment, **details)

    def _speciality(self, _moment):
        self.specialities.append(OTHER)

    def _left(self, moment, kind, final=False, of=OWN):
        self.left.append((moment, kind, final, of))
        # a version made after the closing opens the case again
        self.closed = False

    def _moved(self, _moment, name, to):
        setattr(self, name, to)

    def _promised(self, _moment, day):
        self.promised = day

    def _answered(self, _moment):
        self.answered = True

    def _adverse(self, _moment, value):
        self.adverse = value

    def _handed(self, _moment, day):
        self.handed = day

    def _shortage(self, _moment, value):
        self.shortage = value

    def _shortage_told(self, _moment):
        self.shortage_told = True

    def _given(self, moment, name, day):
        self.given[name] = [moment, day, False]

    def _given_moved(self, _moment, name, day):
        self.given[name][1] = day

    def _given_answered(self, _moment, name):
        self.given[name][2] = True

    def _promise(self, moment, day):
        self.promise = {"made": moment, "day": day, "done": False, "dropped": False}

    def _postponed(self, _moment, day):
        self.promise["day"] = day

    def _action_ended(self, _moment, how):
        self.promise["done" if how == "close" else "dropped"] = True

    def _proposed(self, moment, notice):
        self.recall = {"at": moment, "notice": notice, "left": False, "reached": False}

    def _proposal_left(self, _moment):
        self.recall["left"] = True

    def _reached(self, _moment):
        self.recall["reached"] = True

    def _retracted(self, _moment):
        self.recall["reached"] = False

    def _recalled(self, moment):
        self.recalled = moment

    def _notified(self, moment):
        self.notified = True
        self._left(moment, "volet_1")

    def _close(self, _moment):
        self.closed = bool(self.left)

    def wanted(self, rules):
        """Return {place: (kind, start, due, whether it is met)}."""
        found = self._wanted_recalls()
        if not self.closed:
            return {**found, **self._wanted_others(rules)}
        others = self._wanted_others(rules).items()
        left = {place: one for place, one in others if one[3] or one[0] in OUTLIVES}
        return {**found, **left}

    def _wanted_others(self, rules):
        found = {}
        for of in self.specialities:
            found |= self._wanted_volets(of, rules)
        if self.left:
            start = min(self.left)[0]
            due = office(start, rules["ansm_answer_hours"])
            found["acknowledgement"] = (
                *("acknowledgement", start, due),
                self.answered,
            )
        return {**found, **self._wanted_facts(rules)}

    def _wanted_volets(self, of, rules):
        suffix = f"/{of}" if of else ""
        left = [one for one in self.left if one[3] == of]
        second = [moment for moment, kind, *_more in left if kind == "volet_2"]
        alarm = self.known + rules["ansm_volet_1_hours"] * HOUR
        first = any(kind == "volet_1" for _moment, kind, *_more in left)
        start = self.known
        if rules["ansm_volet_2_start"] == "earliest":
            start = min(self.known, self.signal)
        due = _days(start, rules["ansm_volet_2_days"])
        found = {
            f"volet_1{suffix}": ("volet_1", self.known, alarm, first),
            f"volet_2{suffix}": ("volet_2", start, due, bool(second)),
        }
        if second and self.promised:
            due, done = last_minute(self.promised), any(one[2] for one in left)
            name, start = f"volet_2_final{suffix}", min(second)
            found[name] = ("volet_2_final", start, due, done)
        return found

    def _wanted_facts(self, rules):
        found, known = {}, self.known
        if self.shortage == "yes":
            due = known + rules["ansm_shortage_hours"] * HOUR
            found["shortage"] = ("shortage", known, due, self.shortage_told)
        if self.adverse == "yes":
            due = _days(known, rules["ansm_pharmacovigilance_days"])
            handed = bool(self.handed)
            found["pharmacovigilance"] = ("pharmacovigilance", known, due, handed)
        for name, (asked, day, done) in self.given.items():
            due = last_minute(day)
            start = min(asked, due)
            found[f"agency_date/{name}"] = ("agency_date", start, due, done)
        if self.promise and not self.promise["dropped"]:
            due = last_minute(self.promise["day"])
            start = min(self.promise["made"], due)
            found["capa"] = ("capa", start, due, self.promise["done"])
        return found

    def _wanted_recalls(self):
        """What is due at once, also of a case that is closed."""
        found, recall = {}, self.recall
        if recall:
            at, left = recall["at"], recall["left"]
            found["call"] = ("call", at, at, left and recall["reached"])
            if recall["notice"]:
                found["withdrawal_notice/recall"] = ("withdrawal_notice", at, at, left)
        if self.recalled:
            told = bool(recall and recall["notice"] and recall["left"])
            at, met = self.recalled, self.notified or told
            found["withdrawal_notice"] = ("withdrawal_notice", at, at, met)
        return found


def _days(start, days):
    return last_minute(local(start).date() + days * DAY)
