# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import clocks
from .ansm_deadline_band import LATE_FROM_START

#: What a closing ends not: what was promised, what others wait for, and a recall
#: that a call or a letter proposes after it.
OUTLIVES = (
    *LATE_FROM_START,
    *("capa", "agency_date", "shortage", "pharmacovigilance"),
)
#: Changing one of these may start, move or meet a clock.
MOVES = {
    *("known_at", "signal_received_at", "adverse_effects", "pharmacovigilance_date"),
    *("shortage_risk", "shortage_told_on", "shortage_told_reference"),
    *("shortage_not_due", "next_report_date", "medicine_id", "speciality_ids"),
    "agency_date_ids",
}


#: What is written on a case and may ask for the declaration of a shortage.
SHORTAGE = {"shortage_risk", "shortage_not_due", "medicine_id", "speciality_ids"}
#: By which dates a clock that was met is judged again, when one is corrected.
JUDGED = {
    "volet_1": {"known_at"},
    "volet_2": {"known_at", "signal_received_at"},
    "volet_2_final": {"next_report_date"},
    "pharmacovigilance": {"known_at", "pharmacovigilance_date"},
    "shortage": {"known_at", "shortage_told_on"},
    "agency_date": {"day", "transmission_id"},
    "capa": {"date_deadline"},
}


class Clock(NamedTuple):
    """A clock as the evidence wants it now."""

    kind: str
    place: str
    about: str
    started_at: object
    due: object
    met_at: object = None
    met_words: str = ""


class AnsmDeadline(models.Model):
    """Clocks follow the evidence: what is wanted is compared with what is held."""

    _inherit = "ansm.deadline"

    @api.model
    def _follow(self, company, case, wanted):
        """Start, move, meet and end the clocks of a case, or of a company.

        :param wanted: list of ``Clock``
        :return: the clocks begun in place of others: a date has changed
        """
        held = case.deadline_ids if case else self._of_company(company)
        held = held.filtered(lambda one: not one.ended_at)
        # one that runs comes last: a former one of its place was met
        kept = {one.place: one for one in held.sorted(lambda one: not one.met_at)}
        names = {one.place for one in wanted}
        changed = self.browse()
        for clock in wanted:
            one = kept.get(clock.place, self.browse())
            changed |= self._follow_one(company, case, clock, one)
        held.filtered(lambda one: not one.met_at and one.place not in names)._end()
        return changed

    @api.model
    def _of_company(self, company):
        mine = [("company_id", "=", company.id), ("declaration_id", "=", False)]
        return self.search([*mine, ("ended_at", "=", False)])

    def _follow_one(self, company, case, clock, held):
        """Return the clock begun in place of the one held; none when it stays."""
        none = self.browse()
        if held.met_at:
            if not held._is_judged_again(clock):
                return none
            # of what met it and was taken back a clock of its own runs again
            held._replace()
            before = held if clock.met_at else none
            self._begin(company, case, clock, before)._meet(clock)
            return none
        changed = none
        if held and not held._same(clock):
            held._replace()
            held = changed = self._begin(company, case, clock, held)
        elif not held:
            held = self._begin(company, case, clock)
        held._name_anew(clock.about)
        held._meet(clock)
        return changed

    def _name_anew(self, about):
        """Follow what it is about: another speciality or title makes no other date."""
        before = self._about() or ""
        if about and about != before:
            self._log("renamed", words=f"{before or '…'} → {about}")
            self.about_now = about
            self._put_tasks_right()

    def _is_judged_again(self, clock):
        """Tell whether a met clock counts no longer: what met it was taken back, be it
        that something later meets it, or a date it follows from was corrected. A
        setting that changes judges nothing that is done."""
        if not clock.met_at:
            return bool(clock.due)
        if clock.met_at.replace(microsecond=0) > self.met_at:
            return True
        moved = set(self.env.context.get("ansm_moved") or ())
        if not JUDGED.get(self.kind, set()) & moved:
            return False
        held = (self.started_at, self.due_at, self.met_at)
        return held != (clock.started_at, clock.due.at, clock.met_at)

    def _outlives_closing(self):
        self.ensure_one()
        return self.kind in OUTLIVES

    def _held_due(self):
        """Return its date as ``clocks`` tells one."""
        return clocks.Due(self.due_at, self.target, self.words)

    def _same(self, clock):
        held = (self.started_at, self.due_at, self.target)
        return held == (clock.started_at, clock.due.at, clock.due.target)

    @api.model
    def _begin(self, company, case, clock, replaced=None):
        # the index has to know what ended before the next one is inserted
        self.flush_model(["met_at", "ended_at"])
        made = self.create(
            {
                "company_id": company.id,
                "declaration_id": case.id,
                "kind": clock.kind,
                "place": clock.place,
                "about": clock.about,
                "started_at": clock.started_at,
                "due_at": clock.due.at,
                "target": clock.due.target,
                "words": clock.due.words,
                "replaces_id": replaced.id if replaced else False,
                "taken_by_id": replaced.taken_by_id.id if replaced else False,
                "made_at": fields.Datetime.now(),
            }
        )
        made._log("started", words=clock.due.words)
        if not clock.met_at:
            # what is due at once has its first step at the very start
            made._reckon_next(made.started_at - timedelta(seconds=1))
        return made

    def _replace(self):
        if not self:
            return
        self._log("replaced", words=self._reason_of_change())
        # one that was met is no figure of the report any more
        self.write({"ended_at": fields.Datetime.now(), "result": False})
        self._sync_activity()
        self.flush_recordset()

    def _reason_of_change(self):
        return self.env.context.get("ansm_change_reason") or self.env._(
            "What it is counted from has changed: a date, of which the audit trail "
            "says why, a setting, the office hours, or what had met it."
        )

    def _meet(self, clock):
        """Record what met it, if something did."""
        if not clock.met_at:
            return
        self._log("met", words=clock.met_words)
        result = "late" if self._is_late(clock.met_at) else "in_time"
        self.write({"met_at": clock.met_at, "result": result})
        self._sync_activity()

    def _end(self):
        if not self:
            return
        self._log("ended")
        self.ended_at = fields.Datetime.now()
        for clock in self:
            clock._sync_activity()


#: Dates of what was done: they meet a clock.
DONE = ("pharmacovigilance_date", "shortage_told_on")


class AnsmDeclaration(models.Model):
    """The clocks of a case, refreshed whenever its evidence moves."""

    _inherit = "ansm.declaration"

    deadline_ids = fields.One2many("ansm.deadline", "declaration_id", "Deadlines")

    def _refresh_clocks(self):
        """Compare the clocks with the evidence, as often as one likes."""
        # sudo: clocks are evidence, moved by code alone
        changed = self.env["ansm.deadline"].sudo()
        for case in self.sudo():
            wanted = case._wanted_clocks()
            if case.state == "closed":
                wanted = case._wanted_after_closing(wanted)
            changed |= case.deadline_ids._follow(case.company_id, case, wanted)
        changed._tell_changed()

    def _wanted_after_closing(self, wanted):
        """Return those, of these, that a closing leaves.

        What had been met and is no longer, a mail that came back, runs again: the
        closing alone ends what runs. A medicine that becomes of major interest gives
        no closed case a new duty.
        """
        held = self.deadline_ids.filtered(lambda one: not one.ended_at)
        places = set(held.mapped("place"))
        met = set(held.filtered("met_at").mapped("place"))
        stays = met if self.env.context.get("ansm_closing") else places
        written = SHORTAGE & set(self.env.context.get("ansm_moved") or ())
        return [
            one
            for one in wanted
            if one.met_at
            or one.place in stays
            or (one.kind in OUTLIVES and one.kind != "shortage")
            or (one.kind == "shortage" and (written or one.place in places))
        ]

    def _wanted_clocks(self):
        """Return the clocks (``Clock``) the evidence of the case asks for."""
        self.ensure_one()
        return []

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._refresh_clocks()
        return cases

    @api.constrains(*DONE)
    def _check_done(self):
        """What is planned is not done: a date to come would end its reminders."""
        for case in self:
            today = case.company_id._ansm_today()
            wrong = [
                self._fields[name]._description_string(self.env)
                for name in DONE
                if case[name] and case[name] > today
            ]
            if wrong:
                raise ValidationError(
                    self.env._("A day to come proves nothing: %s.", ", ".join(wrong))
                )

    def _refuse_broken_promise(self, vals):
        """Refuse to empty the date of the next report once a Volet 2 left with it."""
        if "next_report_date" not in vals or vals["next_report_date"]:
            return
        places = (
            self.sudo()
            .deadline_ids._running()
            .filtered(lambda one: one.kind == "volet_2_final")
        )
        if places:
            raise UserError(
                self.env._(
                    "A Volet 2 promised a next report to the agency (%s): give another "
                    "date, with the reason; the final Volet 2 ends it.",
                    ", ".join(places.declaration_id.mapped("name")),
                )
            )

    def write(self, vals):
        self._refuse_broken_promise(vals)
        result = super().write(vals)
        if MOVES & vals.keys():
            reason = vals.get("ansm_change_reason")
            told = self.with_context(ansm_change_reason=reason) if reason else self
            moved = tuple(MOVES & vals.keys())
            told.with_context(ansm_moved=moved)._refresh_clocks()
        if "user_id" in vals:
            # sudo: the tasks of the one before are others', too
            self.sudo().deadline_ids._running()._put_tasks_right()
        return result

    def _refresh_state(self):
        result = super()._refresh_state()
        self._refresh_clocks()
        return result

    def _clocks_touched(self):
        """Called by records of the case that are evidence: a call, a decision."""
        self._refresh_clocks()
