# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.fields import Domain

from .. import french
from ..documents import trail

CALLS = (
    *("dossier", "proposition(s)", "sens", "numéro", "exercice", "appelant", "rôle"),
    *("étape", "survenue le", "saisie le", "saisie par", "personne", "décision"),
    *("texte", "motif de saisie tardive"),
)
RECALLS = (
    *("dossier", "proposition", "lots", "ouverte le", "ouverte par", "état"),
    *("courriel", "appel", "décision", "dit par", "dit le", "texte"),
)


class AnsmTrailExport(models.TransientModel):
    """The calls, step by step, and the proposals, for somebody without Odoo."""

    _inherit = "ansm.trail.export"

    def _files(self):
        calls = [row for one in self._calls() for row in self._call_rows(one)]
        recalls = [row for one in self._recalls() for row in self._recall_rows(one)]
        return [
            *super()._files(),
            ("appels.csv", trail.table(list(CALLS), calls)),
            ("rappels.csv", trail.table(list(RECALLS), recalls)),
        ]

    def _calls(self):
        return self._of_case_or_period("ansm.call", "started_at")

    def _recalls(self):
        return self._of_case_or_period("ansm.recall", "opened_at")

    def _of_case_or_period(self, model, moment):
        records = self._in_french(model)
        if self.declaration_id:
            domain = Domain("declaration_id", "=", self.declaration_id.id)
        else:
            start, end = self._bounds()
            domain = Domain("company_id", "=", self.company_id.id)
            domain &= Domain(moment, ">=", start) & Domain(moment, "<", end)
        return records.search(domain, order="id")

    def _call_rows(self, call):
        """Return one row a step: when it happened, and when it was entered."""
        told = call.entry_ids.recall_id.mapped("display_name")
        shown = [
            *(call.declaration_id.name, ", ".join(told)),
            *(self._label(call, "direction"), call.number),
            *("oui" if call.exercise else "", call.user_name, call.user_role),
        ]
        return [
            [
                *(*shown, self._label(step, "step")),
                *(self._moment(step.at), self._moment(step.entered_at)),
                *(step.user_name, step.person or "", self._label(step, "decision")),
                *(step.words or "", call.late_reason or ""),
            ]
            for step in call.entry_ids.sorted("id")
        ]

    def _recall_rows(self, recall):
        """Return one row a decision of the agency, one at least."""
        shown = [
            *(recall.declaration_id.name, recall.display_name, recall.batch_names),
            *(self._moment(recall.opened_at), recall.opened_by_name),
            *(self._label(recall, "state"), recall.mail_words, recall.call_words),
        ]
        decisions = recall.decision_ids.sorted("id")
        rows = [
            [
                *(self._label(one, "decision"), one.told_by),
                *(self._moment(one.told_at), one.text_agreed or ""),
            ]
            for one in decisions
        ]
        return [[*shown, *row] for row in rows or [["", "", "", ""]]]

    def _label(self, record, name):
        labels = dict(record._fields[name]._description_selection(record.env))
        return labels.get(record[name], "")

    def _moment(self, moment):
        local = self.company_id._ansm_local(moment) if moment else None
        return french.moment(local)
