# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .ansm_deadline_case import Clock

NOTICE = "withdrawal_notice"


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

    def unlink(self):
        """One entered by mistake takes the notice it asked for with it."""
        cases = self.filtered(lambda one: one.kind == "recall").declaration_id
        result = super().unlink()
        cases._clocks_touched()
        return result

    def _recall_touched(self):
        recalls = self.filtered(lambda one: one.kind == "recall")
        recalls.declaration_id._clocks_touched()

    def _taken_at(self):
        """Return when a recall was taken, as far as is known, UTC."""
        return min(self.at or self.create_date, self.create_date).replace(microsecond=0)

    def _lot_names(self):
        """Return the names of its batches, all those of the case when it names none."""
        batches = self.batch_ids or self.declaration_id.batch_ids
        return set(filter(None, batches.mapped("lot_name")))

    def _told_before(self, told):
        """Return the letters that told another recall of its batches, taken on an
        earlier day: that one goes further, and is told again.

        :param told: list of (measure, letters that met its notice)
        """
        found, local = self.env["ansm.recall.mail"], self.company_id._ansm_local
        day, lots = local(self._taken_at()).date(), self._lot_names()
        for other, letters in told:
            if local(other._taken_at()).date() < day and lots & other._lot_names():
                found |= letters
        return found


class AnsmDeclaration(models.Model):
    """Which notices of L. 5124-6 a case asks for, and what met each."""

    _inherit = "ansm.declaration"

    def _clock_notices(self):
        """The notice of any action to withdraw a batch (L. 5124-6 CSP, last
        paragraph): a duty of its own, which the mail of a proposal may meet too."""
        notices = [self._notice_of(one) for one in self._notifying_recalls()]
        taken = self.measure_ids.filtered(
            lambda one: (one.kind, one.state) == ("recall", "taken")
        )
        letters = self.recall_ids.mail_ids.filtered("notice")
        told = []
        for measure in taken.sorted(lambda one: (one._taken_at(), one.id)):
            free = letters - measure._told_before(told)
            clock, used = self._notice_of_measure(measure, free)
            notices.append(clock)
            told.append((measure, used))
        return notices

    def _notice_of_measure(self, measure, letters):
        """Each recall that is taken has a notice of its own, met by a signed volet
        that names it, or by a letter that is the notice of its batches.

        :return: the clock, and the letters of the proposal that met it
        """
        lots = set(measure.batch_ids.mapped("lot_name"))
        volets = self.volet_ids.filtered(
            lambda one: one.sealed_at and one._tells_taken(measure.number, lots)
        )
        lots = measure._lot_names()
        mails = letters.filtered(
            lambda one: lots <= set(one.recall_id.batch_ids.mapped("lot_name"))
        )
        place = f"{NOTICE}/measure/{measure.id}"
        # names the batches, whatever the language it is entered in
        about, start = ", ".join(sorted(lots)), measure._taken_at()
        sent = volets.transmission_ids | mails._transmissions()
        clock = self._notice(place, about, start, sent)
        arrived = [one for one in mails if self._first_arrived(one._transmissions())[0]]
        first = min(arrived, key=lambda one: one.id, default=mails[:0])
        return clock, letters.filtered(lambda one: one.recall_id in first.recall_id)

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
