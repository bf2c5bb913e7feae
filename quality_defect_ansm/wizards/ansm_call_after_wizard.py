# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ansm_call import DECISIONS, LATE_MINUTES


class AnsmCallAfterWizard(models.TransientModel):
    """A call that was made without the screen, from a note: entered afterwards.

    Both times stay, when it was and when it was entered; over 30 minutes later the
    reason is asked.
    """

    _name = "ansm.call.after.wizard"
    _description = "Enter a call made before"

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    recall_id = fields.Many2one("ansm.recall", "Proposal")
    direction = fields.Selection(
        [("out", "We called"), ("in", "The agency called")],
        required=True,
        default="out",
    )
    happened_at = fields.Datetime("When it was", required=True)
    reached = fields.Selection(
        [("yes", "A person was reached"), ("no", "Nobody was reached")],
        "How it went",
        required=True,
        default="yes",
    )
    about_recall = fields.Boolean("It proposed a recall", default=True)
    person = fields.Char("Who answered")
    said = fields.Text("What was said")
    decision = fields.Selection(DECISIONS, "Agency's decision", default="none")
    received = fields.Boolean("The agency says that it has our mail")
    late = fields.Boolean(compute="_compute_late")
    late_reason = fields.Text("Why it is entered only now")

    @api.depends("happened_at")
    def _compute_late(self):
        limit = fields.Datetime.now() - timedelta(minutes=LATE_MINUTES)
        for wizard in self:
            wizard.late = bool(wizard.happened_at) and wizard.happened_at < limit

    @api.model
    def _open_on(self, case, recall=None):
        """Return the dialog for a case, or for one of its proposals."""
        self.env["ansm.call"]._check_may_call(case)
        wizard = self.create(
            {
                "declaration_id": case.id,
                "recall_id": recall.id if recall else False,
                "happened_at": fields.Datetime.now(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter a call made before"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_enter(self):
        """Record the call as it was, entered now.

        :raise UserError: listing all that is missing
        """
        self.ensure_one()
        problems = self._problems()
        if problems:
            raise UserError("\n".join(problems))
        at = self.happened_at
        call = self.env["ansm.call"]._begin(
            self.declaration_id,
            self.direction,
            self.recall_id,
            self.about_recall,
            started_at=at,
            late_reason=(self.late_reason or "").strip(),
        )
        if self.reached == "no":
            call._fail(self.said or self.env._("no answer"), at=at)
        else:
            call._reach(self.person or "", self.recall_id, at=at)
            call._end(self.person, self.said, self.decision, self.received, at=at)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _problems(self):
        problems = []
        if self.happened_at > fields.Datetime.now():
            problems.append(self.env._("A call that is still to come is not entered."))
        if self.recall_id.declaration_id - self.declaration_id:
            problems.append(self.env._("The proposal is of another case."))
        if self.reached == "yes" and not (self.said or "").strip():
            problems.append(self.env._("Say what was said."))
        if self.late and not (self.late_reason or "").strip():
            problems.append(
                self.env._(
                    "It was more than %s minutes ago: say why it is entered only now.",
                    LATE_MINUTES,
                )
            )
        return problems
