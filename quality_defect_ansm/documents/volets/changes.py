# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What differs between two versions of a volet, in the words of the form."""

import textwrap

from .lines import BOXES, PERSON

#: A summary names a change; the full texts are in the two versions.
LONGEST = 400
PERSON_PARTS = ("name", "phone", "mobile", "email")
NONE, ADDED, REMOVED = "–", "ajouté", "retiré"
#: An empty line reads so in a version that is not final, or in the final one.
EMPTY = ("", NONE, "non renseigné à ce stade")


def changes(lines, tables, before, after):
    """Return what differs between two contents, in the order of the form.

    :param lines: the :class:`.lines.Line` compared
    :param tables: the :class:`.lines.Table` compared
    :param before: content of the version replaced
    :param after: content of the new one
    :return: list of dicts: French ``label``, text ``before`` and ``after``
    """
    found = []
    for line in lines:
        if line.compared:
            old, new = (shown(line, one.get(line.key)) for one in (before, after))
            found += _differing(line.label, old, new)
    for table in tables:
        if table.compared:
            found += _of_table(table, before.get(table.key), after.get(table.key))
    return found


def shown(line, value):
    """Return a line's value as one text: the boxes ticked, a person's telephones."""
    value = value or {}
    if line.kind == BOXES:
        ticked = [french for key, french in line.options if value.get(key)]
        return ", ".join(ticked) or value.get("gap", "")
    if line.kind == PERSON:
        return ", ".join(value[one] for one in PERSON_PARTS if value.get(one))
    return value or ""


def _differing(label, old, new):
    if old == new or (old in EMPTY and new in EMPTY):
        return []
    texts = [_short(text) for text in (old, new)]
    return [{"label": label, "before": texts[0], "after": texts[1]}]


def _short(text):
    return textwrap.shorten(text, LONGEST, placeholder=" […]") if text else NONE


def _of_table(table, before, after):
    old, new = (_by_identity(table, rows or []) for rows in (before, after))
    for identity in [*old, *(one for one in new if one not in old)]:
        label = f"{table.one} {identity}"
        if identity not in new:
            yield {
                "label": label,
                "before": _row(table, old[identity]),
                "after": REMOVED,
            }
        elif identity not in old:
            yield {
                "label": label,
                "before": NONE,
                "after": _added(table, new[identity]),
            }
        else:
            yield from _of_row(table, label, old[identity], new[identity])


def _by_identity(table, rows):
    return {row[table.identity]: row for row in rows}


def _added(table, row):
    return _short(f"{ADDED} : {_row(table, row)}")


def _row(table, row):
    texts = (row.get(one.key, "") for one in table.columns if one.key != table.identity)
    return _short(" ; ".join(text for text in texts if text))


def _of_row(table, label, old, new):
    for column in table.columns:
        pair = (row.get(column.key, "") for row in (old, new))
        yield from _differing(f"{label} – {column.label}", *pair)
