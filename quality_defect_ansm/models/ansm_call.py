# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

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
    def _compute_state(self):
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

    @api.model
    def _check_may_call(self, case):
        """Refuse who has nothing to say for the company at the agency.

        Who prepares, who signs, and who is on duty: a reader on duty is the one who
        is awake at three in the morning.

        :raise AccessError: for anybody else, and for who cannot read the case
        """
        case.check_access("read")
        user, company = self.env.user, case.company_id
        may = (
            user.has_group("quality_defect_ansm.group_preparer")
            or self.env["ansm.signatory"]._in_force(company, user=user)
            or user in self.env["ansm.duty"]._line(company)
        )
        if not may:
            raise AccessError(
                self.env._(
                    "Who prepares, signs or is on duty for %s calls the agency.",
                    company.name,
                )
            )

    @api.model
    def _begin(self, case, direction="out", recall=None, about_recall=True, **said):
        """Record that a call begins, now by the server's clock.

        :param recall: the proposal it is about; by default all that are incomplete
        :param about_recall: a call about a recall of which no proposal speaks yet
            opens one: it may come before the mail
        :param said: of a call entered afterwards: ``started_at`` and ``late_reason``
        :return: the call, its first step recorded
        """
        self._check_may_call(case)
        if about_recall and not self._recalls(case, recall):
            self.env["ansm.recall"]._open(case, "call")
        now, number = fields.Datetime.now(), self._number_of(case, direction)
        actor = self.env["ansm.event"]._writer()._actor(case.company_id)
        # sudo: evidence is made by this method alone, the right was checked above
        call = self.sudo().create(
            {
                "declaration_id": case.id,
                "company_id": case.company_id.id,
                "direction": direction,
                "number": number.phone,
                "number_source": number.source,
                "exercise": case.exercise,
                "about_recall": about_recall,
                "user_id": self.env.uid,
                "user_name": actor["user_name"],
                "user_role": actor["role"] or "–",
                "entered_at": now,
                "started_at": now,
                **said,
            }
        )
        call._add("started", at=call.started_at)
        return call.with_env(self.env)

    @api.model
    def _recalls(self, case, recall=None, at=None):
        """Return the proposals that a call about a recall is about.

        The one it was begun on; else all that are incomplete; when another call has
        completed them meanwhile, those that stand. A call that is entered later
        told nothing, unless somebody says so, of what was opened after it.

        :param at: when it was (UTC), now by default
        """
        if recall and recall.declaration_id == case:
            return recall
        # sudo: whoever may call tells of all that is open on the case
        case = case.sudo()
        found = (case._incomplete_recalls(), case._standing_recalls())
        opened = [
            some.filtered(lambda one: not at or one.opened_at <= at) for some in found
        ]
        return next(filter(None, (*opened, *found)), found[0])

    def _add(self, step, at=None, **vals):
        """Insert one step of this call: entered now, happened at a moment (UTC)."""
        self.ensure_one()
        now = fields.Datetime.now()
        # sudo: evidence is made by code alone; the callers check the right
        return (
            self.env["ansm.call.entry"]
            .sudo()
            .create(
                {
                    "call_id": self.id,
                    "declaration_id": self.declaration_id.id,
                    "company_id": self.company_id.id,
                    "step": step,
                    "at": at or now,
                    "entered_at": now,
                    "user_id": self.env.uid,
                    "user_name": self.env["ansm.deadline"]._who(),
                    **vals,
                }
            )
        )

    def _check_goes_on(self):
        """Refuse a step of a call that is over, or of another one's case."""
        self._check_may_call(self.declaration_id)
        if self.state != "calling":
            raise UserError(
                self.env._("This call is over (%s). Begin another one.", self._words())
            )

    def _reach(self, person="", recall=None, at=None):
        """Record that a person answered; the proposals it is about are told."""
        self._check_goes_on()
        reached = self._add("reached", at, person=person)
        if self.about_recall:
            for one in self._recalls(self.declaration_id, recall, reached.at):
                self._add("told", reached.at, recall_id=one.id)
        self.declaration_id.sudo()._clocks_touched()

    def _fail(self, words, at=None):
        """Record a failed attempt, and tell who is further up the line."""
        self._check_goes_on()
        self._add("failed", at, words=words)
        self.sudo()._alert_failed(words)

    def _end(self, person="", said="", decision="none", received=False, at=None):
        """Record what was said, what the agency decided, and the end of the call.

        :param received: the agency says that it has our mail
        """
        self._check_may_call(self.declaration_id)
        if self.state != "reached" or self.ended_at:
            raise UserError(
                self.env._("Nobody was reached in this call, or it is over.")
            )
        self._add("said", at, person=person, words=said, decision=decision)
        if received:
            self._add("received", at)
        self._add("ended", at)
        self.env["ansm.recall.decision"]._from_call(self)
        self.declaration_id.sudo()._clocks_touched()

    def _retract(self, reason):
        """Record that nobody was reached after all; what was entered stays."""
        self.ensure_one()
        self._check_may_call(self.declaration_id)
        if not (reason or "").strip():
            raise UserError(self.env._("Say what was entered wrong."))
        if self.state != "reached":
            raise UserError(self.env._("This call says of nobody that he was reached."))
        for entry in self.entry_ids.filtered(
            lambda one: one.step in ("reached", "told", "received")
        ):
            self._add("retracted", retracts_id=entry.id, words=reason.strip())
        self.declaration_id.sudo()._clocks_touched()


class AnsmCallEntry(models.Model):
    """One step of a call: when it happened, and when it was entered. Insert-only."""

    _name = "ansm.call.entry"
    _inherit = "ansm.evidence.mixin"
    _description = "Step of a telephone call"
    _order = "id"

    call_id = fields.Many2one(
        "ansm.call", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    step = fields.Selection(
        [
            ("started", "Called"),
            ("reached", "A person answered"),
            ("told", "The proposal was told"),
            ("failed", "Failed"),
            ("said", "What was said"),
            ("received", "The agency says that it has our mail"),
            ("ended", "Ended"),
            ("retracted", "Corrected"),
        ],
        required=True,
    )
    at = fields.Datetime("Happened at", required=True)
    entered_at = fields.Datetime("Entered at", required=True)
    person = fields.Char("Who answered")
    words = fields.Text()
    decision = fields.Selection(DECISIONS, "Agency's decision")
    recall_id = fields.Many2one(
        "ansm.recall", "Proposal", index="btree_not_null", ondelete="restrict"
    )
    retracts_id = fields.Many2one(
        "ansm.call.entry", "Corrects", index="btree_not_null", ondelete="restrict"
    )
    retracted_by_ids = fields.One2many("ansm.call.entry", "retracts_id")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    user_name = fields.Char("Entered by", required=True)

    _evidence_sealed = (
        *("call_id", "declaration_id", "company_id", "step", "at", "entered_at"),
        *("person", "words", "decision", "recall_id", "retracts_id"),
        *("user_id", "user_name"),
    )

    def _stands(self):
        """Whether it was not corrected since."""
        self.ensure_one()
        return not self.retracted_by_ids


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _acknowledged_by_call(self):
        """Return (when, words) of the first call in which the agency said that it has
        our mail."""
        received = self.call_ids.entry_ids.filtered(
            lambda one: one.step == "received" and one._stands()
        )
        first = received.sorted(lambda one: (one.at, one.id))[:1]
        return (first.at, first.call_id.state_words) if first else (None, "")
