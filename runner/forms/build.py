# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Build a form as a lean Word file: only the styles it uses, the same bytes always."""

import datetime
import io

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from quality_defect_documents import package

BLUE = RGBColor(0x1F, 0x38, 0x64)
FONT = "DejaVu Sans"
UNUSED = ("stylesWithEffects", "thumbnail", "customXml", "theme", "numbering")
LABEL_WIDTH, VALUE_WIDTH = Mm(61), Mm(119)


def build(form):
    """Return the bytes of a form described by a module of this folder."""
    document = Document()
    _page(document)
    _styles(document)
    _margins(document, form)
    _intro(document, form)
    for title, content in form.SECTIONS:
        document.add_paragraph(title, style="Form Section")
        if content == "batches":
            _batches(document, form)
        elif content == "signatures":
            _signatures(document, form)
        else:
            _rows(document, content)
    _drop_unused_styles(document)
    _drop_unused_parts(document)
    _fixed_properties(document, form)
    target = io.BytesIO()
    document.save(target)
    return package.pack(package.members(target.getvalue()))


def _page(document):
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(27), Mm(20)
    section.header_distance = section.footer_distance = Mm(9)


def _styles(document):
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(8.5)
    normal.element.rPr.rFonts.set(qn("w:cs"), FONT)
    normal.element.rPr.rFonts.set(qn("w:hAnsi"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    sizes = {
        "Title": 14,
        "Section": 9.5,
        "Label": 8.5,
        "Value": 8.5,
        "Cell": 7,
        "Note": 7.5,
    }
    for name, size in sizes.items():
        style = document.styles.add_style(f"Form {name}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
        style.font.bold = name in ("Title", "Section", "Label")
        style.paragraph_format.space_before = Pt(1)
    title, section, note = (
        document.styles[f"Form {name}"] for name in ("Title", "Section", "Note")
    )
    title.font.color.rgb = BLUE
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    note.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    section.paragraph_format.space_before = Pt(9)
    section.paragraph_format.keep_with_next = True
    section.element.get_or_add_pPr().append(_shading("1F3864"))
    for name in ("Form Rows", "Form Grid"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
        style.base_style = document.styles["Normal Table"]
        style.element.append(_borders())


def _borders():
    properties, borders = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", "7F7F7F")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), "108")
    indent.set(qn("w:type"), "dxa")
    properties.extend([indent, borders])
    return properties


def _shading(colour):
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{key}"), value)
    return shading


def _margins(document, form):
    section = document.sections[0]
    header = section.header
    for number, text in enumerate(form.HEADER):
        paragraph = header.paragraphs[0] if not number else header.add_paragraph()
        paragraph.style = document.styles["Form Note"]
        paragraph.add_run(text).font.color.rgb = BLUE
    paragraph = section.footer.paragraphs[0]
    paragraph.style = document.styles["Form Note"]
    paragraph.add_run(form.FOOTER)
    paragraph._p.append(_field("PAGE"))
    paragraph.add_run(" / ")
    paragraph._p.append(_field("NUMPAGES"))


def _field(name):
    field, run, text = (OxmlElement(f"w:{tag}") for tag in ("fldSimple", "r", "t"))
    field.set(qn("w:instr"), f" {name} ")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _intro(document, form):
    document.add_paragraph(form.TITLE, style="Form Title")
    for text in (
        form.PART,
        "{{ agency.name }} – {{ agency.department }}",
        "{{ agency.address }} – {{ agency.email }}",
    ):
        document.add_paragraph(text, style="Form Note")


def _rows(document, rows, table=None):
    table = table or document.add_table(0, 2, style="Form Rows")
    table.autofit = False
    table.columns[0].width, table.columns[1].width = LABEL_WIDTH, VALUE_WIDTH
    for label, placeholder, *condition in rows:
        if condition:
            _tag_row(table, f"{{%tr if {condition[0]} %}}")
        cells = table.add_row().cells
        _cell(cells[0], label, "Form Label", LABEL_WIDTH)
        cells[0]._tc.get_or_add_tcPr().append(_shading("E7EAF1"))
        lines = placeholder.split("\n")
        _cell(cells[1], lines[0], "Form Value", VALUE_WIDTH)
        for line in lines[1:]:
            cells[1].add_paragraph(line, style="Form Value")
        if condition:
            _tag_row(table, "{%tr endif %}")
    return table


def _tag_row(table, tag):
    table.add_row().cells[0].text = tag


def _cell(cell, text, style, width):
    cell.width = width
    cell.paragraphs[0].style = style
    cell.paragraphs[0].add_run(text)


def _batches(document, form):
    columns = form.BATCH_COLUMNS
    table = document.add_table(0, len(columns), style="Form Grid")
    table.autofit = False
    for column, (_label, _name, width) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    header = table.add_row()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    header._tr.get_or_add_trPr().append(mark)
    for cell, (label, _name, width) in zip(header.cells, columns, strict=True):
        _cell(cell, label, "Form Label", Mm(width))
        cell.paragraphs[0].runs[0].font.size = Pt(7)
        cell._tc.get_or_add_tcPr().append(_shading("E7EAF1"))
    _tag_row(table, "{%tr for batch in batches %}")
    for cell, (_label, name, width) in zip(table.add_row().cells, columns, strict=True):
        _cell(cell, f"{{{{ batch.{name} }}}}", "Form Cell", Mm(width))
    _tag_row(table, "{%tr endfor %}")
    document.add_paragraph(
        "Source : {% for one in batches %}{{ one.lot }} : {{ one.source }}"
        "{% if not loop.last %} ; {% endif %}{% endfor %}",
        style="Form Cell",
    )


def _signatures(document, form):
    table = document.add_table(0, 2, style="Form Rows")
    _tag_row(table, "{%tr for one in signatures %}")
    _rows(document, form.SIGNATURE_ROWS, table)
    _tag_row(table, "{%tr endfor %}")
    _rows(document, [("Visa", "Non signé – projet", "not signatures")], table)


def _drop_unused_styles(document):
    """Word's default styles are most of the file, and slow mammoth tenfold."""
    keep = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
    for style in list(document.styles):
        if style.name not in keep and not style.name.startswith("Form "):
            style.delete()
    latent = document.styles.element.find(qn("w:latentStyles"))
    if latent is not None:
        document.styles.element.remove(latent)


def _drop_unused_parts(document):
    """Word's default template brings half a megabyte that no form uses."""
    for holder in (document.part, document.part.package):
        for key, relation in list(holder.rels.items()):
            if any(name in relation.reltype for name in UNUSED):
                del holder.rels[key]


def _fixed_properties(document, form):
    properties = document.core_properties
    properties.title = f"{form.TITLE} – {form.PART}"
    properties.author, properties.comments = "", form.MARK
    properties.language = "fr-FR"
    properties.created = properties.modified = datetime.datetime(2026, 1, 1)
