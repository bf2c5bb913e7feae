# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the letter of a proposal says: its facts as the French text that is printed."""

from odoo import models

from .. import french
from ..documents.volets import recall as letter
from ..documents.volets import words

BOXES = {
    "recall_level": ("level", words.MEASURE_LEVELS),
    "recall_class": ("risk_class", words.RISK_CLASSES),
    "recall_shortage": ("shortage_risk", words.SHORTAGE_RISKS),
}


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _letter_recall(self):
        """Return the proposal whose letter is being made: ``AnsmRecall._make_letter``
        names it; a key of a client names one of this case or none."""
        # a key of the context, as the roads of a volet know of no proposal
        found = self.env["ansm.recall"].browse(self.env.context.get("ansm_recall_id"))
        return found.exists().filtered(lambda one: one.declaration_id in self)

    def _volets_of(self, speciality):
        """Of the letters of proposals, those of the one a letter is being made of."""
        found, recall = super()._volets_of(speciality), self._letter_recall()
        if not recall:
            return found
        return found.filtered(lambda one: one.recall_id in (recall, one.recall_id[:0]))

    def _table_records(self, table, kind, speciality):
        if table.key == "recall_batches":
            return self._letter_recall().batch_ids
        return super()._table_records(table, kind, speciality)

    def _content_made(self, kind, speciality):
        content = super()._content_made(kind, speciality)
        if kind == "recall":
            content |= self._letter_recall()._content()
        return content


class AnsmRecall(models.Model):
    _inherit = "ansm.recall"

    def _french_name(self):
        """Return how it is called in what leaves: « Extension du rappel n° 2 »."""
        self.ensure_one()
        return f"{letter.NAMES[self.kind]} n° {self.number}"

    def _content(self):
        """Return what the letter says of the proposal, by the keys of its layout."""
        self.ensure_one()
        content = {
            key: {one: one == self[name] for one, _english, _french in choices}
            for key, (name, choices) in BOXES.items()
        }
        return {
            **content,
            "status": "courrier de l’exploitant",
            "lots": self.batch_names,
            "recall_name": self._french_name(),
            "recall_about": self.about_id._french_name() if self.about_id else "",
            "request": letter.REQUESTS[self.kind],
            "recall_reason": self.reason or "",
            "recall_risk": self.risk_assessment or "",
            "recall_alternatives": self.alternatives or "",
            "recall_message": self.message or "",
            "recall_phone": self._content_phone(),
            "recall_calls": self._content_calls(),
            "notice": letter.NOTICE if self.notice else "",
        }

    def _to_say(self):
        """Return the proposal as it is said on the telephone, in French."""
        self.ensure_one()
        risk_class = words.french(words.RISK_CLASSES, self.risk_class)
        opened = french.hour(self.declaration_id._local(self.opened_at))
        parts = [
            f"{self._french_name()} – lot(s) {self.batch_names}",
            words.french(words.MEASURE_LEVELS, self.level),
            risk_class.partition(" – ")[0],
            self.reason or "",
            f"(ouverte à {opened})",
        ]
        return "\n".join(filter(None, parts))

    def _content_phone(self):
        number = self.env["ansm.call"]._number_of(self.declaration_id)
        where = (
            "son remplaçant d’exercice" if self.exercise else "l’accueil de l’agence"
        )
        return (
            f"La présente est doublée d’un appel à {where} ({number.phone}), "
            "week-end et jours fériés inclus."
        )

    def _content_calls(self):
        """Return the calls in which it was told, as they are known now."""
        entries = self.call_entry_ids.filtered(lambda one: one._stands())
        lines = [
            f"{french.moment(self.declaration_id._local(one.at))} – "
            f"{one.call_id.user_name}, {one.call_id.person or 'nom non donné'}"
            for one in entries.sorted("at")
        ]
        return "\n".join(lines) or "aucun appel abouti au moment de la lettre"


class AnsmRecallBatch(models.Model):
    _inherit = "ansm.recall.batch"

    def _ansm_content(self, _table, case):
        """Return the figures of the batch, at the minute they were read."""
        self.ensure_one()
        figures, source = self.batch_id, self.batch_id._source(case)
        own = figures.lot_id
        return {
            "product": self._medicine().name or "",
            "france": figures._quantity("quantity_france", source),
            "total": figures._quantity("quantity_total", source),
            "stock": figures._quantity("stock_own", own),
            "source": source or french.NOT_KNOWN_YET,
        }

    def _medicine(self):
        """Return the medicine of the batch: of the case, or of its other speciality."""
        specialities = self.declaration_id.speciality_ids
        other = specialities.filtered(lambda one: self.batch_id in one.batch_ids)
        return (other[:1] or self.declaration_id).medicine_id


class AnsmVolet(models.Model):
    """The letter of a proposal: a version like the volets, signed and sent as one."""

    _inherit = "ansm.volet"

    def _prepare_volet(self, declaration, kind, final, reason, speciality):
        vals = super()._prepare_volet(declaration, kind, final, reason, speciality)
        recall = declaration._letter_recall() if kind == "recall" else None
        return {**vals, "recall_id": recall.id if recall else False}

    def _kind_label(self):
        if self.recall_id:
            return self.recall_id._french_name()
        return super()._kind_label()

    def _sent_words(self):
        if self.recall_id:
            # told in the message itself: the call that doubles it
            return "notre courrier, doublé d’un appel à l’accueil de l’agence"
        return super()._sent_words()
