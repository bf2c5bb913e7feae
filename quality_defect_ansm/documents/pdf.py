# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Make the PDF from the very Word that is sent, and read it back.

Word → HTML by mammoth, which reads the body; the header and footer, which it
leaves out, are read here; HTML → PDF/A-2a by WeasyPrint, nothing being fetched.
"""

import hashlib
import html
import io
import logging
from pathlib import Path

import mammoth
from docx import Document
from docx.oxml.ns import qn
from lxml import html as lxml_html
from pypdf import PdfReader

STYLE = Path(__file__).with_name("style.css")

#: The Word's styles, as the classes of the style sheet.
STYLE_MAP = """
p[style-name='Form Title'] => h1:fresh
p[style-name='Form Section'] => h2:fresh
p[style-name='Form Label'] => p.label:fresh
p[style-name='Form Value'] => p.value:fresh
p[style-name='Form Cell'] => p.cell:fresh
p[style-name='Form Note'] => p.note:fresh
table[style-name='Form Rows'] => table.rows:fresh
table[style-name='Form Grid'] => table.grid:fresh
"""

#: A row with more characters than this may be cut by the end of a page.
LONG_ROW = 1500

#: Fields of the Word's margins, as the counters of the style sheet.
COUNTERS = {"PAGE": "page", "NUMPAGES": "pages"}


def make(docx, *, title, lang="fr"):
    """Return the PDF/A-2a of a Word file: tagged, its text selectable.

    :param docx: bytes of the Word that is sent
    :param title: title in the PDF's own data
    :param lang: language of the text
    """
    # Imported late: WeasyPrint loads Pango, which a worker that never makes a
    # document does not need.
    from weasyprint import CSS, HTML

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    page = HTML(string=_page(docx, title, lang), url_fetcher=_no_fetch)
    return page.write_pdf(
        stylesheets=[CSS(string=STYLE.read_text(), url_fetcher=_no_fetch)],
        pdf_variant="pdf/a-2a",
        pdf_identifier=hashlib.sha256(docx).digest()[:16],
    )


def _no_fetch(url, *_args, **_options):
    raise ValueError(f"Nothing is fetched to make a PDF: {url}")


def _page(docx, title, lang):
    body = mammoth.convert_to_html(io.BytesIO(docx), style_map=STYLE_MAP).value
    section = Document(io.BytesIO(docx)).sections[0]
    return (
        f'<html lang="{lang}"><head><title>{html.escape(title)}</title></head><body>'
        f"<header>{_margin(section.header)}</header>"
        f"<footer>{_margin(section.footer)}</footer>"
        f"<main>{_cells(body)}</main></body></html>"
    )


def _cells(body):
    """Give each cell its paragraph's class, and mark the rows longer than a page.

    A cell's only paragraph is taken out of it: half the elements, half the time.
    """
    root = lxml_html.fragment_fromstring(body, create_parent="div")
    for cell in root.iter("td", "th"):
        paragraphs = cell.findall("p")
        if paragraphs:
            cell.set("class", paragraphs[0].get("class", ""))
        if len(paragraphs) == len(cell) == 1:
            paragraphs[0].drop_tag()
    for row in root.iter("tr"):
        if len(row.text_content()) > LONG_ROW:
            row.set("class", "long")
    return lxml_html.tostring(root, encoding="unicode")


def _margin(part):
    return "".join(
        f"<p>{''.join(_margin_runs(paragraph._p))}</p>"
        for paragraph in part.paragraphs
        if paragraph._p.xpath("string()").strip()
    )


def _margin_runs(element):
    for child in element.iterchildren():
        if child.tag == qn("w:fldSimple"):
            name = child.get(qn("w:instr")).split()[0]
            yield f'<span class="{COUNTERS[name]}"></span>'
        elif child.tag == qn("w:r"):
            for part in child.iterchildren():
                if part.tag == qn("w:t"):
                    yield html.escape(part.text or "")
                elif part.tag == qn("w:tab"):
                    yield '<span class="tab"> </span>'


def pages(pdf):
    """Return the text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
