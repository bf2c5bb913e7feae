# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Compare the text of a PDF with that of the Word it was made from."""

import re
import unicodedata

from docx.oxml.ns import qn

from . import pdf, reading

#: What the PDF may have between two texts of the Word: a list's number.
BETWEEN = 12


def differences(docx, made):
    """Return what of the Word's text the PDF lacks, or has in another place.

    White space, line ends and the way an accent is coded do not count. The header
    and footer are looked for on each page, with the page's own number; the body in
    its order over all pages, table headings again where a page begins.

    :param docx: bytes of the Word
    :param made: bytes of the PDF
    :return: list of texts of the Word, empty when the PDF holds them all
    """
    document = reading.document(docx)
    section = document.sections[0]
    pages = [squash(page) for page in pdf.pages(made)]
    lacking = []
    for part in (section.header, section.footer):
        pages, missed = _without_margin(pages, part._element)
        lacking += missed
    body = document.element.body
    texts, headings = reading.texts(body), list(_headings(body))
    return lacking + list(_missing_in_order(texts, "".join(pages), headings))


def squash(text):
    """Return a text without its white space and soft hyphens, accents composed."""
    return unicodedata.normalize("NFC", re.sub(r"[\s\u00ad\u200b]+", "", text))


def _without_margin(pages, margin):
    """Take a header or footer, whole, out of each page; say where it lacks.

    The last place counts: a margin is drawn after the page's own text.
    """
    kept, missed = [], []
    paragraphs = reading.paragraphs(margin)
    pieces = [piece for one in paragraphs for piece in reading.pieces(one)]
    for number, page in enumerate(pages, 1):
        counters = {"page": str(number), "pages": str(len(pages))}
        wanted = squash(
            "".join(
                counters[one] if isinstance(one, reading.Counter) else one
                for one in pieces
            )
        )
        if wanted not in page:
            missed.append(f"page {number}: {wanted}")
        before, _found, after = page.rpartition(wanted) if wanted else ("", "", page)
        kept.append(before + after)
    return kept, missed


def _headings(body):
    """Yield the heading rows of tables, which each page may begin with."""
    for row in body.iter(qn("w:tr")):
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None:
            yield squash("".join(reading.texts(row)))


def _missing_in_order(texts, body, headings):
    """Yield the texts not found next: so near that no other text is taken for it."""
    position = 0
    for text in texts:
        wanted = squash(text)
        found = _next(wanted, body, position, headings)
        if found < 0:
            yield text
        else:
            position = found + len(wanted)


def _next(wanted, body, position, headings):
    """Return where a text stands next, past a repeated heading; -1 when it does not."""
    starts = [len(one) for one in headings if body.startswith(one, position)]
    for start in [0, *starts]:
        begin = position + start
        found = body.find(wanted, begin, begin + BETWEEN + len(wanted))
        if found >= 0:
            return found
    return -1
