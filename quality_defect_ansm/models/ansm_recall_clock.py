# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .. import clocks
from .ansm_deadline_case import Clock


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
