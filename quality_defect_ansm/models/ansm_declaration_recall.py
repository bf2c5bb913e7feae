# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AnsmDeclaration(models.Model):
    """The proposals to recall of a case, its calls, and what is incomplete of them."""

    _inherit = "ansm.declaration"

    recall_ids = fields.One2many("ansm.recall", "declaration_id", "Recall proposals")
    call_ids = fields.One2many("ansm.call", "declaration_id", "Telephone calls")
    recall_state = fields.Selection(
        [("incomplete", "Recall INCOMPLETE"), ("complete", "Recall complete")],
        "Recall",
        compute="_compute_recall_state",
        search="_search_recall_state",
        compute_sudo=True,
    )
    recall_words = fields.Text(
        "What the recall lacks", compute="_compute_recall_state", compute_sudo=True
    )
    recall_ticked = fields.Boolean(
        compute="_compute_recall_ticked",
        help="A recall is among the measures proposed, and no proposal speaks of it.",
    )

    @api.depends("recall_ids.state")
    @api.depends_context("lang")
    def _compute_recall_state(self):
        """Say it from the evidence, now; never stored: nobody can set it."""
        # named together: those that were filtered are named one by one
        self.recall_ids.mapped("display_name")
        for case in self:
            told = case.recall_ids.filtered(lambda one: one.state != "given_up")
            open_ones = told.filtered(lambda one: one.state == "incomplete")
            state = "incomplete" if open_ones else "complete"
            case.recall_state = state if told else False
            case.recall_words = "\n".join(
                f"{one.display_name} – {one.state_words}"
                for one in open_ones.sorted("id")
            )

    @api.depends("measure_ids.kind", "measure_ids.state", "recall_ids.state")
    def _compute_recall_ticked(self):
        for case in self:
            proposed = case.measure_ids.filtered(
                lambda one: (one.kind, one.state) == ("recall", "proposed")
            )
            case.recall_ticked = bool(proposed) and not case._standing_recalls()

    @api.model
    def _search_recall_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        recalls = self.env["ansm.recall"].search([])
        told = recalls.filtered(lambda one: one.state != "given_up")
        open_ones = told.filtered(lambda one: one.state == "incomplete")
        incomplete, cases = open_ones.declaration_id, told.declaration_id
        found = {"incomplete": incomplete, "complete": cases - incomplete}
        domains = [Domain("id", "in", found[one].ids) for one in value if one in found]
        if False in value:
            domains.append(Domain("id", "not in", cases.ids))
        return Domain.OR(domains)

    def _incomplete_recalls(self):
        return self.recall_ids.filtered(lambda one: one.state == "incomplete")

    def _standing_recalls(self):
        """Return the proposals that were neither withdrawn nor given up."""
        return self.recall_ids.filtered(
            lambda one: one.kind != "withdrawal"
            and not one.withdrawn_by_id
            and one.state != "given_up"
        )

    def action_propose_recall(self):
        """Open the proposal of a recall, or of its extension when one stands."""
        self.ensure_one()
        self.check_access("write")
        if not self.batch_ids:
            raise UserError(self.env._("Enter the batches of the case first."))
        standing = self._standing_recalls().sorted("id")[-1:]
        return self.env["ansm.recall.wizard"]._open_on(self, standing)

    def action_call(self):
        """Open the screen for the telephone: the number, and one tap a step."""
        self.ensure_one()
        return self.env["ansm.call.screen"]._open_on(self)

    def action_enter_call(self):
        """Open the entering of a call that was made without this screen."""
        self.ensure_one()
        return self.env["ansm.call.after.wizard"]._open_on(self)

    def _closing_gaps(self, kind):
        """A proposal that lacks its mail or its call is missing for a closing."""
        gaps = super()._closing_gaps(kind)
        for recall in self._incomplete_recalls():
            words = f"{recall.display_name} – {recall.state_words}"
            gaps.append((words, recall, "get_formview_action"))
        return gaps

    def _acknowledged_by_call(self, since):
        """Return [(when, words)] of the calls in which the agency said, after a moment
        (UTC), that it has our mail."""
        received = self.call_ids.entry_ids.filtered(
            lambda one: one.step == "received" and one._stands() and one.at >= since
        )
        told = self._told_in_the_file(received)
        return [(one.at, one.call_id.state_words) for one in told]
