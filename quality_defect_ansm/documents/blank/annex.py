# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a form has no place for: a last page of ours, and marks in the margins."""

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from ..volets import LAYOUTS
from ..volets.lines import BOXES, TEXT
from ..volets.names import AND, VISA, names, value
from .spots import run

TITLE = "Annexe à la fiche – version, compléments et visa"
NOTE = "Page ajoutée par le déclarant : ce qui n’a pas d’emplacement dans la fiche."
EXERCISE, DRAFT = "EXERCICE", "PROJET – non signé"
UNSIGNED = ("Visa", "Non signé – projet")
LABEL, WIDTH = 3400, 10200
#: A longer row of two may go on over the next page.
LONG = 1500
PROPERTIES = (
    f"<w:pPr {nsdecls('w')}>{{}}<w:spacing w:before='{{}}' w:after='20'/></w:pPr>"
)
SPACING, SPACED = PROPERTIES.format("", 20), PROPERTIES.format("", 60)
TITLED = PROPERTIES.format("<w:keepNext/>", 120)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def stamp(roots, content):
    """Mark each page of an exercise or draft, above the form's own header.

    Without a header, the mark stands above the text.
    """
    marks = [EXERCISE] if content.get("exercise") else []
    marks += [] if content.get("signatures") else [DRAFT]
    headers = [root for name, root in roots.items() if "header" in name]
    body = roots["word/document.xml"].find(qn("w:body"))
    for root in headers or [body]:
        for mark in reversed(marks):
            root.insert(0, paragraph(mark, bold=True))


def unstamp(roots):
    """Take the mark of a draft out of the margins and body of a Word."""
    for root in roots.values():
        for one in list(root.iter(qn("w:p"))):
            said = "".join(node.text or "" for node in one.iter(qn("w:t")))
            if said.strip() == DRAFT:
                one.getparent().remove(one)


def of_form(kind, content, tied):
    """Return the blocks of the last page of a form: (title, rows).

    :param tied: paths of the names the form has places for
    :return: list of (title, list of rows: lists of texts, the first in bold)
    """
    keys = {one.split(".")[0] for path in tied for one in path.split(AND)}
    sections = []
    for section in LAYOUTS[kind].sections:
        lines = []
        for part in section.parts:
            if part.key not in keys:
                lines += _rows_of(kind, part, content)
        if lines:
            sections.append((section.title, lines))
    if "signatures" not in keys or not content.get("signatures"):
        sections.append((UNSIGNED[0], visa(content)))
    else:
        sections.append(("Intégrité", _integrity(content)))
    return sections


def _rows_of(kind, part, content):
    path = getattr(part, "key", "")
    if path in names(kind) and names(kind)[path].shape in (TEXT, BOXES):
        said = value(kind, content, path)
        return [[part.label, said]] if said else []
    rows = content.get(path) or []
    labels = [one.label for one in part.columns]
    listed = [[row.get(one.key) or "" for one in part.columns] for row in rows]
    return [labels, *listed] if listed else []


def visa(content):
    """Return the rows of the signatures: each one's lines (21 CFR 11.50)."""
    rows = [
        [one.label, signature[one.key]]
        for signature in content.get("signatures") or []
        for one in VISA.columns
        if signature.get(one.key)
    ]
    return rows or [list(UNSIGNED)]


def _integrity(content):
    shown = ("content_sha256", "preview_sha256", "chain_head")
    labels = {one.key: one.label for one in VISA.columns}
    return [
        [labels[key], signature[key]]
        for signature in content["signatures"]
        for key in shown
        if signature.get(key)
    ]


def append(body, sections, title=TITLE, note=NOTE):
    """Add a last page to the body of a Word: its sections, a table each."""
    end = body.find(qn("w:sectPr"))
    add = end.addprevious if end is not None else body.append
    add(paragraph(title, bold=True, new_page=True))
    add(paragraph(note))
    for name, rows in sections:
        add(paragraph(name, bold=True))
        for table in _tables(rows):
            add(table)


def _tables(rows):
    """Yield a table for each run of rows of the same width."""
    group = []
    for row in rows:
        if group and len(row) != len(group[-1]):
            yield _table(group)
            group = []
        group.append(row)
    if group:
        yield _table(group)


def _table(rows):
    columns = len(rows[0])
    if columns == 2:
        widths = [LABEL, WIDTH - LABEL]
    else:
        widths = [WIDTH // columns] * columns
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w='{WIDTH}' w:type='dxa'/>"
        f"<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type='fixed'/>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    for number, row in enumerate(rows):
        tr = OxmlElement("w:tr")
        if columns > 2 or len("".join(row)) < LONG:
            tr.append(parse_xml(f"<w:trPr {nsdecls('w')}><w:cantSplit/></w:trPr>"))
        for column, text in enumerate(row):
            bold = not column if columns == 2 else not number
            tr.append(_cell(text, widths[column], bold))
        table.append(tr)
    return table


def _cell(text, width, bold):
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    size = OxmlElement("w:tcW")
    size.set(qn("w:w"), str(width))
    size.set(qn("w:type"), "dxa")
    properties.append(size)
    cell.append(properties)
    cell.append(paragraph(text, bold, in_table=True))
    return cell


def paragraph(text, bold=False, new_page=False, in_table=False):
    """Return a paragraph of ours; outside a table, a bold one stays with the next."""
    made = OxmlElement("w:p")
    made.append(parse_xml(SPACING if in_table else TITLED if bold else SPACED))
    look = OxmlElement("w:rPr")
    if bold:
        look.append(OxmlElement("w:b"))
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "17")
    look.append(size)
    made.append(run(text, look))
    if new_page:
        made[1].insert(1, parse_xml(f"<w:br {nsdecls('w')} w:type='page'/>"))
    return made
