# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Build a form as a lean Word file: only what it uses, the same bytes always."""

import datetime
import io
import itertools

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from quality_defect_documents import package

from . import styles
from .blocks import Each, Grid

LABEL_WIDTH, VALUE_WIDTH = Mm(61), Mm(119)
#: Parts of python-docx's default document that no form uses: half a megabyte.
UNUSED = ("stylesWithEffects", "thumbnail", "customXml", "theme", "numbering")


def build(form):
    """Return the bytes of the Word template of a :class:`.blocks.Form`."""
    document = Document()
    _page(document.sections[0])
    styles.apply(document)
    _margins(document.sections[0], form)
    _paragraphs(document, [form.title], "Form Title")
    _paragraphs(document, [form.part], "Form Part")
    _paragraphs(document, form.notes, "Form Note")
    for number, (title, content) in enumerate(form.sections, 1):
        document.add_paragraph(f"{number}. {title}", style="Form Section")
        for is_grid, parts in itertools.groupby(content, _is_grid):
            if is_grid:
                for grid in parts:
                    _conditional(document, grid)
            else:
                _rows(_table(document, "Form Rows", [LABEL_WIDTH, VALUE_WIDTH]), parts)
    _drop_unused_parts(document)
    _fixed_properties(document, form)
    target = io.BytesIO()
    document.save(target)
    return package.pack(package.members(target.getvalue()))


def _page(section):
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(32), Mm(20)
    section.header_distance = section.footer_distance = Mm(9)


def _paragraphs(holder, texts, style):
    """Add paragraphs; each line of a text is one."""
    for text in texts:
        for line in text.split("\n"):
            holder.add_paragraph(line, style=style)


def _margins(section, form):
    header, footer = section.header, section.footer
    _remove(header.paragraphs[0]._p)
    for condition, text in form.stamps:
        stamp = [f"{{%p if {condition} %}}", text, "{%p endif %}"]
        _paragraphs(header, stamp, "Form Stamp")
    _paragraphs(header, form.header, "Form Header")
    _paragraphs(header, [form.mark], "Form Mark")
    paragraph = footer.paragraphs[0]
    paragraph.style = "Form Footer"
    paragraph.add_run(form.footer)
    paragraph._p.append(_field("PAGE"))
    paragraph.add_run(" / ")
    paragraph._p.append(_field("NUMPAGES"))


def _remove(element):
    element.getparent().remove(element)


def _field(name):
    field, run, text = (OxmlElement(f"w:{tag}") for tag in ("fldSimple", "r", "t"))
    field.set(qn("w:instr"), f" {name} ")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _table(document, style, widths):
    table = document.add_table(0, len(widths), style=style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _rows(table, rows):
    for row in rows:
        if isinstance(row, Each):
            _tag(table, f"for {row.name} in {row.of}")
            _rows(table, row.rows)
            _tag(table, "endfor")
        elif row.when:
            _tag(table, f"if {row.when}")
            _row(table, row)
            _tag(table, "endif")
        else:
            _row(table, row)


def _tag(table, tag):
    """Add a row that is gone once docxtpl has read its tag."""
    table.add_row().cells[0].text = f"{{%tr {tag} %}}"


def _row(table, row):
    texts, names = [row.label, row.text], ["Form Label", "Form Value"]
    _shade(_line(table, texts, names, row.long).cells[0])


def _line(table, texts, names, long=False):
    row = table.add_row()
    if not long:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, column, text, name in zip(
        row.cells, table.columns, texts, names, strict=True
    ):
        cell.width = column.width
        _remove(cell.paragraphs[0]._p)
        _paragraphs(cell, [text], name)
    return row


def _shade(cell):
    cell._tc.get_or_add_tcPr().append(styles.shading(styles.SHADE))


def _is_grid(part):
    return isinstance(part, Grid)


def _conditional(document, grid):
    """Add a grid; its condition stands in paragraphs that are gone once read."""
    if grid.when:
        document.add_paragraph(f"{{%p if {grid.when} %}}")
    _grid(document, grid)
    if grid.when:
        document.add_paragraph("{%p endif %}")


def _grid(document, grid):
    if grid.caption:
        document.add_paragraph(grid.caption, style="Form Label")
    labels, texts, widths = zip(*grid.columns, strict=True)
    table = _table(document, "Form Grid", [Mm(width) for width in widths])
    heading = _line(table, labels, ["Form Head"] * len(labels))
    heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in heading.cells:
        _shade(cell)
    _tag(table, f"for {grid.name} in {grid.of}")
    _line(table, texts, ["Form Cell"] * len(texts))
    _tag(table, "endfor")
    # Word joins two tables that no paragraph keeps apart.
    document.add_paragraph(grid.note, style="Form Cell")


def _drop_unused_parts(document):
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            if any(name in relation.reltype for name in UNUSED):
                del holder.rels[key]


def _fixed_properties(document, form):
    properties = document.core_properties
    properties.title = f"{form.title} – {form.part}"
    properties.author, properties.comments = "", form.mark
    properties.language = "fr-FR"
    properties.created = properties.modified = datetime.datetime(2026, 1, 1)
