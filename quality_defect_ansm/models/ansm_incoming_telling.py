# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import fields, models

SORT = "quality_defect_ansm.activity_sort"
RECEIVED = "quality_defect_ansm.activity_received"


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
        """Give who is in charge, else on duty, a task to read it; a good report needs
        none."""
        if not (incoming.kind == "answer" or incoming.report_bad):
            return
        duties = self.env["ansm.duty"]
        user = duties._there(self.user_id, self.company_id)
        user = user or duties._line(self.company_id)[:1]
        if not user:
            return
        told = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        words = incoming.with_env(told.env)
        summary = words.report_words if incoming.report_bad else words.display_name
        told.activity_schedule(
            RECEIVED,
            self.company_id._ansm_today(),
            user_id=user.id,
            summary=(summary or words.display_name)[:200],
        )
