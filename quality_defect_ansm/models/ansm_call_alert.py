# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class AnsmRecall(models.Model):
    """What is told about a proposal, at once and at any hour."""

    _inherit = "ansm.recall"

    def _alert_opened(self):
        """Give the first notice of its clock now, whatever the scheduler does."""
        # sudo: clocks are moved by code alone
        mine = self.sudo().declaration_id.deadline_ids
        places = [recall._clock_place() for recall in self]
        for clock in mine._running().filtered(lambda one: one.place in places):
            clock._catch_up()


class AnsmCall(models.Model):
    _inherit = "ansm.call"

    def _alert_failed(self, words):
        """Tell one more person up the line at each attempt that failed.

        It holds nothing back: the mail, the blocking and the notices go on.
        """
        case = self.declaration_id
        failed = case.call_ids.filtered(lambda one: one.state == "failed")
        line = self.env["ansm.duty"]._line(case.company_id)
        users = line[: len(failed) + 1]
        for lang, few in users.grouped("lang").items():
            told = self.with_context(lang=lang)
            subject = told.env._(
                "%(case)s: nobody was reached at the agency (attempt %(number)s)",
                case=case.name,
                number=len(failed),
            )
            body = told.env._(
                "%(call)s: %(words)s. Telephone %(number)s again, or have somebody "
                "else do it; the mail goes all the same.",
                call=told.display_name,
                words=words or "–",
                number=self.number,
            )
            self.env["ansm.alert"]._send(few, subject, body, case, urgent=True)
