# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

KINDS = [
    ("volet_1", "Volet 1, without delay"),
    ("acknowledgement", "The agency's acknowledgement"),
    ("volet_2", "Volet 2"),
    ("volet_2_final", "Final Volet 2"),
    ("agency_date", "Date given by the agency"),
    ("call", "Recall proposal: mail and call"),
    ("withdrawal_notice", "Notice of a batch withdrawal (L. 5124-6)"),
    ("shortage", "Declaration of a shortage"),
    ("pharmacovigilance", "Hand-over to pharmacovigilance"),
    ("capa", "Commitment to the agency"),
    ("nomination", "End of a nomination"),
    ("check", "Check of forms and contacts"),
    ("duty_test", "Test of the chain of duty"),
]


class AnsmDeadline(models.Model):
    """One clock: why it runs, since when, until when, met by what.

    It is started, restarted and met by the evidence of its case, never by a button;
    activities only remind, and deleting one changes nothing here. A date that
    changes makes a new clock, which names the old one: the old one stays.
    """

    _name = "ansm.deadline"
    _inherit = "ansm.evidence.mixin"
    _description = "Deadline"
    _order = "due_at, id"

    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", index="btree_not_null", ondelete="restrict"
    )
    kind = fields.Selection(KINDS, "Duty", required=True)
    place = fields.Char(required=True, help="Which one of its kind, for the program.")
    about = fields.Char(
        "About, at first", help="Which speciality, date or person it is about."
    )
    about_now = fields.Char(help="How that is called now, if it is by another name.")
    object_words = fields.Char("Concerns", compute="_compute_object_words")
    started_at = fields.Datetime("Since", required=True)
    due_at = fields.Datetime("Until", required=True, help="UTC; the legal date.")
    target = fields.Date(
        "Working target", help="The last working day on or before the legal date."
    )
    words = fields.Text("Reckoning", required=True, help="In French.")
    replaces_id = fields.Many2one(
        "ansm.deadline", "Replaces", index="btree_not_null", ondelete="restrict"
    )
    made_at = fields.Datetime("Made at", required=True)
    met_at = fields.Datetime("Met at", help="Copied from the row that proves it.")
    ended_at = fields.Datetime("No longer due since")
    taken_by_id = fields.Many2one("res.users", "Taken on by", ondelete="restrict")
    next_due_at = fields.Datetime("Next notice", help="When the job looks at it next.")
    entry_ids = fields.One2many("ansm.deadline.entry", "deadline_id", "What happened")
    late_reason = fields.Text(
        "Why it was late", compute="_compute_late_reason", compute_sudo=True
    )
    reason_due = fields.Boolean(
        compute="_compute_late_reason",
        search="_search_reason_due",
        compute_sudo=True,
    )
    urgent = fields.Boolean(compute="_compute_urgent")
    may_take = fields.Boolean(compute="_compute_may_take")
    medicine_id = fields.Many2one(
        related="declaration_id.medicine_id", store=True, index="btree_not_null"
    )
    result = fields.Selection(
        [("in_time", "In time"), ("late", "Late")],
        help="Of a clock that was met: copied from its times, for the report.",
    )

    _evidence_sealed = (
        *("company_id", "declaration_id", "kind", "place", "about"),
        *("started_at", "due_at", "target", "words", "replaces_id", "made_at"),
    )

    _due_idx = models.Index("(next_due_at) WHERE met_at IS NULL AND ended_at IS NULL")
    _running_idx = models.Index(
        "(company_id, due_at) WHERE met_at IS NULL AND ended_at IS NULL"
    )
    # the list and the kanban open on the clocks that are due first
    _first_idx = models.Index("(due_at, id) WHERE met_at IS NULL AND ended_at IS NULL")
    _of_company_idx = models.Index("(company_id) WHERE declaration_id IS NULL")
    _one_running = models.UniqueIndex(
        "(company_id, COALESCE(declaration_id, 0), place)"
        " WHERE met_at IS NULL AND ended_at IS NULL",
        "This clock runs already.",
    )

    @api.depends("kind", "about", "about_now", "declaration_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        self.declaration_id._fetch_names()
        kinds = self._kinds()
        for clock in self:
            words = (clock._name_in_case(kinds), clock.declaration_id.name)
            clock.display_name = " – ".join(filter(None, words))

    def _about(self):
        return self.about_now or self.about

    def _kinds(self):
        return dict(self._fields["kind"]._description_selection(self.env))

    def _name_in_case(self, kinds=None):
        """Return its name without the case.

        :param kinds: the ``_kinds``, translated once for a page of clocks
        """
        kinds = kinds or self._kinds()
        return " – ".join(filter(None, (kinds.get(self.kind), self._about())))

    @api.depends("about", "about_now", "medicine_id.name", "declaration_id.exercise")
    @api.depends_context("lang")
    def _compute_object_words(self):
        """Tell which one of its kind it is; the medicine of the case by default."""
        self.declaration_id._fetch_names()
        for clock in self:
            words = clock._about() or clock.medicine_id.name
            # among what is late for good, at night
            if clock.declaration_id.exercise:
                words = self.env._("EXERCISE – %s", words or "…")
            clock.object_words = words

    @api.depends("entry_ids.step", "met_at", "ended_at", "due_at")
    def _compute_late_reason(self):
        """The reason is asked once a clock was met late, and given of no other."""
        met = self.filtered(lambda one: one.met_at and not one.ended_at)
        late = met.filtered(lambda one: one._is_late(one.met_at))
        (self - late).update({"late_reason": False, "reason_due": False})
        for clock in late:
            told = clock.entry_ids.filtered(lambda one: one.step == "reason")
            clock.late_reason = told.sorted("id")[-1:].words
            clock.reason_due = not told

    @api.model
    def _search_reason_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        told = Domain("entry_ids", "any", [("step", "=", "reason")])
        due = Domain("result", "=", "late") & ~told
        return due if True in value else ~due

    def _compute_urgent(self):
        ladders = self.env["ansm.deadline.ladder"]
        for clock in self:
            clock.urgent = ladders._of(clock.company_id, clock.kind).urgent

    @api.depends("met_at", "ended_at", "company_id")
    @api.depends_context("uid")
    def _compute_may_take(self):
        duties, user = self.env["ansm.duty"], self.env.user
        running = self._running()
        (self - running).may_take = False
        for company, clocks in running.grouped("company_id").items():
            clocks.may_take = duties._speaks_for(user, company)

    def action_take(self):
        """Say « Je prends »: from now on the notices are for who presses it.

        :raise AccessError: for who cannot read the case, or has no say for the company
        """
        self.ensure_one()
        (self.declaration_id or self).check_access("read")
        self.env["ansm.duty"]._check_speaks_for(self.company_id)
        if self.met_at or self.ended_at:
            raise UserError(self.env._("It runs no more."))
        # sudo: evidence is written by code alone; the right was checked above
        clock = self.sudo()
        clock.lock_for_update(allow_referencing=True)
        clock._log("taken", words=self.env.user.name)
        clock.taken_by_id = self.env.uid
        clock._sync_activity()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_person(self):
        """Refuse who may not work on what the clock is about."""
        if self.declaration_id:
            self.declaration_id.check_access("write")
        elif not self.env.user.has_group("quality_defect_ansm.group_preparer"):
            raise UserError(self.env._("This takes the rights of a preparer."))
        self.check_access("read")

    def action_late_reason(self):
        """Open the dialog that asks why it was met late."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why it was late"),
            "res_model": "ansm.late.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_deadline_id": self.id},
        }

    def _give_reason(self, reason):
        """Record why it was met late.

        :raise UserError: when it was not, or nothing is said
        """
        self.ensure_one()
        self._check_person()
        if not self.reason_due:
            raise UserError(self.env._("No reason is asked: it was not met late."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it was late."))
        # sudo: evidence is written by code alone; the right was checked above
        self.sudo()._log("reason", words=reason.strip())

    def action_open_case(self):
        """Open the case the clock is of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.declaration",
            "res_id": self.declaration_id.id,
            "view_mode": "form",
        }

    @api.model
    def _due_of(self, cases, kind):
        """Return the clocks of a kind that run for these cases, in one query."""
        mine = [("declaration_id", "in", cases.ids), ("kind", "=", kind)]
        return self.search([*mine, ("met_at", "=", False), ("ended_at", "=", False)])

    def _running(self):
        return self.filtered(lambda one: not one.met_at and not one.ended_at)
