# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import models

KIND = "quality_defect_ansm.activity_broken_chain"
#: Sentences that the alarm shows; the verification has all.
SHOWN = 20


class AnsmVerification(models.Model):
    """The alarm: a task and a mail for the PR and the managers, once a problem."""

    _inherit = "ansm.verification"

    def _alarm(self, problems):
        """Tell the persons concerned of problems found for the first time."""
        self.ensure_one()
        people = self._alarmed()
        for user in people:
            self.with_context(lang=user.lang)._alarm_task(user, problems)
        companies = self.company_id or people.company_id
        addresses = [user.email for user in people if user.email]
        if companies and addresses:
            words = self.with_context(lang=companies[:1].partner_id.lang)
            subject, body = words._alarm_words(problems)
            companies[:1]._ansm_mail(addresses, subject, body)

    def _alarmed(self):
        """Return the PR and the managers of the company, of all when it has none."""
        companies = self.company_id or self.env["res.company"].search([])
        signatories = self.env["ansm.signatory"]
        managers = self.env.ref("quality_defect_ansm.group_manager").all_user_ids
        people = managers.filtered(
            lambda user: user.active and user.company_ids & companies
        )
        for company in companies:
            people |= signatories._in_force(company, ("pr",), suspended=True).user_id
        return people.filtered(lambda user: not user._is_superuser())

    def _alarm_words(self, problems):
        subject = self.env._(
            "Evidence changed: %s", self.case_id.name or self.company_id.name or "–"
        )
        more = len(problems) - SHOWN
        lines = problems[:SHOWN] + (
            [self.env._("… and %s more: see the verification.", more)]
            if more > 0
            else []
        )
        first = self.env._("First broken link: %s", self.first_broken)
        return subject, "\n".join([first, "", *(f"– {line}" for line in lines)])

    def _alarm_task(self, user, problems):
        """Give a person one task on the chain above, until it is done."""
        # a caller's context skips no alarm
        chain = self.env["ansm.chain"]._of(self.company_id)
        chain = chain.with_context(mail_activity_automation_skip=False)
        subject, body = self._alarm_words(problems)
        note = Markup("<br/>").join(body.splitlines())
        tasks = chain.activity_search([KIND], user_id=user.id)
        if tasks:
            tasks.note = Markup("<br/>").join([tasks[0].note, note])
            return
        # quick: this alarm has a mail of its own
        chain.with_context(mail_activity_quick_update=True).activity_schedule(
            KIND, user_id=user.id, summary=subject, note=note
        )
