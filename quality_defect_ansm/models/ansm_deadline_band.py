# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from .. import clocks, french

#: What is due at once: nothing on a screen says that it may wait.
AT_ONCE = ("volet_1", "call", "withdrawal_notice")
#: Of these, what is late from its first minute; done within ``GRACE``, nobody is
#: asked why it was late.
LATE_FROM_START = ("call", "withdrawal_notice")
GRACE = timedelta(minutes=30)

BANDS = [
    ("late", "Late"),
    ("today", "Today"),
    ("soon", "Before the next working day"),
    ("later", "Later"),
    ("met", "Met"),
    ("met_late", "Met late"),
    ("ended", "No longer due"),
]


class AnsmDeadline(models.Model):
    """How urgent a clock is, now, as a band and in words; never stored: it moves by
    itself."""

    _inherit = "ansm.deadline"

    band = fields.Selection(
        BANDS, "Urgency", compute="_compute_band", search="_search_band"
    )
    band_words = fields.Char("In words", compute="_compute_band_words")

    def _is_late(self, met_at):
        """Whether it was met late, at a moment (UTC)."""
        grace = GRACE if self.kind in LATE_FROM_START else timedelta()
        return met_at > self.due_at + grace

    @api.depends("kind", "company_id", "due_at", "met_at", "ended_at")
    def _compute_band(self):
        now = fields.Datetime.now()
        limits = {one: self._limits(now, one) for one in self.company_id}
        for clock in self:
            clock.band = clock._band(limits.get(clock.company_id))

    # what the words read besides is named for a page of clocks to be read at once
    @api.depends("kind", "company_id", "started_at", "due_at", "met_at", "ended_at")
    @api.depends_context("lang")
    def _compute_band_words(self):
        now, sentences = fields.Datetime.now(), self._band_sentences()
        for clock in self:
            said, words = clock._band_words(now)
            clock.band_words = sentences[said] % words

    def _band(self, limits):
        """Return how urgent it is.

        :param limits: the ``_limits`` of its company
        """
        if self.ended_at:
            return "ended"
        if self.met_at:
            return "met_late" if self._is_late(self.met_at) else "met"
        if self.kind in LATE_FROM_START:
            return "late"
        for band, moment in limits.items():
            if self.due_at < moment or (band == "today" and self.kind in AT_ONCE):
                return band
        return "later"

    @api.model
    def _limits(self, now, company):
        """Return the moments before which a clock is late, of today, soon (UTC)."""
        today = company._ansm_local(now).date()
        tomorrow = today + timedelta(days=1)
        working = clocks.next_working_day(tomorrow, company.ansm_region)
        return {
            "late": now,
            "today": _midnight(tomorrow, company),
            "soon": _midnight(working + timedelta(days=1), company),
        }

    @api.model
    def _band_sentences(self):
        """Return what is said, translated once for a page of clocks: nothing here
        reads as a licence to wait."""
        return {
            "met": self.env._("met on %s"),
            "ended": self.env._("no longer due"),
            "volet_1": self.env._("without delay – known for %s"),
            "at_once": self.env._("late – at once, open for %s"),
            "late": self.env._("late by %s"),
            "due": self.env._("due on %s"),
        }

    def _band_words(self, now):
        """Return which of the sentences is said, and the words it takes."""
        if self.ended_at:
            return "ended", ()
        if self.met_at:
            return "met", (self._date_hour(self.met_at),)
        kind = self.kind
        if kind in AT_ONCE:
            said = "at_once" if kind in LATE_FROM_START else "volet_1"
            return said, (french.elapsed(now - self.started_at),)
        if self.due_at <= now:
            return "late", (french.elapsed(now - self.due_at),)
        return "due", (self._date_hour(self.due_at),)

    def _date_hour(self, moment):
        return french.date_hour(self.company_id._ansm_local(moment))

    @api.model
    def _search_band(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = Domain("met_at", "=", False) & Domain("ended_at", "=", False)
        found = Domain.FALSE
        for company in self.env.companies:
            mine = Domain("company_id", "=", company.id) & running
            found |= mine & self._domain_of_bands(value, company)
        over = {
            "met": Domain("result", "=", "in_time"),
            "met_late": Domain("result", "=", "late"),
            "ended": Domain("ended_at", "!=", False),
        }
        return found | Domain.OR(over[one] for one in value if one in over)

    def _domain_of_bands(self, bands, company):
        found, since = Domain.FALSE, None
        limits = self._limits(fields.Datetime.now(), company)
        for band, moment in [*limits.items(), ("later", None)]:
            part = Domain.TRUE if since is None else Domain("due_at", ">=", since)
            if moment is not None:
                part &= Domain("due_at", "<", moment)
            if band == "late":
                part |= Domain("kind", "in", LATE_FROM_START)
            elif band == "today":
                part |= Domain("kind", "in", AT_ONCE) & Domain("due_at", ">=", since)
                part &= Domain("kind", "not in", LATE_FROM_START)
            else:
                part &= Domain("kind", "not in", AT_ONCE)
            if band in bands:
                found |= part
            since = moment
        return found


def _midnight(day, company):
    """Return the start of a day in the company's zone, naive UTC."""
    local = datetime.combine(day, time(), ZoneInfo(company.ansm_tz))
    return local.astimezone(clocks.UTC).replace(tzinfo=None)
