# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain

NOW = ("late", "today", "soon")
#: What each tally counts, as the filter of that name finds it.
TALLIES = {"late": ("late",), "today": ("today",), "soon": NOW}
#: An exercise is shown, and is no figure of the company.
REAL = Domain("declaration_id", "=", False) | Domain(
    "declaration_id.exercise", "!=", True
)


class AnsmDashboard(models.TransientModel):
    """What is late and due now, who is on duty, and whether the scheduler lives.

    Read when it is opened: nothing of it needs the scheduler.
    """

    _name = "ansm.dashboard"
    _description = "Dashboard of deadlines"

    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, readonly=True
    )
    heartbeat = fields.Char("Scheduler", compute="_compute_heartbeat")
    heartbeat_old = fields.Boolean(compute="_compute_heartbeat")
    stalled = fields.Char("Scheduled job", compute="_compute_heartbeat")
    late_count = fields.Integer("Late", compute="_compute_counts")
    today_count = fields.Integer("Due today", compute="_compute_counts")
    soon_count = fields.Integer(
        "Before the next working day", compute="_compute_counts"
    )
    reason_count = fields.Integer(
        "Met late, no reason given", compute="_compute_counts"
    )
    recall_ids = fields.Many2many("ansm.recall", compute="_compute_recalls")
    recall_count = fields.Integer("Recalls incomplete", compute="_compute_recalls")
    on_duty = fields.Char("On duty now", compute="_compute_on_duty")
    deadline_ids = fields.Many2many("ansm.deadline", compute="_compute_counts")

    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._("Dashboard")

    def _compute_heartbeat(self):
        for one in self:
            words, old = self.env["ansm.heartbeat"]._words(one.company_id)
            one.heartbeat, one.heartbeat_old = words, old
            one.stalled = self.env["ansm.heartbeat"]._why_stalled()

    def _compute_counts(self):
        clocks = self.env["ansm.deadline"]
        for one in self:
            mine = Domain("company_id", "=", one.company_id.id)
            for name, bands in TALLIES.items():
                counted = mine & REAL & Domain("band", "in", bands)
                one[f"{name}_count"] = clocks.search_count(counted)
            silent = mine & REAL & Domain("reason_due", "=", True)
            one.reason_count = clocks.search_count(silent)
            one.deadline_ids = clocks.search(mine & Domain("band", "in", NOW), limit=40)

    def _compute_recalls(self):
        """Proposals that lack their mail or their call, the longest open first."""
        for one in self:
            domain = [("company_id", "=", one.company_id.id)]
            found = self.env["ansm.recall"].search(
                [*domain, ("state", "=", "incomplete")], order="opened_at, id"
            )
            one.recall_ids = found
            one.recall_count = len(found.filtered(lambda recall: not recall.exercise))

    def _compute_on_duty(self):
        duties = self.env["ansm.duty"]
        for one in self:
            # sudo: who is on duty, and where he is reached, is for all to see
            line = duties._line(one.company_id).sudo()
            people = (
                " ".join(
                    filter(None, (user.name, duties._phone_of(user, one.company_id)))
                )
                for user in line
            )
            one.on_duty = " → ".join(people)

    @api.model
    def _action_open(self):
        """Open the dashboard, read anew."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dashboard"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "view_mode": "form",
            "target": "current",
        }

    def action_clocks(self):
        """Open the clocks of the band the button names."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quality_defect_ansm.action_deadline"
        )
        band = self.env.context.get("ansm_band")
        shown = {f"search_default_{band}": 1, "search_default_real": 1}
        return {**action, "context": shown}

    def action_recalls(self):
        """Open the proposals that are incomplete."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quality_defect_ansm.action_recall"
        )
        shown = {"search_default_incomplete": 1, "search_default_real": 1}
        return {**action, "context": shown}
