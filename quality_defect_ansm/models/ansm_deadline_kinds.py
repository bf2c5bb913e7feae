# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

from odoo import models

from .. import clocks
from .ansm_deadline_case import Clock
from .ansm_transmission import NOT_LEFT

#: Between our clock and that of a mail server: an answer just before it is one.
SKEW = timedelta(minutes=5)


class AnsmDeclaration(models.Model):
    """Which clocks the evidence of a case asks for, one method a duty."""

    _inherit = "ansm.declaration"

    def _wanted_clocks(self):
        found = super()._wanted_clocks()
        for speciality in self._each_speciality():
            if self._has_to_be_declared(speciality):
                found += self._clock_volet_1(speciality)
                found += self._clock_volet_2(speciality)
                found += self._clock_final(speciality)
        return [
            *found,
            *self._clock_acknowledgement(),
            *self._clock_shortage(),
            *self._clock_pharmacovigilance(),
            *self._clock_capa(),
            *self._clock_agency_dates(),
        ]

    def _has_to_be_declared(self, speciality):
        """Whether volets are due of a speciality: not once it was decided, and signed,
        that nothing is declared, before anything left; nor once it is withdrawn."""
        volets = self._volets_of(speciality)
        if not self._may_have_left(volets):
            return not self.decision_against_id
        declared = volets.filtered(lambda one: one.kind != "recall")
        sent = declared.filtered(lambda one: self._first_left(one)[0])
        return sent.sorted("id")[-1:].kind != "withdrawal"

    def _may_have_left(self, volets):
        """Return the sendings of these that left, or are not known not to have; of a
        recall none is a declaration."""
        declared = volets.filtered(lambda one: one.kind != "recall")
        return declared.transmission_ids.filtered(lambda one: one.state not in NOT_LEFT)

    def _place(self, kind, speciality):
        return f"{kind}/{speciality.id}" if speciality else kind

    def _first_left(self, volets):
        """Return (when the first of these volets left, its words), UTC."""
        return self._first_arrived(volets.transmission_ids)

    def _told_in_the_file(self, records):
        """Return records that say in the language of the file what met a clock: it is
        kept, whoever's deed it is."""
        lang = self.env["res.lang"]._ansm_of_the_file()
        return records.with_context(lang=lang)

    def _first_arrived(self, sent):
        """Return (when the first of these sendings left, its words), UTC; of one that
        came back the agency knows nothing."""
        left = [
            (one._left_at(), f"{one.subject} – {one.state_words}")
            for one in self._told_in_the_file(sent)
            if one._left_at() and not one._came_back()
        ]
        return min(left, default=(None, ""))

    def _sent_of(self, speciality, kind):
        volets = self._volets_of(speciality)
        return volets.filtered(lambda one: one.kind == kind and one.sealed_at)

    def _days(self, start, days):
        company = self.company_id
        return clocks.due_calendar_days(
            start, days, company.ansm_tz, company.ansm_region
        )

    def _hours(self, start, hours):
        return clocks.due_hours(start, hours, self.company_id.ansm_tz)

    def _on(self, day, why):
        company = self.company_id
        return clocks.due_date(day, company.ansm_tz, company.ansm_region, why)

    def _start_of_day(self, day):
        # the hour nobody said: noon, the same day in every French zone
        return datetime.combine(day, time(12))

    def _clock_volet_1(self, speciality):
        """Without delay (R. 5124-55 CSP); the alarm only escalates."""
        volets = self._sent_of(speciality, "volet_1")
        met, words = self._first_left(volets)
        due = self._hours(self.known_at, self.company_id.ansm_volet_1_hours)
        place = self._place("volet_1", speciality)
        about = speciality.display_name if speciality else ""
        return [Clock("volet_1", place, about, self.known_at, due, met, words)]

    def _day_0(self):
        """Return from when the 30 days run: a setting, the earliest by default."""
        dates = {
            "signal": self.signal_received_at,
            "known": self.known_at,
            "decided": self.decided_at,
        }
        chosen = dates.get(self.company_id.ansm_volet_2_start)
        return chosen or min(filter(None, dates.values()))

    def _clock_volet_2(self, speciality):
        """First investigation results, within 30 days; the first one accepted meets
        it, final or not."""
        met, words = self._first_left(self._sent_of(speciality, "volet_2"))
        start = self._day_0()
        due = self._days(start, self.company_id.ansm_volet_2_days)
        due = due._replace(words=f"{due.words} ({self._three_dates()})")
        place = self._place("volet_2", speciality)
        about = speciality.display_name if speciality else ""
        return [Clock("volet_2", place, about, start, due, met, words)]

    def _three_dates(self):
        told = (
            ("signal reçu", self.signal_received_at),
            ("connu comme à déclarer", self.known_at),
            ("décision signée", self.decided_at),
        )
        return " ; ".join(
            f"{label} : {clocks.moment_words(at, self.company_id.ansm_tz)}"
            for label, at in told
            if at
        )

    def _clock_final(self, speciality):
        """The final Volet 2, once a first one left and a date was promised."""
        sent = self._sent_of(speciality, "volet_2")
        first, _words = self._first_left(sent)
        promised = self.next_report_date
        if not first or not promised:
            return []
        met, words = self._first_left(sent.filtered("final"))
        due = self._on(promised, "date du prochain rapport")
        place = self._place("volet_2_final", speciality)
        about = speciality.display_name if speciality else ""
        return [Clock("volet_2_final", place, about, first, due, met, words)]

    def _clock_acknowledgement(self):
        """Only an answer confirmed by a person, or a call, acknowledges."""
        start, _words = self._first_left(self.volet_ids)
        if not start:
            return []
        due = self.company_id._ansm_answer_due(start)
        met, words = self._acknowledged(start)
        clock = ("acknowledgement", "acknowledgement", "", start, due, met, words)
        return [Clock(*clock)]

    def _acknowledged(self, start):
        """Return (when, words) of the first confirmed answer, or of a call in which
        the agency said that it has our mail.

        :param start: when the first volet left (UTC): what came before speaks of
            something else
        """
        since = start - SKEW
        told = [*self._acknowledged_by_mail(since), *self._acknowledged_by_call(since)]
        at, words = min(told, default=(None, ""))
        return at and max(at, start), words

    def _acknowledged_by_mail(self, since):
        mine = [("declaration_id", "=", self.id), ("step", "=", "confirmed")]
        found = []
        for entry in self.env["ansm.incoming.entry"].search(mine, order="id"):
            message = entry.incoming_id
            # said by a person later, received before
            at = min(message.received_at or entry.at, entry.at)
            stands = message.declaration_id == self and message.state == "confirmed"
            if stands and at >= since:
                words = filter(None, [message.subject, entry.case_number])
                found.append((at, " – ".join(words)))
        return found

    def _clock_shortage(self):
        """A shortage of a medicine of major interest (L. 5121-32 CSP)."""
        medicines = self.medicine_id | self.speciality_ids.medicine_id
        due = "yes" in medicines.mapped("mitm") or self.shortage_risk == "yes"
        if not due or self.shortage_not_due:
            return []
        told = self.shortage_told_on and self.shortage_told_reference
        met = self._start_of_day(self.shortage_told_on) if told else None
        due = self._hours(self.known_at, self.company_id.ansm_shortage_hours)
        words = self.shortage_told_reference or ""
        clock = ("shortage", "shortage", "", self.known_at, due)
        return [Clock(*clock, met and max(met, self.known_at), words)]

    def _clock_pharmacovigilance(self):
        """An adverse effect is handed over to pharmacovigilance."""
        if self.adverse_effects != "yes":
            return []
        handed = self.pharmacovigilance_date
        met = self._start_of_day(handed) if handed else None
        days = self.company_id.ansm_pharmacovigilance_days
        due = self._days(self.known_at, days)
        words = self.pharmacovigilance_recipient or ""
        kind = "pharmacovigilance"
        clock = (kind, kind, "", self.known_at, due)
        return [Clock(*clock, met and max(met, self.known_at), words)]

    def _clock_capa(self):
        """Each CAPA promised to the agency, until it is closed."""
        found = []
        for action in self.action_ids.filtered("ansm_commitment"):
            if not action.date_deadline:
                continue
            due = self._on(action.date_deadline, "engagement envers l’agence")
            start = min(action.create_date.replace(microsecond=0), due.at)
            name = " – ".join(filter(None, (action.reference, action.name)))
            cancelled = self.env.ref("mgmtsystem_action.stage_cancel", False)
            if action.stage_id == cancelled:
                continue
            # of one that is opened again the date stays
            met = action.stage_id.is_ending and action.date_closed or None
            place = f"capa/{action.id}"
            found.append(Clock("capa", place, name, start, due, met, name))
        return found

    def _clock_agency_dates(self):
        """Each date the agency gave, until what it asked for left."""
        found = []
        for one in self.agency_date_ids:
            due = self._on(one.day, "date donnée par l’agence")
            start = min(one.asked_at, due.at)
            met, words = self._first_arrived(one.transmission_id)
            place = f"agency_date/{one.id}"
            found.append(Clock("agency_date", place, one.name, start, due, met, words))
        return found
