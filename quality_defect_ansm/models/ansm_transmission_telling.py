# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import models

from .ansm_transmission import LEFT

KIND = "quality_defect_ansm.activity_not_sent"


class AnsmTransmission(models.Model):
    """Tells on the case how a sending went, to the persons it concerns."""

    _inherit = "ansm.transmission"

    def _tell(self):
        """Tell the last attempt of each on its case, once: state, note, tasks.

        The evidence is committed before, and by itself; this may be run again
        until it has been committed.
        """
        # what its sender wrote on cursors that touch no shared row, the chain's least
        self._evidence_link()
        self.attempt_ids._evidence_link()
        fresh = self.filtered(lambda one: one._untold())
        if not fresh:
            return
        fresh._copy_outcome()
        for one in fresh:
            one.told_attempt = one._untold()
        # what was written since the case was read is read again
        fresh.declaration_id._refresh_state()
        fresh.filtered(lambda one: one.state in LEFT)._post_notes()
        fresh.declaration_id._ansm_update_tasks()

    def _untold(self):
        """Return the last attempt, by its id, when it was not told; else nothing."""
        last = self.attempt_ids.sorted("id")[-1:].id
        return last if self.told_attempt != last else None

    def _post_notes(self):
        """Post internal notes, which send no mail."""
        bodies = {}
        for case, few in self.grouped("declaration_id").items():
            told = [one.with_context(lang=one.prepared_by_id.lang) for one in few]
            words = [f"{one.subject}: {one.state_words}" for one in told]
            bodies[case.id] = Markup("<br/>").join(words)
        self.declaration_id._message_log_batch(bodies=bodies)

    def _what_to_do(self):
        """Return what a person has to do now, in words; empty when nothing."""
        self.ensure_one()
        return {
            "refused": self.env._(
                "Nothing was transferred. Correct the address or ask the mail "
                "server’s administrator, then send again."
            ),
            "failed": self.env._(
                "Nothing was transferred. Mend the cause, then send again."
            ),
            "deferred": self.env._(
                "The same message is tried again by itself. If it is urgent, open "
                "the transmission and try again now, or telephone the agency."
            ),
            "unknown": self.env._(
                "Look in the mail server’s log, or telephone the agency; then open "
                "the transmission and press “Did it leave?”."
            ),
        }.get(self.state, "")


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _ansm_update_tasks(self):
        """Give each person concerned one task while something has not left.

        Run again, it doubles nothing; when all has left it ends the tasks.
        """
        told = self.browse()
        for case in self:
            problems = case._ansm_not_sent()
            if not problems:
                told |= case
                continue
            people = problems.prepared_by_id | case.user_id
            for user in people.filtered("active"):
                case._ansm_task(user, problems)
        if told:
            told.activity_feedback([KIND])

    def _ansm_not_sent(self):
        """Return the newest transmission of each volet, where it has not left."""
        newest = {
            one.volet_id or one: one for one in self.transmission_ids.sorted("id")
        }
        # what left long ago, of a case with many letters, is not read again
        open_ones = [one.id for one in newest.values() if one.outcome != "left"]
        found = self.transmission_ids.browse(sorted(open_ones, reverse=True))
        return found.filtered(lambda one: one._what_to_do())

    def _ansm_task(self, user, problems):
        words = problems.with_context(lang=user.lang)
        note = Markup("").join(
            Markup("<p>%s: %s</p><p>%s</p>")
            % (one.subject, one.state_words, one._what_to_do())
            for one in words
        )
        tasks = self.activity_search([KIND], user_id=user.id)
        if tasks:
            tasks.note = note
            return
        # quick: no mail is sent by it, the mail server may be what fails
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            KIND, user_id=user.id, summary=words[:1].state_words, note=note
        )
