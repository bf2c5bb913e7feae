# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Make the PDF from the very Word that is sent, and read it back.

Word → HTML by mammoth, which reads the body; what it leaves out (header, footer,
widths, shading) is read here; HTML → PDF/A-2a by WeasyPrint, nothing being fetched.
"""

import contextlib
import hashlib
import html
import io
import logging
import re
import threading
from functools import cache
from pathlib import Path

import mammoth
from docx.oxml.ns import qn
from lxml import html as lxml_html
from pypdf import PdfReader

from . import pictures, reading, tables
from .errors import DocumentError, Problem

#: The style sheets: what HTML means, the looks of the forms.
STYLES = ("html.css", "style.css")

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

UNDRAWABLE = re.compile(r"\.notdef glyph .*\((U\+[0-9A-F]+)\)$")


def make(docx, *, title, lang="fr"):
    """Return the PDF/A-2a of a Word file: tagged, its text selectable.

    :param docx: bytes of the Word that is sent
    :param title: title in the PDF's own data
    :param lang: language of the text
    :raise DocumentError: when it is no Word file, or has characters that no font
        of this machine can draw (PDF/A forbids a blank in their place)
    """
    page = _html()(string=_page(docx, title, lang), url_fetcher=_own_pictures())
    with _undrawable() as characters:
        made = page.write_pdf(
            pdf_variant="pdf/a-2a",
            pdf_identifier=hashlib.sha256(docx).digest()[:16],
        )
    if characters:
        listed = ", ".join(f"{chr(int(one[2:], 16))} ({one})" for one in characters)
        raise DocumentError([Problem("undrawable_characters", characters=listed)])
    return made


@cache
def _html():
    # Imported late: WeasyPrint loads Pango, which a worker that never makes a
    # document does not need.
    from weasyprint import CSS, HTML

    folder = Path(__file__).parent
    sheets = [
        CSS(string=(folder / name).read_text(), url_fetcher=no_fetch) for name in STYLES
    ]

    class Page(HTML):
        """A page that knows our style sheets alone."""

        def _ua_stylesheets(self, forms=False):
            return sheets

    return Page


@cache
def _own_pictures():
    """Return what opens the pictures the Word holds, and nothing else."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",))


def no_fetch(url, *_args, **_options):
    raise ValueError(f"Nothing is fetched to make a PDF: {url}")


@contextlib.contextmanager
def _undrawable():
    """Collect the characters no font has, which WeasyPrint only logs.

    They become an error of ours; every other record goes its usual way.
    """
    found, thread = [], threading.get_ident()

    def collect(record):
        match = UNDRAWABLE.search(record.getMessage())
        if not match or record.thread != thread:
            return True
        if match[1] not in found:
            found.append(match[1])
        return False

    logger = logging.getLogger("weasyprint")
    logger.addFilter(collect)
    try:
        yield found
    finally:
        logger.removeFilter(collect)


def _page(docx, title, lang):
    document = reading.document(docx)
    body = mammoth.convert_to_html(io.BytesIO(docx), style_map=STYLE_MAP).value
    main = lxml_html.fragment_fromstring(body, create_parent="main")
    _draw_boxes(main)
    pictures.size_all(main, document.element.body)
    tables.dress(main, document)
    section = document.sections[0]
    return (
        f'<html lang="{html.escape(lang)}"><head><title>{html.escape(title)}</title>'
        f"</head><body><header>{_margin(section.header)}</header>"
        f"<footer>{_margin(section.footer)}</footer>"
        f"{lxml_html.tostring(main, encoding='unicode')}</body></html>"
    )


def _draw_boxes(main):
    """Write the boxes of content controls as characters, as the Word shows them."""
    for box in list(main.iter("input")):
        mark = "☐" if box.get("checked") is None else "☒"
        box.tail = mark + (box.tail or "")
        box.drop_tag()


def _margin(part):
    lines = []
    for paragraph in reading.paragraphs(part._element):
        line = "".join(_inline(one) for one in reading.pieces(paragraph))
        line += pictures.tags(paragraph, part.part)
        if line.strip():
            lines.append(f'<p class="{_class(paragraph)}">{line}</p>')
    return "".join(lines)


def _class(paragraph):
    """Return the style of a margin's paragraph as a class: Form Stamp is stamp."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = style.get(qn("w:val")) if style is not None else ""
    return html.escape(name.removeprefix("Form").lower())


def _inline(piece):
    if isinstance(piece, reading.Counter):
        return f'<span class="{piece}"></span>'
    return html.escape(piece).replace("\n", "<br>")


def pages(pdf):
    """Return the text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf):
    """Return the text of a PDF, its pages one after the other."""
    return "\n".join(pages(pdf))
