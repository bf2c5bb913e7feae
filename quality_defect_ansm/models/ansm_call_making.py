# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AnsmCall(models.Model):
    """How a call is recorded, step by step, and by whom.

    Every step checks the right to call: nobody has the right to create evidence, so
    these methods alone make it.
    """

    _inherit = "ansm.call"

    @api.model
    def _check_may_call(self, case):
        """
        :raise AccessError: for who cannot read the case, or has nothing to say for
            the company at the agency
        """
        case.check_access("read")
        self.env["ansm.duty"]._check_speaks_for(case.company_id)

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
        self.declaration_id._clocks_touched()

    def _fail(self, words, at=None):
        """Record a failed attempt, and tell who is further up the line."""
        self._check_goes_on()
        self._add("failed", at, words=words)
        self._alert_failed(words)

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
        self.declaration_id._clocks_touched()

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
        self.declaration_id._clocks_touched()
