# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from .. import french


class AnsmDuty(models.Model):
    """What will be missing: hours without anybody on duty, nominations that end."""

    _inherit = "ansm.duty"

    @api.model
    def _gaps(self, company, start, end):
        """Return when nobody is on duty between two moments, in their order.

        Who left, or reads no case any more, fills no gap.

        :param start: a naive UTC datetime, as ``end``
        :return: list of (start, end), naive UTC datetimes
        """
        # sudo: whether somebody is there is told whoever asks
        duties = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("role", "=", "on_duty"),
                ("date_from", "<", end),
                ("date_to", ">", start),
            ],
            order="date_from, id",
        )
        there, gaps, covered = self._reachable(duties.user_id, company), [], start
        for duty in duties.filtered(lambda one: one.user_id in there):
            if duty.date_from > covered:
                gaps.append((covered, duty.date_from))
            covered = max(covered, duty.date_to)
        return [*gaps, (covered, end)] if covered < end else gaps

    @api.model
    def _nominations_ending(self, company, days):
        """Return the nominations that end within so many days, and those that ended
        and that nobody followed in their role.

        :param days: counted from today in the company's time zone
        :return: signatories, the first to end first
        """
        horizon = company._ansm_today() + timedelta(days=days)
        # sudo: that a nomination ends is told whoever asks
        named = self.env["ansm.signatory"].sudo()
        named = named.search(
            [("company_id", "=", company.id), ("confirmed_at", "!=", False)]
        )
        ending = named.filtered(
            lambda one: one._last_day() and one._last_day() <= horizon
        ).sorted(lambda one: one._last_day())
        found = ending.filtered(lambda one: not one._is_followed(named))
        return found.sudo(False)

    @api.model
    def _ahead(self, company, days=None):
        """Return what will be missing within so many days, the first one first.

        :param days: by default those of the company's setting
        :return: list of (kind, start, end, words), naive UTC datetimes
        """
        days = company.ansm_duty_warn_days if days is None else days
        now = fields.Datetime.now()
        gaps = self._gaps(company, now, now + timedelta(days=days))
        rows = [("gap", *gap, self._gap_words(company, *gap)) for gap in gaps]
        for signatory in self._nominations_ending(company, days).sudo():
            last = signatory._last_day()
            moment = company._ansm_midnight_after(last)
            words = self.env._(
                "The nomination of %(name)s ends: last day %(day)s.",
                name=signatory.display_name,
                day=french.date(last),
            )
            rows.append(("nomination", moment, False, words))
        return sorted(rows, key=lambda row: row[1])

    @api.model
    def _gap_words(self, company, start, end):
        first, last = company._ansm_local(start), company._ansm_local(end)
        return self.env._(
            "Nobody on duty from %(start)s to %(end)s (%(hours)s h).",
            start=f"{french.date(first)} {french.hour(first)}",
            end=f"{french.date(last)} {french.hour(last)}",
            hours=round((end - start).total_seconds() / 3600),
        )


class AnsmSignatory(models.Model):
    _inherit = "ansm.signatory"

    def _is_followed(self, named):
        """Tell whether one of these nominations goes on where this one ends.

        While it runs its own user's next one does; once it has ended anybody's.
        """
        last, today = self._last_day(), self._today()
        for one in named - self:
            same = one.role == self.role
            if last >= today:
                same = same and one.user_id == self.user_id
            end = one._last_day()
            start = max(last, today) + timedelta(days=1)
            if same and one.date_from <= start and (not end or end >= start):
                return True
        return False
