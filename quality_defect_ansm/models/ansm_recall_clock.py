# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .. import clocks
from .ansm_deadline_case import Clock

NOTICE = "withdrawal_notice"


class AnsmRecall(models.Model):
    _inherit = "ansm.recall"

    def _clock_place(self):
        self.ensure_one()
        return f"call/{self.id}"

    def _clock_about(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        name = f"{labels[self.kind]} {self.number}"
        return " – ".join(filter(None, (name, self.batch_names)))

    def write(self, vals):
        self.check_access("write")
        result = super().write(vals)
        if "notice" in vals:
            self.declaration_id._clocks_touched()
        return result


class AnsmDeclaration(models.Model):
    """The clocks of the proposals of a case: late from their first minute."""

    _inherit = "ansm.declaration"

    def _wanted_clocks(self):
        return [
            *super()._wanted_clocks(),
            *self._clock_recalls(),
            *self._clock_notices(),
        ]

    def _at_once(self, start, why):
        return clocks.due_at_once(start, self.company_id.ansm_tz, why)

    def _clock_recalls(self):
        """Mail and call of each proposal, at once, week-ends and holidays included."""
        found = []
        for recall in self._told_in_the_file(self.recall_ids.sorted("id")):
            if recall.state == "given_up":
                continue
            start, moments = recall.opened_at, (recall.mailed_at, recall.called_at)
            met = max(start, *moments) if all(moments) else None
            words = f"{recall.mail_words} ; {recall.call_words}" if met else ""
            due = self._at_once(
                start,
                "proposition de rappel doublée d’un appel, week-end et jours fériés "
                "inclus",
            )
            place, about = recall._clock_place(), recall._clock_about()
            found.append(Clock("call", place, about, start, due, met, words))
        return found

    def _clock_notices(self):
        """The notice of any action to withdraw a batch (L. 5124-6 CSP, last
        paragraph): a duty of its own, which the mail of a proposal may meet too."""
        notices = [self._notice_of(one) for one in self._notifying_recalls()]
        measures = self.measure_ids.filtered(
            lambda one: (one.kind, one.state) == ("recall", "taken")
        )
        return notices + [self._notice_of_measure(one) for one in measures]

    def _notice_of_measure(self, measure):
        """Each recall that is taken has a notice of its own, met by a signed volet
        that names it, or by a letter that is the notice of its batches."""
        start = min(measure.at or measure.create_date, measure.create_date)
        lots = set(measure.batch_ids.mapped("lot_name"))
        volets = self.volet_ids.filtered(
            lambda one: one.sealed_at and one._tells_taken(measure.number, lots)
        )
        lots = lots or set(self.batch_ids.mapped("lot_name"))
        mails = self.recall_ids.mail_ids.filtered(
            lambda one: one.notice
            and lots <= set(one.recall_id.batch_ids.mapped("lot_name"))
        )
        sent = volets.transmission_ids | mails._transmissions()
        place = f"{NOTICE}/measure/{measure.id}"
        # names the batches, whatever the language it is entered in
        about = ", ".join(sorted(filter(None, lots)))
        return self._notice(place, about, start.replace(microsecond=0), sent)

    def _notifying_recalls(self):
        return self.recall_ids.sorted("id").filtered(
            lambda one: one.notice
            and one.kind != "withdrawal"
            and one.state != "given_up"
        )

    def _notice_of(self, recall):
        recall = self._told_in_the_file(recall)
        sent = recall.mail_ids.filtered("notice")._transmissions()
        place, about = f"{NOTICE}/{recall.id}", recall._clock_about()
        return self._notice(place, about, recall.opened_at, sent)

    def _notice(self, place, about, start, sent):
        """Return the clock of a notice, met by the first of these that left (UTC)."""
        met, words = self._first_arrived(sent)
        due = self._at_once(start, "information immédiate, L. 5124-6 CSP")
        return Clock(NOTICE, place, about, start, due, met and max(met, start), words)


class AnsmDeclarationMeasure(models.Model):
    """A recall that is taken starts the notice of L. 5124-6."""

    _inherit = "ansm.declaration.measure"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._recall_touched()
        return made

    def write(self, vals):
        self.check_access("write")
        was = self.filtered(lambda one: one.kind == "recall")
        result = super().write(vals)
        (was | self)._recall_touched()
        return result

    def _recall_touched(self):
        recalls = self.filtered(lambda one: one.kind == "recall")
        recalls.declaration_id._clocks_touched()
