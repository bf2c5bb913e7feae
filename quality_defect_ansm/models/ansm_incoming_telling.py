# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

SORT = "quality_defect_ansm.activity_sort"
RECEIVED = "quality_defect_ansm.activity_received"
TELEPHONE = "quality_defect_ansm.activity_telephone"


class ResCompany(models.Model):
    """One task for each person who sorts, while something waits."""

    _inherit = "res.company"

    def _ansm_sorting_tasks(self):
        self.ensure_one()
        kind = self.env.ref(SORT)
        tasks = self.env["mail.activity"].search(
            [
                ("activity_type_id", "=", kind.id),
                ("summary", "=like", f"%– {self.name}"),
            ]
        )
        if not self._ansm_waiting():
            tasks.action_done()
            return
        for user in self._ansm_sorters() - tasks.user_id:
            self.with_context(lang=user.lang)._ansm_sorting_task(kind, user)

    def _ansm_waiting(self):
        """Whether a message of the company waits to be sorted."""
        self.ensure_one()
        domain = [("company_id", "=", self.id), ("state", "=", "to_sort")]
        # sudo: what waits counts, whoever asks
        return bool(self.env["ansm.incoming"].sudo().search_count(domain, limit=1))

    def _ansm_sorting_task(self, kind, user):
        text = self.env._("Open the box to sort")
        link = Markup('<a href="/odoo/ansm-to-sort">%s</a>') % text
        summary = self.env._("Messages to sort – %s", self.name)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            {
                "activity_type_id": kind.id,
                "user_id": user.id,
                "date_deadline": self._ansm_today(),
                "summary": summary,
                "note": link,
            }
        )


class AnsmDeclaration(models.Model):
    """What a case tells of the messages it received, or did not."""

    _inherit = "ansm.declaration"

    answer_ids = fields.Many2many(
        "ansm.incoming", string="Answers", compute="_compute_answer_ids"
    )

    _name_idx = models.Index("(name)")
    _case_number_idx = models.Index("(case_number) WHERE case_number IS NOT NULL")

    def _compute_answer_ids(self):
        """Read them from the last row of each message."""
        for case in self:
            domain = [("declaration_id", "in", case.ids)]
            case.answer_ids = self.env["ansm.incoming"].search(domain)

    def action_add_answer(self):
        """Open the dialog that takes a .eml or .msg file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add a message received"),
            "res_model": "ansm.incoming.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_declaration_id": self.id},
        }

    def _ansm_tell_received(self, incoming):
        """Give the person in charge a task to read it; a good report needs none."""
        needed = incoming.kind == "answer" or incoming.report_bad
        if not (needed and self.user_id.active):
            return
        told = self.with_context(
            lang=self.user_id.lang, mail_activity_quick_update=True
        )
        words = incoming.with_env(told.env)
        summary = words.report_words if incoming.report_bad else words.display_name
        told.activity_schedule(
            RECEIVED,
            self.company_id._ansm_today(),
            user_id=self.user_id.id,
            summary=summary[:200],
        )

    @api.model
    def _ansm_watch_acknowledgements(self):
        """The job: ask to telephone, once for each sending nobody acknowledged."""
        now = fields.Datetime.now()
        since = now - timedelta(days=60)
        sent = self.env["ansm.transmission"].search(
            [("outcome", "=", "left"), ("started_at", ">", since)]
        )
        for case in sent.declaration_id.filtered(lambda one: one.state != "closed"):
            mine = sent.filtered(lambda one, case=case: one.declaration_id == case)
            if case._ansm_unanswered(min(mine.mapped("started_at")), now):
                case._ansm_ask_to_telephone()

    def _ansm_unanswered(self, since, now):
        """Whether the office hours passed without a confirmed answer or a task.

        :param since: naive UTC datetime of the first sending
        """
        confirmed = [("declaration_id", "=", self.id), ("step", "=", "confirmed")]
        if self.env["ansm.incoming.entry"].search_count(confirmed, limit=1):
            return False
        hours = self.company_id._ansm_office_hours(since, now)
        passed = sum(
            (min(end, now) - max(start, since)).total_seconds()
            for start, end in hours
            if end > since and start < now
        )
        return passed >= self.company_id.ansm_answer_hours * 3600

    def _ansm_ask_to_telephone(self):
        user = self.user_id or self.env.user
        if not user.active or self.activity_search([TELEPHONE]):
            return
        told = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        phone = self.env["ansm.agency"]._in_force(self.company_id).phone or ""
        told.activity_schedule(
            TELEPHONE,
            self.company_id._ansm_today(),
            user_id=user.id,
            summary=told.env._("No acknowledgement: telephone the agency (%s)", phone),
        )
