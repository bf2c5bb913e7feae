# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The looks of the forms: the styles of the Word, and no others.

``documents/page.typ`` draws the same in the PDF: change both.
"""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

BLUE, GREY, SHADE, WHITE = "1F3864", "7F7F7F", "EDEDED", "FFFFFF"
FONT = "DejaVu Sans"

#: Name: size in points, bold, colour, centred.
PARAGRAPHS = {
    "Title": (14, True, BLUE, True),
    "Part": (10, True, BLUE, True),
    "Note": (8, False, "404040", True),
    "Section": (10, True, WHITE, False),
    "Label": (9, True, "000000", False),
    "Value": (9, False, "000000", False),
    "Head": (7.5, True, "000000", False),
    "Cell": (8, False, "000000", False),
    "Header": (7.5, False, BLUE, True),
    "Mark": (7.5, False, BLUE, True),
    "Stamp": (9, True, BLUE, True),
    "Footer": (7.5, False, "404040", True),
}
#: Name: margin left and right of a cell's text, in twentieths of a point.
TABLES = {"Rows": 80, "Grid": 50}
KEEP = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}


def element(text):
    """Return an XML element written with the w: prefix."""
    tag, _space, rest = text.partition(" ")
    return parse_xml(f"{tag} {nsdecls('w')} {rest}")


def shading(colour):
    """Return the shading of a paragraph or cell."""
    return element(f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>')


def apply(document):
    """Give a document the styles of the forms, and take the others away."""
    _drop(document)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(9)
    for script in ("w:cs", "w:hAnsi", "w:eastAsia"):
        normal.element.rPr.rFonts.set(qn(script), FONT)
    normal.element.rPr.append(element('<w:lang w:val="fr-FR"/>'))
    normal.paragraph_format.space_after = Pt(0)
    for name, looks in PARAGRAPHS.items():
        _paragraph(document, name, *looks)
    for name, margin in TABLES.items():
        style = document.styles.add_style(f"Form {name}", WD_STYLE_TYPE.TABLE)
        style.base_style = document.styles["Normal Table"]
        style.element.append(_table(margin))
    _bars(document.styles)


def _drop(document):
    """Word's default styles are most of the file, and slow mammoth tenfold."""
    for style in list(document.styles):
        if style.name not in KEEP:
            style.delete()
    latent = document.styles.element.find(qn("w:latentStyles"))
    document.styles.element.remove(latent)


def _paragraph(document, name, size, bold, colour, centred):
    style = document.styles.add_style(f"Form {name}", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)
    if centred:
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _bars(styles):
    """A section's title is a bar; a stamp is boxed; margins have a rule."""
    section = styles["Form Section"]
    section.paragraph_format.space_before = Pt(9)
    section.paragraph_format.space_after = Pt(0)
    section.paragraph_format.keep_with_next = True
    section.paragraph_format.left_indent = Pt(4)
    section.paragraph_format.right_indent = Pt(4)
    styles["Form Part"].paragraph_format.space_after = Pt(3)
    sides = ("top", "left", "bottom", "right")
    # In the order Word's schema wants: borders, shading, then the spacing there.
    _before_spacing(section, _borders("pBdr", sides, 12, BLUE, (1, 4)))
    _before_spacing(section, shading(BLUE))
    _before_spacing(styles["Form Stamp"], _borders("pBdr", sides, 8, BLUE, (1, 1)))
    for name, side in (("Mark", "bottom"), ("Footer", "top")):
        rule = _borders("pBdr", [side], 6, BLUE, (2, 0))
        _before_spacing(styles[f"Form {name}"], rule)
    for name, level in (("Title", 0), ("Section", 1)):
        properties = styles[f"Form {name}"].element.get_or_add_pPr()
        properties.append(element(f'<w:outlineLvl w:val="{level}"/>'))


def _before_spacing(style, added):
    style.element.pPr.find(qn("w:spacing")).addprevious(added)


def _borders(tag, sides, size, colour, spaces=(0, 0)):
    """Return borders; ``spaces`` is what stands off above and beside, in points."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" '
        f'w:space="{spaces[side in ("left", "right")]}" w:color="{colour}"/>'
        for side in sides
    )
    return element(f"<w:{tag} >{lines}</w:{tag}>")


def _table(margin):
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    properties = element("<w:tblPr />")
    # Word puts a table's text, not its edge, on the margin.
    properties.append(element(f'<w:tblInd w:w="{margin}" w:type="dxa"/>'))
    properties.append(_borders("tblBorders", sides, 4, GREY))
    cells = "".join(
        f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right")
    )
    properties.append(element(f"<w:tblCellMar >{cells}</w:tblCellMar>"))
    return properties
