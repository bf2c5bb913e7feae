# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from .. import french

#: Entered later than so many minutes after it: the reason is asked.
LATE_MINUTES = 30
DECISIONS = [
    ("none", "No decision yet"),
    ("agreed", "Agreed"),
    ("changes", "Agreed with changes"),
    ("refused", "Refused"),
    ("more", "More is asked for"),
]


class AnsmCall(models.Model):
    """One telephone call with the agency, out or in: number, who, since when.

    Fixed when it begins; what happens in it is rows (``ansm.call.entry``), each with
    the moment it happened and the moment it was entered. A failed attempt is a call
    too. Nothing waits for a call: mail, blocking and notices go on.
    """

    _name = "ansm.call"
    _inherit = "ansm.evidence.mixin"
    _description = "Telephone call with the agency"
    _order = "started_at desc, id desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    direction = fields.Selection(
        [("out", "We called"), ("in", "The agency called")], required=True
    )
    number = fields.Char(required=True, help="The number dialled, or that called.")
    number_source = fields.Char("Where the number is from")
    exercise = fields.Boolean()
    about_recall = fields.Boolean("About a recall")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    user_name = fields.Char("Caller", required=True)
    user_role = fields.Char("Role", required=True)
    started_at = fields.Datetime("Began at", required=True, index=True)
    entered_at = fields.Datetime("Entered at", required=True)
    late_reason = fields.Text("Why it was entered later")
    entry_ids = fields.One2many("ansm.call.entry", "call_id", "Steps")
    state = fields.Selection(
        [
            ("calling", "Under way"),
            ("reached", "A person was reached"),
            ("failed", "Nobody was reached"),
            ("retracted", "Corrected: nobody was reached"),
        ],
        compute="_compute_state",
    )
    state_words = fields.Char("What is known", compute="_compute_state")
    person = fields.Char("Who answered", compute="_compute_said")
    said = fields.Text("What was said", compute="_compute_said")
    decision = fields.Selection(DECISIONS, "Agency's decision", compute="_compute_said")
    ended_at = fields.Datetime("Ended at", compute="_compute_said")

    _evidence_sealed = (
        *("declaration_id", "company_id", "direction", "number", "number_source"),
        *("exercise", "about_recall", "user_id", "user_name", "user_role"),
        *("started_at", "entered_at", "late_reason"),
    )

    @api.depends("started_at", "user_name")
    def _compute_display_name(self):
        for call in self:
            moment = call.company_id._ansm_local(call.started_at)
            call.display_name = f"{french.date_hour(moment)} – {call.user_name}"

    @api.depends("entry_ids.step", "entry_ids.retracted_by_ids")
    @api.depends_context("lang")
    def _compute_state(self):
        # of a page at once: steps that were filtered are read call by call
        self.entry_ids.mapped("retracted_by_ids")
        for call in self:
            steps = call.entry_ids.mapped("step")
            reached = call.entry_ids.filtered(lambda one: one.step == "reached")
            if reached:
                stands = any(one._stands() for one in reached)
                call.state = "reached" if stands else "retracted"
            else:
                call.state = "failed" if "failed" in steps else "calling"
            call.state_words = call._words()

    def _words(self):
        """Say what is known of the call, and when it was entered if that is later."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        reached = self.entry_ids.filtered(lambda one: one.step in ("reached", "failed"))
        at = reached[:1].at or self.started_at
        words = [
            self.env._("EXERCISE") if self.exercise else "",
            labels[self.state],
            french.date_hour(self.company_id._ansm_local(at)),
            self.user_name,
            self.number,
            self._late_words(),
        ]
        return " – ".join(filter(None, words))

    def _late_words(self):
        late = self.entered_at - self.started_at
        if late < timedelta(minutes=1):
            return ""
        return self.env._(
            "entered %(elapsed)s later (%(entered)s): %(reason)s",
            elapsed=french.elapsed(late),
            entered=french.date_hour(self.company_id._ansm_local(self.entered_at)),
            reason=self.late_reason or "–",
        )

    @api.depends("entry_ids.step")
    def _compute_said(self):
        for call in self:
            entries = call.entry_ids.sorted("id")
            call.person = entries.filtered("person")[-1:].person
            call.decision = entries.filtered("decision")[-1:].decision
            said = entries.filtered(lambda one: one.step == "said")
            call.said = "\n".join(filter(None, said.mapped("words")))
            ended = entries.filtered(lambda one: one.step == "ended")
            call.ended_at = ended[-1:].at
