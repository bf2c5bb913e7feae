# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .. import french

STATES = [
    ("incomplete", "INCOMPLETE"),
    ("complete", "Complete: mail and call"),
    ("given_up", "Given up: nothing had reached the agency"),
]
#: States of a transmission in which the agency may have it, or get it.
MAY_HAVE = ("prepared", "sending", "deferred", "unknown")


class AnsmRecall(models.Model):
    """Whether a proposal is complete: read from its mails and calls, never stored.

    No field, setting or right says it: only a mail that left *and* a call in which a
    person was reached.
    """

    _inherit = "ansm.recall"

    mail_ids = fields.One2many("ansm.recall.mail", "recall_id", "Carried by")
    call_entry_ids = fields.One2many(
        "ansm.call.entry", "recall_id", "Told by telephone"
    )
    follower_ids = fields.One2many("ansm.recall", "about_id", "Extended, withdrawn by")
    withdrawn_by_id = fields.Many2one("ansm.recall", compute="_compute_withdrawn_by_id")
    mailed_at = fields.Datetime("Mail left at", compute="_compute_state")
    called_at = fields.Datetime("Person reached at", compute="_compute_state")
    mail_words = fields.Char("Mail", compute="_compute_state")
    call_words = fields.Char("Telephone", compute="_compute_state")
    state = fields.Selection(STATES, compute="_compute_state", search="_search_state")
    state_words = fields.Char("In words", compute="_compute_state")

    @api.depends("follower_ids.kind")
    def _compute_withdrawn_by_id(self):
        for recall in self:
            found = recall.follower_ids.filtered(lambda one: one.kind == "withdrawal")
            recall.withdrawn_by_id = found[:1]

    @api.depends(
        "mail_ids.volet_id.transmission_ids.attempt_ids.step",
        "mail_ids.transmission_id.attempt_ids.step",
        "call_entry_ids.retracted_by_ids",
        "declaration_id.call_ids.entry_ids.step",
        "follower_ids.told",
        "about_id.mail_ids.volet_id.transmission_ids.attempt_ids.step",
        "about_id.mail_ids.transmission_id.attempt_ids.step",
        "about_id.call_entry_ids.retracted_by_ids",
    )
    @api.depends_context("lang")
    def _compute_state(self):
        now = fields.Datetime.now()
        # sudo: the whole of a proposal, whoever may read it
        self.sudo()._read_together()
        for recall in self:
            held = recall.sudo()
            recall.mailed_at, recall.mail_words = held._mailed()
            recall.called_at, recall.call_words = held._called()
            recall.state = held._state(recall.mailed_at, recall.called_at)
            recall.state_words = recall._words(now)

    def _read_together(self):
        """Read what the states of a page follow from, at once: rows that were
        filtered are read one by one."""
        held = self | self.about_id | self.follower_ids
        sent = held.mail_ids._transmissions()
        sent.mapped("subject")
        sent.mapped("state")
        sent.received_ids.mapped("kind")
        calls = held.declaration_id.call_ids | held.call_entry_ids.call_id
        calls.mapped("state")

    def _mailed(self):
        """Return (when the first mail that carries it left, UTC; words).

        One of which a report says that it was not delivered tells the agency nothing.
        """
        sent = self.mail_ids._transmissions()
        left = sent.filtered(lambda one: one._left_at())
        arrived = left.filtered(lambda one: not one._came_back())
        if arrived:
            first = min(arrived, key=lambda one: one._left_at())
            return first._left_at(), f"{first.subject} – {first.state_words}"
        newest = sent.sorted("id")[-1:]
        if newest in left:
            said = ", ".join(
                newest.received_ids.filtered("report_bad").mapped("report_words")
            )
            return False, self.env._("mail missing: it came back (%s)", said)
        words = newest.state_words
        return False, words or self.env._("mail missing: nothing has left")

    def _called(self):
        """Return (when a person was first reached about it, UTC; words)."""
        reached = self.call_entry_ids.filtered(lambda one: one._stands())
        first = reached.sorted(lambda one: (one.at, one.id))[:1]
        if first:
            return first.at, self._called_words(first)
        # one that was begun and left, or taken back, reached nobody either
        tried = self.declaration_id.call_ids.filtered(
            lambda one: one.about_recall
            and one.state != "reached"
            and one.entered_at >= self.opened_at
        )
        if tried:
            return False, self.env._(
                "call missing: %s attempt(s), nobody reached", len(tried)
            )
        return False, self.env._("call missing: telephone the agency now")

    def _called_words(self, told):
        """Say of the call what is known, and that it was before the proposal."""
        words = told.call_id.state_words
        if told.at >= self.opened_at:
            return words
        before = self.env._("before this proposal was entered")
        return f"{words} – {before}"

    def _state(self, mailed_at, called_at):
        if mailed_at and called_at:
            return "complete"
        withdrawal = self if self.kind == "withdrawal" else self.withdrawn_by_id
        given_up = withdrawal and not withdrawal._has_to_be_told()
        return "given_up" if given_up else "incomplete"

    def _has_to_be_told(self):
        """Whether the agency has to hear of it: of a withdrawal, once what it
        withdraws reached the agency, or may; even when that was later."""
        return self.told or self.about_id._reached_agency()

    def _words(self, now):
        """Say what is missing, and since when; late from the start."""
        if self.state != "incomplete":
            labels = dict(self._fields["state"]._description_selection(self.env))
            return labels[self.state]
        missing = []
        if not self.called_at:
            missing.append(self.call_words)
        if not self.mailed_at:
            missing.append(self.mail_words)
        return self.env._(
            "INCOMPLETE, late, open for %(elapsed)s: %(missing)s",
            elapsed=french.elapsed(now - self.opened_at),
            missing=" – ".join(missing),
        )

    def _reached_agency(self):
        """Whether the agency has heard of it, or may hear: something left, is on its
        way, or a person was reached."""
        self.ensure_one()
        held = self.sudo()  # sudo: as in the state
        under_way = held.mail_ids._transmissions().filtered(
            lambda one: one.state in MAY_HAVE
        )
        # read from the evidence: the state itself asks this
        return bool(held._mailed()[0] or held._called()[0] or under_way)

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # whatever the clocks hold: what is complete is read from the evidence itself
        found = self.search([("company_id", "in", self.env.companies.ids)])
        return Domain("id", "in", found.filtered(lambda one: one.state in value).ids)
