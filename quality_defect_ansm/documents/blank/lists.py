# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fill the rows of a form's tables with lists, as many rows as the list has."""

import copy

from docx.oxml.ns import qn

from .spots import Spot


def fill(listed, content):
    """Write lists into the empty rows under their headings; add rows when needed.

    :param listed: list of (:class:`.spots.Spot`, path ``table.column``)
    :param content: the volet's content
    """
    tables = {}
    for spot, path in listed:
        table, column = path.split(".")
        tr = next(spot.paragraph.iterancestors(qn("w:tr")))
        key = (tr.getparent(), table)
        number = list(tr.iter(qn("w:p"))).index(spot.paragraph)
        place = (number, spot.address, column)
        tables.setdefault(key, {}).setdefault(tr, []).append(place)
    for (_parent, table), patterns in tables.items():
        _fill_table(list(patterns.items()), table, content)


def _fill_table(patterns, table, content):
    rows = content.get(table) or []
    gap = content.get(f"{table}_gap")
    if not rows and gap:
        # an empty list says why, in its first cell
        (_tr, cells), *_others = patterns
        rows = [{cells[0][2]: gap}]
    last, cells = patterns[-1]
    for _row in rows[len(patterns) :]:
        added = copy.deepcopy(last)
        patterns[-1][0].addnext(added)
        patterns.append((added, cells))
    for row, (tr, places) in zip(rows, patterns, strict=False):
        paragraphs = list(tr.iter(qn("w:p")))
        for number, address, column in places:
            Spot(paragraphs[number], address).put(row.get(column) or "")
