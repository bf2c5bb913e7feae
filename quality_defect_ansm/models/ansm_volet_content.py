# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a volet says: the case's facts as the French text that is printed.

Adding a field takes three places: the field of the case, where it is entered
(``views/ansm_declaration_volet_1.xml`` or ``_2.xml``), and its line in
``documents/volets``, from which the form, the gaps and the changes are made. Choices
are in ``words.py``.
"""

from odoo import models

from .. import french
from ..documents.volets import LAYOUTS, words
from ..documents.volets.changes import changes
from ..documents.volets.lines import BOXES, OPTIONAL, PERSON, SHOWN

#: Choices of the fields printed by their French words, by the field's name.
WORDS = {
    ("ansm.declaration.measure", "kind"): words.MEASURE_KINDS,
    ("ansm.declaration.measure", "level"): words.MEASURE_LEVELS,
    ("ansm.declaration.measure", "state"): words.MEASURE_STATES,
    ("ansm.declaration.extent", "kind"): words.EXTENT_KINDS,
    ("ansm.declaration.extent", "result"): words.EXTENT_RESULTS,
    ("ansm.declaration.batch", "disposition"): words.DISPOSITIONS,
    ("mgmtsystem.action", "type_action"): words.ACTION_KINDS,
}


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _prepare_content(
        self, kind, number, final, replaced=None, reason="", speciality=None
    ):
        """Return the content of a volet: what is printed, as French text.

        :param kind: ``volet_1`` or ``volet_2``
        :param number: the version's number
        :param final: whether this version is the final one
        :param replaced: the signed version before it
        :param reason: why it replaces that one
        :param speciality: which of the case's, its own when none is given
        """
        self.ensure_one()
        layout = LAYOUTS[kind]
        content = self._content_head(number, final, replaced, reason)
        for line in layout.lines:
            if line.field and not line.made:
                content[line.key] = self._content_of(line, speciality)
        content |= self._content_made(kind, speciality)
        for table in layout.tables:
            if table.field:
                rows = self._table_records(table, kind, speciality)
                content[table.key] = [self._content_row(table, row) for row in rows]
        content = self._with_gaps_told(layout, content, final)
        content = self._with_foreign_texts(layout, content)
        content["changes"] = self._content_changes(layout, content, replaced)
        if kind == "volet_2":
            content |= self._content_corrections(content, speciality)
        return content

    def _table_records(self, table, _kind, speciality):
        """Return the records of a table of a volet; of the batches, those of the
        speciality."""
        if table.field == "batch_ids":
            return (speciality or self)._distribution_batches()
        return self._path_value(table.field, speciality)

    def _content_changes(self, layout, content, replaced):
        """Return what differs from the version replaced, line by line."""
        if not replaced:
            return []
        before = replaced._content()
        return list(changes(layout.lines, layout.tables, before, content))

    def _content_of(self, line, speciality):
        if line.kind == BOXES:
            value = self._path_value(line.field, speciality)
            return {key: key == value for key, _french in line.options}
        return self._printed(self._teller(line.field, speciality), line.field)

    def _printed(self, record, path):
        """Return a field's value as French text, empty when it has none."""
        *parents, name = path.split(".")
        for parent in parents:
            record = record[parent]
        field, value = record._fields[name], record[name]
        if (record._name, name) in WORDS:
            return words.french(WORDS[record._name, name], value)
        if not value:
            return ""
        if field.type == "date":
            return french.date(value)
        if field.type == "datetime":
            return french.moment(self._local(value))
        if field.relational:
            by_code = value._name == "res.country"
            return french.countries([value.code]) if by_code else value.display_name
        return str(value)

    def _content_row(self, table, record):
        """Return one row of a table: its columns, then what its record makes."""
        row = {
            one.key: self._printed(record, one.field)
            for one in table.columns
            if one.field and not one.made
        }
        return row | record._ansm_content(table.key, self)

    def _with_gaps_told(self, layout, content, final):
        """Say of what is empty that it is not known yet, or does not apply and why."""
        reasons = {
            one.line: f"sans objet – {one.reason}" for one in self.not_applicable_ids
        }
        nothing = french.NOTHING if final else french.NOT_KNOWN_YET
        for line in layout.lines:
            if line.need not in (OPTIONAL, SHOWN):
                gap = reasons.get(line.key, nothing)
                content[line.key] = _told(content[line.key], gap)
            elif line.kind == PERSON:
                content[line.key] = _filled(content[line.key], nothing)
        for table in layout.tables:
            if not table.field:
                continue
            rows = content[table.key]
            content[table.key] = [_filled(row, nothing) for row in rows]
            gap = "" if rows else reasons.get(table.key, table.none or nothing)
            content[f"{table.key}_gap"] = gap
        return content


def _told(value, gap):
    """Return a value, with the gap's words when it is empty or no box is ticked."""
    if isinstance(value, dict):
        return {**value, "gap": "" if any(value.values()) else gap}
    return value or gap


def _filled(row, gap):
    return {key: value or gap for key, value in row.items()}
