# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import models
from odoo.tools import format_date

from .. import french


class AnsmDeclaration(models.Model):
    """What has to be true before a case is closed, and what its closing tells."""

    _inherit = "ansm.declaration"

    def _final_sent(self, speciality):
        """Whether the final Volet 2 of a speciality left, or its withdrawal."""
        last = self._volets_of(speciality).filtered(
            lambda one: one.kind == "withdrawal"
            or (one.kind == "volet_2" and one.final)
        )
        return bool(self._first_left(last)[0])

    def _closing_gaps(self, kind):
        """Return what is missing for a closing, all of it.

        :param kind: how it is to be closed: with ``without``, no final Volet 2 is
            missing; with ``not_declared``, no volet is
        :return: list of (sentence, record, method that mends it)
        """
        gaps = []
        if kind != "not_declared":
            for speciality in self._each_speciality():
                gaps += self._closing_gaps_of(speciality, kind)
        if self.decision_to_sign:
            words = self.env._("A decision is not signed.")
            gaps.append((words, self.nonconformity_id, "get_formview_action"))
        if self.ansm_missing_reasons:
            words = self.env._(
                "Changes without a reason: %s.", self.ansm_missing_reasons
            )
            gaps.append((words, self, "action_ansm_give_reasons"))
        return gaps

    def _closing_gaps_of(self, speciality, kind):
        opener, gaps = speciality or self, []
        name = f" – {opener.medicine_id.name}" if self.speciality_ids else ""
        if not self._first_sent("volet_1", speciality):
            words = self.env._("No Volet 1 was sent%s.", name)
            gaps.append((words, opener, "action_make_volet"))
        if kind == "final" and not self._final_sent(speciality):
            words = self.env._("No final Volet 2 was sent%s.", name)
            gaps.append((words, opener, "action_make_volet"))
        for volet in self._volets_of(speciality):
            # a draft that nobody signs any more holds nothing back
            counts = volet.sealed_at or kind == "final"
            newest = volet == self._newest_like(volet)
            if counts and newest and not self._first_left(volet)[0]:
                words = self._not_sent_words(volet)
                gaps.append((words, volet, "get_formview_action"))
        return gaps

    def _not_sent_words(self, volet):
        if volet._case_state() == "sent":
            return self.env._(
                "%s came back: send a new version, or set the report that says so "
                "aside.",
                volet.display_name,
            )
        return self.env._("%s is not sent.", volet.display_name)

    def _newest_like(self, volet):
        """Return the newest version of a volet's kind and speciality."""
        same = self._volets_of(volet.speciality_id).filtered(
            lambda one: one.kind == volet.kind
        )
        return same.sorted("number")[-1:]

    def _first_sent(self, kind, speciality=None):
        """Return when a version of a kind first left (UTC), None when none did; one
        that came back is none."""
        volets = self._volets_of(speciality).filtered(lambda one: one.kind == kind)
        return self._first_left(volets)[0]

    def _lateness(self):
        """Return what was sent late, with the arithmetic; a list of sentences."""
        found = []
        for speciality in self._each_speciality():
            for kind, start, limit in self._limits():
                sent = self._first_sent(kind, speciality)
                if start and sent and sent > start + limit:
                    found.append(self._late_sentence(kind, speciality, start, sent))
        return found

    def _limits(self):
        """Return (kind, from when, within) of each volet.

        Volet 2 counts calendar days from the first of the three dates, the
        strictest reading: the page gives no start. A date moved later in the case
        leaves those of its signed decisions and of its signals as they are.
        """
        company = self.company_id
        # sudo: whoever closes need not see each of them
        told = self.sudo().nonconformity_id
        signed = told.ansm_decision_ids.filtered("signed_at")
        known = [self.known_at, *signed.mapped("known_at")]
        received = [
            self.signal_received_at,
            *signed.mapped("signal_received_at"),
            *told.ansm_signal_ids.mapped("received_at"),
        ]
        known = min(filter(None, known), default=None)
        dates = (*received, known, self.decided_at)
        first = min(filter(None, dates), default=None)
        return (
            (
                "volet_1",
                known,
                timedelta(hours=company._ansm_strictest("ansm_volet_1_hours", known)),
            ),
            (
                "volet_2",
                first,
                timedelta(days=company._ansm_strictest("ansm_volet_2_days", first)),
            ),
        )

    def _late_sentence(self, kind, speciality, start, sent):
        name = f" – {speciality.medicine_id.name}" if speciality else ""
        return self.env._(
            "%(volet)s%(name)s left %(sent)s, %(elapsed)s after %(start)s.",
            volet=dict(self.env["ansm.volet"]._fields["kind"].selection)[kind],
            name=name,
            sent=french.moment(self._local(sent)),
            elapsed=french.elapsed(sent - start),
            start=french.moment(self._local(start)),
        )

    def _sent_lines(self):
        """Return (name, SHA-256 and what is known) of every version that left, in
        their order."""
        sent = self.volet_ids.filtered(lambda one: one._case_state() == "sent")
        back = self.env._("came back")
        return [
            (
                one.display_name,
                one.pdf_sha256
                if self._first_left(one)[0]
                else f"{one.pdf_sha256} – {back}",
            )
            for one in sent.sorted("id")
        ]

    def _commitment_lines(self):
        """Return each commitment in words, done or not."""
        return [
            f"{one.reference} – {one.name} – "
            f"{format_date(self.env, one.date_deadline) if one.date_deadline else '–'}"
            f" – {one._ansm_status(self)}"
            for one in self.action_ids.filtered("ansm_commitment")
        ]

    def _still_due_lines(self):
        """Return each duty that goes on after the closing, with its date in words."""
        # sudo: whoever closes need not see each of them
        running = self.sudo().deadline_ids._running()
        return [
            f"{one._name_in_case()} – {one.band_words}"
            for one in running.sorted(lambda one: (one.due_at, one.id))
            if one._outlives_closing()
        ]

    def _kept_until(self):
        """Return until when the case would be kept, closed today."""
        today = self.company_id._ansm_today()
        ends = [last for _event, _years, last in self._retention_ends(today)]
        return max(ends)
