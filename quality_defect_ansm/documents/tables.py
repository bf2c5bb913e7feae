# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Give HTML tables what mammoth leaves out: the Word's widths, borders, shading."""

import re

from docx.oxml.ns import qn
from lxml import etree

#: Characters of a row that fits on a page's end or goes whole to the next one.
SHORT = 500
#: Characters of a row of narrow cells that surely fits on one page.
A_PAGE = 1500

COLOUR = re.compile("[0-9A-Fa-f]{6}")


def dress(html, document):
    """Dress the tables of a body, mammoth's, like those of the Word it came from.

    Both have the same tables, rows and cells in the same order, but for the cells
    that continue one above, which HTML has not.

    :param html: lxml element, changed in place
    :param document: python-docx document
    """
    words = document.element.body.iter(qn("w:tbl"))
    for table, word in zip(html.iter("table"), words, strict=False):
        _columns(table, word)
        if _has_borders(word, document):
            table.set("class", "ruled")
        for row, of_word in zip(own(table, "tr"), word.tr_lst, strict=False):
            if _stays_whole(row, of_word):
                row.set("class", "whole")
        for cell, of_word in zip(own(table, "td", "th"), _cells(word), strict=False):
            _cell(cell, of_word)


def _stays_whole(row, word):
    """Tell whether no page may end inside a row.

    A short one never: its value would fit where its label does not, and stand a
    page before it.
    """
    kept = word.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    # cells side by side on two pages could not be read in order any more
    whole = kept or len(word.tc_lst) > 2
    # what is higher than a page would be cut off
    return len(row.text_content()) < (A_PAGE if whole else SHORT)


def _columns(table, word):
    widths = [int(one.w or 0) for one in word.tblGrid.gridCol_lst]
    if not sum(widths):
        return
    group = etree.Element("colgroup")
    for width in widths:
        etree.SubElement(group, "col", width=str(width))
    table.insert(0, group)


def _has_borders(word, document):
    mark = qn("w:tblBorders")
    if word.tblPr.find(mark) is not None:
        return True
    name = word.tblPr.find(qn("w:tblStyle"))
    styles = {one.style_id: one for one in document.styles}
    style = styles.get(name.get(qn("w:val"))) if name is not None else None
    return style is not None and style.element.find(f".//{mark}") is not None


def own(table, *tags):
    """Return a table's own rows or cells, without those of tables inside it."""
    return [
        one for one in table.iter(*tags) if next(one.iterancestors("table")) is table
    ]


def _cells(word):
    for row in word.tr_lst:
        for cell in row.tc_lst:
            if cell.vMerge != "continue":
                yield cell


def _cell(cell, word):
    """Shade a cell; give it its paragraph's class.

    Its only paragraph is taken out of it: half the elements, half the time.
    """
    shading = word.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    colour = shading.get(qn("w:fill"), "") if shading is not None else ""
    if COLOUR.fullmatch(colour):
        cell.set("bgcolor", colour)
    paragraphs = cell.findall("p")
    if paragraphs:
        cell.set("class", paragraphs[0].get("class", ""))
    if len(paragraphs) == len(cell) == 1:
        paragraphs[0].drop_tag()
