# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain

from .. import clocks, ics
from .ansm_deadline_band import AT_ONCE

#: Clocks in one calendar; when there are more, it says so.
LIMIT = 2000


class AnsmDeadline(models.Model):
    """Where a clock stands in a calendar: of Odoo, of a mail program, of a telephone.

    The running clocks as a calendar are read as one user: what he may not read is not
    in it.
    """

    _inherit = "ansm.deadline"

    # computed, not kept: it says nothing that the evidence does not
    shown_at = fields.Datetime(
        "In the calendar",
        compute="_compute_shown_at",
        search="_search_shown_at",
        help="UTC. What is due at once stands where it began: no later day says that "
        "it may wait.",
    )

    @api.depends("kind", "started_at", "due_at")
    def _compute_shown_at(self):
        for clock in self:
            at_once = clock.kind in AT_ONCE
            clock.shown_at = clock.started_at if at_once else clock.due_at

    @api.model
    def _search_shown_at(self, operator, value):
        at_once = Domain("kind", "in", AT_ONCE) & Domain("started_at", operator, value)
        dated = Domain("kind", "not in", AT_ONCE) & Domain("due_at", operator, value)
        return at_once | dated

    @api.model
    def _calendar(self):
        """Return the calendar of the current user, as bytes, in his language."""
        name = self.env._("Quality defects: deadlines")
        return ics.calendar(name, self._calendar_events())

    @api.model
    def _calendar_events(self):
        """Return the entries: what is to be said today, then the running clocks."""
        running = [("met_at", "=", False), ("ended_at", "=", False)]
        held = self.search(running, limit=LIMIT + 1, order="due_at, id")
        revisions = held._revisions()
        events = [one._calendar_event(revisions) for one in held[:LIMIT]]
        return [*held._calendar_notes(), *self._calendar_end(), *events]

    def _revisions(self):
        """Return how often each (company, case, place) had another clock before."""
        # sudo: a number; clocks of the same places
        rows = self.sudo()._read_group(
            [("place", "in", self.mapped("place"))],
            ["company_id", "declaration_id", "place"],
            ["__count"],
        )
        return {
            (company.id, case.id, place): count - 1
            for company, case, place, count in rows
        }

    def _calendar_event(self, revisions):
        """Return a clock as an entry: the same one after its date has changed."""
        key = (self.company_id.id, self.declaration_id.id, self.place)
        common = {
            "uid": self._calendar_uid("-".join(map(str, key))),
            "summary": self._calendar_summary(),
            "text": f"{self.words}\n{self._calendar_url()}",
            "url": self._calendar_url(),
            "stamp": self.made_at,
            "sequence": revisions[key],
            "alarm": self.next_due_at or self.due_at,
        }
        local = self.company_id._ansm_local(self.due_at)
        if self.kind in AT_ONCE:
            # nothing says that it may wait: it runs since it is known
            end = self.due_at if self.due_at > self.started_at else None
            return ics.Event(start=self.started_at, end=end, **common)
        if local.time() == clocks.END:
            return ics.whole_day(day=local.date(), **common)
        return ics.Event(start=self.due_at, end=None, **common)

    def _calendar_summary(self):
        name = self.display_name
        if self.declaration_id.exercise:
            return self.env._("EXERCISE – %s", name)
        return name

    def _calendar_url(self):
        return f"{self.get_base_url()}/odoo/{self._name}/{self.id}"

    @api.model
    def _calendar_uid(self, key):
        # sudo: what tells this database from others
        parameters = self.env["ir.config_parameter"].sudo()
        return f"ansm-{key}@{parameters.get_param('database.uuid')}"

    def _calendar_notes(self):
        """Return what is of today: past entries are out of sight in a calendar."""
        now, notes = fields.Datetime.now(), []
        late = self.filtered(lambda one: one.due_at <= now)
        if late:
            text = "\n".join(one._calendar_summary() for one in late[:LIMIT])
            notes.append(("late", self.env._("Late deadlines: %s", len(late)), text))
        if len(self) > LIMIT:
            words = self.env._("More deadlines than a calendar holds: open Odoo")
            notes.append(("more", words, words))
        company = self.env.company
        words = self.env["ansm.heartbeat"]._alarm(company)
        if words:
            notes.append(("heartbeat", words, words))
        today = company._ansm_today()
        return [self._calendar_note(*one, today) for one in notes]

    @api.model
    def _calendar_end(self):
        """Return the day on which the calendar's password ends."""
        end = self.env.user._ansm_calendar_keys()[:1].expiration_date
        if not end:
            return []
        words = self.env._("The password of this calendar ends: make another one")
        return [self._calendar_note("end", words, words, end.date())]

    def _calendar_note(self, key, summary, text, day):
        return ics.whole_day(
            self._calendar_uid(f"{key}-{self.env.uid}"),
            *(summary, text, f"{self.browse().get_base_url()}/odoo/ansm-dashboard"),
            *(day, datetime.combine(day, time())),
            sequence=day.toordinal(),
        )
