# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .. import french
from .ansm_deadline_band import AT_ONCE

#: Lines of one message; a setting may move the dates of all open cases.
LINES = 20


class AnsmDeadline(models.Model):
    """A date that changes is told at once, not at the next step of the ladder only.

    The message comes or goes with the transaction that changes the date: a job
    killed before its end has told nobody, and tells it when it runs again.
    """

    _inherit = "ansm.deadline"

    def _tell_changed(self):
        """Tell those concerned of these clocks, begun in place of others: once each,
        and each person once, whatever the number of clocks."""
        told = {}
        for clock in self.filtered(lambda one: one._reads_otherwise()):
            people = clock.replaces_id._concerned()
            if people:
                clock._log_changed(people)
            for user in people:
                told[user] = told.get(user, self.browse()) | clock
        for user, clocks in told.items():
            clocks.with_context(lang=user.lang)._send_changed(user)

    def _reads_otherwise(self):
        """Tell whether its date is another one, and nobody was told so yet."""
        known = self.entry_ids.filtered(lambda one: one.step == "changed")
        return not known and self._date_words() != self.replaces_id._date_words()

    def _date_words(self):
        local = self.company_id._ansm_local
        if self.kind in AT_ONCE:
            since = french.date_hour(local(self.started_at))
            return self.env._("at once, since %s", since)
        return self.env._("due on %s", french.date_hour(local(self.due_at)))

    def _concerned(self):
        """Return who took it on, whose case it is, and who was told so far, of those
        who may still read it; somebody in any case."""
        people = self.taken_by_id | self.declaration_id.user_id
        given = len(self._notices())
        if given:
            people |= self._in_turn(given + 1)
        # sudo: whoever changes the date need not read who may see what
        duties = self.env["ansm.duty"].sudo()
        people = duties._reachable(people.sudo(), self.company_id).sudo(False)
        return people or self._in_turn(1)

    def _log_changed(self, people):
        words = f"{self.replaces_id._date_words()} → {self._date_words()}"
        self._log("changed", words=words, told=", ".join(people.mapped("name")))

    def _send_changed(self, user):
        """Tell one person, in the language of the context, of all that changed."""
        subject = self.env._("%s deadlines have another date", len(self))
        if len(self) == 1:
            subject = self.env._("Another date: %s", self.display_name)
        lines = [one._changed_words() for one in self[:LINES]]
        if len(self) > LINES:
            lines.append(self.env._("… and %s more", len(self) - LINES))
        cases = self.declaration_id
        record = cases if len(cases) == 1 else self.company_id[:1]
        urgent = any(self.mapped("urgent"))
        self.env["ansm.alert"]._send(
            user, subject, "\n".join(lines), record, urgent=urgent
        )

    def _changed_words(self):
        old = self.replaces_id
        replaced = old.entry_ids.filtered(lambda one: one.step == "replaced")
        return self.env._(
            "%(deadline)s: %(old)s → %(new)s. Reason: %(reason)s",
            deadline=self.display_name,
            old=old._date_words(),
            new=self._date_words(),
            reason=replaced.sorted("id")[-1:].words or "",
        )
