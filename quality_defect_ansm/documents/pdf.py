# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Make the PDF from the very Word that is sent, and read it back.

Word → HTML by mammoth, which reads the body; what it leaves out (header, footer,
widths, shading) is read here; HTML → PDF/A-2a by Typst, as data: nothing that stands
in the Word is read as markup, and nothing is fetched.
"""

import io
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import mammoth
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as lxml_html
from pypdf import PdfReader

from . import nodes, pictures, reading, tables
from .errors import DocumentError, Problem

#: The Word's styles, as the classes of the style sheet.
STYLE_MAP = """
p[style-name='Form Title'] => h1:fresh
p[style-name='Form Section'] => h2:fresh
p[style-name='Form Label'] => p.label:fresh
p[style-name='Form Value'] => p.value:fresh
p[style-name='Form Head'] => p.head:fresh
p[style-name='Form Cell'] => p.cell:fresh
p[style-name='Form Part'] => p.part:fresh
p[style-name='Form Note'] => p.note:fresh
br[type='page'] => hr.newpage:fresh
"""

#: How the renderer names a character that no font has.
UNDRAWABLE = re.compile(r"the text `\"(.*?)\"` could not be displayed")
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Of a Word that has none: the oldest a zip can hold.
NO_DATE = date(1980, 1, 1)
PAGE = Path(__file__).with_name("page.typ")
LINES = PAGE.with_name("lines.typ")
ARCHIVAL = ["a-2a"]


def make(docx, *, title, lang="fr"):
    """Return the PDF/A-2a of a Word file: tagged, its text selectable.

    :param docx: bytes of the Word that is sent
    :param title: title in the PDF's own data
    :param lang: language of the text
    :raise DocumentError: when it is no Word file, or has characters that no font
        of this machine can draw (PDF/A forbids a blank in their place)
    """
    document = reading.document(docx)
    section = document.sections[0]
    page = {
        "title": title,
        "lang": lang,
        "date": _date(document),
        "header": _margin(section.header),
        "body": nodes.children(main(docx)),
        "footer": _margin(section.footer),
    }
    return render(PAGE, page, ARCHIVAL)


def _date(document):
    """Return the date PDF/A asks for: the Word's, so that one Word makes one PDF."""
    properties = document.core_properties
    saved = properties.modified or properties.created or NO_DATE
    return {"year": saved.year, "month": saved.month, "day": saved.day}


def render(template, page, standards=()):
    """Return the PDF of data, as a template of Typst draws it.

    :param template: path of the template, which reads ``page.json``
    :param page: what it draws: texts, numbers, lists, dicts
    :param standards: the PDF standards it has to keep
    :raise DocumentError: when no font has a character, or it cannot be drawn
    """
    # Imported late: a worker that never makes a document does not need it.
    import typst

    sources = {
        "main.typ": template.read_bytes(),
        LINES.name: LINES.read_bytes(),
        "page.json": json.dumps(page).encode(),
    }
    try:
        return typst.compile(
            sources, pdf_standards=list(standards), font_paths=_fonts()
        )
    except typst.TypstError as error:
        raise DocumentError([_problem(error)]) from error


@cache
def _fonts():
    import typst

    return typst.Fonts(include_embedded_fonts=False)


def _problem(error):
    """Return what the renderer complains of: all characters that no font has."""
    found = dict.fromkeys(
        character
        for text in UNDRAWABLE.findall(error.diagnostic)
        for character in ESCAPED.sub(lambda one: chr(int(one[1], 16)), text)
    )
    if not found:
        return Problem("pdf_failed", reason=error.message)
    listed = ", ".join(f"{one} (U+{ord(one):04X})" for one in found)
    return Problem("undrawable_characters", characters=listed)


def main(docx):
    """Return the body of a Word as an HTML element, with the Word's own looks."""
    document = reading.document(docx)
    body = mammoth.convert_to_html(io.BytesIO(docx), style_map=STYLE_MAP).value
    made = lxml_html.fragment_fromstring(body, create_parent="main")
    _draw_boxes(made)
    _break_pages(made)
    pictures.size_all(made, document.element.body)
    tables.dress(made, document)
    return made


def _draw_boxes(main):
    """Write the boxes of content controls as characters, as the Word shows them."""
    for box in list(main.iter("input")):
        mark = "☐" if box.get("checked") is None else "☒"
        box.tail = mark + (box.tail or "")
        box.drop_tag()


def _break_pages(main):
    """Take a break of page out of its paragraph, to stand before it.

    Inside a table Word has none, and none is drawn.
    """
    for one in list(main.iter("hr")):
        above = [one, *one.iterancestors()]
        parents = above[: above.index(main)]
        if len(parents) > 1:
            one.drop_tag()
            if not any(parent.tag == "table" for parent in parents):
                parents[-1].addprevious(etree.Element("hr"))


def _margin(part):
    """Return the paragraphs of a header or footer, which mammoth leaves out."""
    lines = []
    for paragraph in reading.paragraphs(part._element):
        line = [_inline(one) for one in reading.pieces(paragraph)]
        for picture in pictures.below(paragraph, part.part):
            line.append(nodes.picture(picture))
        if any(not isinstance(one, str) or one.strip() for one in line):
            lines.append({"kind": "p", "class": _class(paragraph), "children": line})
    return lines


def _class(paragraph):
    """Return the style of a margin's paragraph as a class: Form Stamp is stamp."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = style.get(qn("w:val")) if style is not None else ""
    return name.removeprefix("Form").lower() if name.startswith("Form") else ""


def _inline(piece):
    if isinstance(piece, reading.Counter):
        return {"kind": "counter", "name": piece}
    return piece


def pages(pdf):
    """Return the text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf):
    """Return the text of a PDF, its pages one after the other."""
    return "\n".join(pages(pdf))
