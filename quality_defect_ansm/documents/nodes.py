# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The HTML of a Word, as the data that page.typ draws.

A text stays a text; an element is a dict with its ``kind``. Nothing a user wrote is
read as markup of the renderer.
"""

import base64
import binascii
import re

from . import tables

PICTURE = re.compile(r"data:image/(png|jpeg);base64,(.*)", re.DOTALL)
FORMATS = {"png": "png", "jpeg": "jpg"}
HEADING = re.compile("h([1-6])")


def children(element):
    """Return what an HTML element holds, in order: texts and dicts.

    :param element: lxml element of HTML
    """
    found = [element.text] if element.text else []
    for one in element:
        node = _node(one)
        found += [node] if node else []
        found += [one.tail] if one.tail else []
    return found


def _node(one):
    heading = HEADING.fullmatch(one.tag)
    if one.tag == "table":
        return _table(one)
    if one.tag == "img":
        return picture(one)
    if one.tag == "br":
        return {"kind": "line"}
    if one.tag == "hr":
        return {"kind": "newpage"}
    node = {"kind": one.tag, "children": children(one)}
    if heading:
        node.update(kind="h", level=int(heading[1]))
    elif one.tag == "p":
        node["class"] = one.get("class", "")
    return node


def picture(one):
    """Return a picture as data: its bytes as numbers; None when it has none."""
    match = PICTURE.fullmatch(one.get("src", ""))
    if not match:
        return None
    try:
        content = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        return None
    size = [float(one.get(side)) for side in ("width", "height") if one.get(side)]
    return {
        "kind": "picture",
        "format": FORMATS[match[1]],
        "bytes": list(content),
        "said": one.get("alt", ""),
        "size": size or None,
    }


def _table(table):
    """Return a table as data, each cell with its place: column, row, spans."""
    rows, taken = [], set()
    lines = tables.own(table, "tr")
    for y, row in enumerate(lines):
        cells = [one for one in row if one.tag in ("td", "th")]
        rows.append([_cell(one, y, len(lines), taken) for one in cells])
    return {
        "kind": "table",
        "ruled": table.get("class") == "ruled",
        "columns": _columns(table, max((x for x, _y in taken), default=0) + 1),
        "heads": sum(row.getparent().tag == "thead" for row in lines),
        "rows": rows,
    }


def _columns(table, wide):
    """Return the columns' widths, as parts of the table's; as many as are used."""
    given = [int(one.get("width")) for one in table.iterfind("colgroup/col")]
    mean = sum(given) // len(given) if given else 1
    return [one or 1 for one in (given + [mean] * wide)[:wide]]


def _cell(cell, y, height, taken):
    """Return a cell as data, in the first place of its row that is free.

    :param taken: set of the (column, row) places given before, completed here
    """
    wide = int(cell.get("colspan", 1))
    high = min(int(cell.get("rowspan", 1)), height - y)
    places = range(len(taken) + 1)
    x = next(x for x in places if not taken & _area(x, y, wide, 1))
    # what a form says of its spans may not fit: no place is given twice
    while high > 1 and taken & _area(x, y, wide, high):
        high -= 1
    taken |= _area(x, y, wide, high)
    return {
        "x": x,
        "colspan": wide,
        "rowspan": high,
        "class": cell.get("class", ""),
        "fill": cell.get("bgcolor"),
        "whole": "whole" in cell.getparent().get("class", ""),
        "children": children(cell),
    }


def _area(x, y, wide, high):
    return {(x + right, y + down) for right in range(wide) for down in range(high)}
