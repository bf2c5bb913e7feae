# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date


class AnsmDeclaration(models.Model):
    """How long a case is kept, with the arithmetic (GMP 4.11).

    An open case has no end of retention: the years run from its closing, which is
    the case's own: a nonconformity may be closed before, and opened again.
    """

    _inherit = "ansm.declaration"

    closed_at = fields.Datetime(
        "Closed at", compute="_compute_closed_at", store=True, compute_sudo=True
    )
    retention_until = fields.Date(
        "Kept until",
        compute="_compute_retention_until",
        store=True,
        compute_sudo=True,
        help="The last day, in the company's time zone; empty while the case is open.",
    )
    retention_words = fields.Text(
        "Why until then", compute="_compute_retention_words", compute_sudo=True
    )

    @api.depends(
        "closed_at",
        "batch_ids.expiration_date",
        "company_id.ansm_tz",
        "company_id.ansm_retention_after_expiry",
        "company_id.ansm_retention_after_closing",
    )
    def _compute_retention_until(self):
        for case in self:
            ends = [last for _from, _years, last in case._retention_ends()]
            case.retention_until = max(ends) if case.closed_at else False

    @api.depends("retention_until")
    def _compute_retention_words(self):
        for case in self:
            lines = [
                self.env._(
                    "%(event)s + %(years)s year(s) = %(last)s",
                    event=event,
                    years=years,
                    last=format_date(self.env, last),
                )
                for event, years, last in case._retention_ends()
            ]
            if not case.closed_at:
                years = case.company_id.ansm_retention_after_closing
                lines.append(
                    self.env._("open: kept, then %s years after its closing", years)
                )
            case.retention_words = "\n".join(lines)

    def _compute_closed_at(self):
        """Read it from the closing (``ansm.closing``)."""
        raise NotImplementedError

    def _retention_ends(self, closed_on=None):
        """Return (event in words, years, last day) of each reason to keep the case.

        :param closed_on: the day it is closed, in the company's zone; of a case
            that is closed, its own
        """
        self.ensure_one()
        company, ends = self.company_id, []
        expiries = [day for day in self.batch_ids.mapped("expiration_date") if day]
        if expiries:
            day, years = max(expiries), company.ansm_retention_after_expiry
            words = self.env._("last expiry %s", format_date(self.env, day))
            ends.append((words, years, day + relativedelta(years=years)))
        if self.closed_at:
            closed_on = self._local(self.closed_at).date()
        if closed_on:
            day, years = closed_on, company.ansm_retention_after_closing
            words = self.env._("closed %s", format_date(self.env, day))
            ends.append((words, years, day + relativedelta(years=years)))
        return ends

    def _retention_over(self):
        """Return those of these cases that need not be kept any more, today.

        Read from the facts: the stored date serves the lists alone.
        """
        return self.filtered(
            lambda case: (
                case.closed_at
                and max(last for _event, _years, last in case._retention_ends())
                < case.company_id._ansm_today()
            )
        )
