# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

ADDON = "quality_defect_ansm."
#: Jobs of Odoo that alerts and answers rest on.
RESTED_ON = {"mail.ir_cron_mail_scheduler_action", "mail.ir_cron_mail_gateway_action"}


class IrCron(models.Model):
    """A job our deadlines rest on that is switched off is told at once.

    Odoo does so itself after some days of failures, and tells a channel that
    nobody on duty reads.
    """

    _inherit = "ir.cron"

    def _update_failure_count(self, job, status):
        # what _notify_admin is given names the job in a sentence alone
        told = self.with_context(ansm_job=job["id"])
        return super(IrCron, told)._update_failure_count(job, status)

    def _notify_admin(self, message):
        super()._notify_admin(message)
        failing = self.browse(self.env.context.get("ansm_job") or [])
        failing._ansm_rested_on()._ansm_tell_off()

    def write(self, vals):
        ends = "active" in vals and not vals["active"] and self.env.registry.ready
        running = self.filtered("active") if ends else self.browse()
        result = super().write(vals)
        running._ansm_rested_on()._ansm_tell_off()
        return result

    def _ansm_rested_on(self):
        """Return the jobs, of these, without which a deadline may be missed."""
        names = self.get_external_id()
        return self.filtered(
            lambda one: names[one.id].startswith(ADDON) or names[one.id] in RESTED_ON
        )

    def _ansm_tell_off(self):
        """Alert who is on duty at each company, and the administrators."""
        if not self:
            return
        # sudo: whoever switches it off, they are all told
        companies = self.env["res.company"].sudo().search([])
        used = companies.filtered(self.env["ansm.duty.test"].sudo()._is_used)
        told = self.env["res.users"]
        for company in used or self.env.company:
            people = self._ansm_watchers(company) - told
            told |= people
            for lang, users in people.grouped("lang").items():
                for job in self.with_context(lang=lang):
                    words = job._ansm_off_words()
                    job.env["ansm.alert"]._send(users, *words, company, urgent=True)

    def _ansm_watchers(self, company):
        """Return who is on duty at a company, and all administrators."""
        # sudo: who administers is not for everybody to read
        administrators = self.env.ref("base.group_system").sudo().all_user_ids
        return self.env["ansm.duty"]._line(company).sudo() | administrators

    def _ansm_off_words(self):
        """Return (subject, text) in the language of the context."""
        subject = self.env._("A scheduled job is switched off: %s", self.name)
        body = self.env._(
            "Odoo does not run it any more, or somebody switched it off: deadlines, "
            "sendings or answers are not looked after until an administrator switches "
            "it on again (Settings, Technical, Scheduled Actions) and looks in the "
            "log at why it failed. Until then, watch the dashboard of deadlines."
        )
        return subject, body
