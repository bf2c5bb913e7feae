# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import etree

from odoo import models

from ..documents.volets import LAYOUTS
from ..documents.volets.lines import REQUIRED, STATED

#: What a final version needs of the person in charge.
CONTACT = ("user_id", "contact_phone", "contact_email")


class AnsmDeclaration(models.Model):
    """What a final version still misses, all at once, each with where to fill it."""

    _inherit = "ansm.declaration"

    def _volet_gaps(self, kind="volet_1", speciality=None):
        """Return all that a final version of a volet still misses.

        :param speciality: which of the case's, its own when none is given
        :return: list of dicts: ``field``, the ``record`` it is on, ``page`` (the
            technical name of the tab) and ``sentence`` in the user's language
        """
        self.ensure_one()
        layout = LAYOUTS[kind]
        stated = set(self.not_applicable_ids.mapped("line"))
        found = self._gaps_of_people(layout)
        for line in layout.lines:
            if self._is_gap(line, stated, speciality):
                found.append((*self._path_owner(line.field, speciality), line.need))
        for table in layout.tables:
            found += self._gaps_of_table(table, kind, stated, speciality)
        tabs = self._tabs()
        gaps = [self._gap(tabs, *one) for one in dict.fromkeys(found)]
        if any(table.key == "batches" for table in layout.tables):
            batches = (speciality or self)._distribution_batches()
            gaps += self._gaps_of_figures(batches)
            gaps += self._gaps_of_typed_figures(batches)
        return gaps + self._gaps_of_company()

    def _is_gap(self, line, stated, speciality):
        if line.need not in (REQUIRED, STATED) or not line.field:
            return False
        if line.need == STATED and line.key in stated:
            return False
        if line.key == "distribution_france":
            return not (speciality or self)._channels()
        return not self._path_value(line.field, speciality)

    def _gaps_of_people(self, layout):
        wanted = CONTACT if any(one.key == "contact" for one in layout.lines) else ()
        return [(self, name, REQUIRED) for name in wanted if not self[name]]

    def _gaps_of_table(self, table, kind, stated, speciality):
        if not table.field:
            return []
        rows = self._table_records(table, kind, speciality)
        if not rows and table.need == REQUIRED:
            return [(self._teller(table.field, speciality), table.field, REQUIRED)]
        if not rows and table.need == STATED and table.key not in stated:
            return [(self, table.field, STATED)]
        wanted = [one.field for one in table.columns if one.need == REQUIRED]
        return [
            (row, name, REQUIRED) for row in rows for name in wanted if not row[name]
        ]

    def _gap(self, tabs, record, name, need):
        """Return a gap in words: the tab, the record if not the case, the field."""
        owner, anchor = self._where(record, name)
        page, tab = tabs.get(anchor, ("", self.env._("Case")))
        if owner != self:
            page, tab = "", owner.display_name
        label = record._fields[name]._description_string(self.env)
        if name == "channel_wholesaler":
            label = self.env._("Distribution in France")
        parts = filter(None, (tab, self._row_label(record), label))
        sentence = self.env._("%s is empty.", " – ".join(parts))
        if need == STATED:
            sentence += " " + self.env._("Fill it, or say why it does not apply.")
        return {"field": anchor, "page": page, "sentence": sentence, "record": owner}

    def _where(self, record, name):
        """Return the record whose form holds a field, and the field of that form."""
        if record == self or record._name == "ansm.speciality":
            return record, name
        if record._name == "ansm.presentation":
            return record.medicine_id, "presentation_ids"
        if record._name == "ansm.medicine":
            return record, name
        tables = (table for layout in LAYOUTS.values() for table in layout.tables)
        lists = (self._fields[table.field] for table in tables if table.field)
        return self, next(one.name for one in lists if one.comodel_name == record._name)

    def _row_label(self, record):
        known = (self._name, "ansm.speciality", "ansm.medicine", "ansm.presentation")
        return "" if record._name in known else record.display_name

    def _tabs(self):
        """Return the tab of the case's form that holds each field: name, words."""
        view = self.env.ref("quality_defect_ansm.view_declaration_form")
        arch = etree.fromstring(self.get_view(view.id, "form")["arch"])
        return {
            field.get("name"): (page.get("name"), page.get("string"))
            for page in arch.iter("page")
            for field in page.iter("field")
        }

    def _gaps_of_figures(self, batches):
        return [
            {
                "field": "batch_ids",
                "page": "defect",
                "record": self,
                "sentence": self.env._(
                    "Batch %(batch)s: %(quantity)s delivered to customers "
                    "without a country; set it on their addresses.",
                    batch=batch.lot_name,
                    quantity=batch.quantity_unknown,
                ),
            }
            for batch in batches
            if batch.quantity_unknown
        ]

    def _gaps_of_company(self):
        sentences = []
        if not self._pharmacist():
            sentences.append(
                self.env._("No pharmacien responsable (PR or PRI) is in force.")
            )
        if not self.env["ansm.agency"]._in_force(self.company_id):
            sentences.append(self.env._("No agency address is in force."))
        return [
            {"field": "company_id", "page": "", "record": self, "sentence": one}
            for one in sentences
        ]

    def _path_value(self, path, speciality=None):
        value = self._teller(path, speciality)
        for name in path.split("."):
            value = value[name]
        return value

    def _path_owner(self, path, speciality):
        """Return (record, field) at the end of a path; of the case while none."""
        *parents, name = path.split(".")
        record = self._teller(path, speciality)
        for parent in parents:
            if not record[parent]:
                return record, parent
            record = record[parent]
        return record, name
