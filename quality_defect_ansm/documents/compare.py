# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Compare the text of a PDF with that of the Word it was made from."""

import re
import unicodedata

from docx.oxml.ns import qn

from . import pdf, reading

#: What the PDF may have between two texts of the Word: a list's number.
BETWEEN = 12
#: Between the texts of two pages.
PAGE = "\f"


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
    for part, take in (
        (section.header, str.partition),
        (section.footer, str.rpartition),
    ):
        pages, missed = _without_margin(pages, part._element, take)
        lacking += missed
    body = document.element.body
    texts, headings = reading.texts(body), list(_headings(body))
    return lacking + list(_missing_in_order(texts, PAGE.join(pages), headings))


def squash(text):
    """Return a text without its white space and soft hyphens, accents composed."""
    return unicodedata.normalize("NFC", re.sub(r"[\s\u00ad\u200b]+", "", text))


def _without_margin(pages, margin, take):
    """Take a header or footer, whole, out of each page; say where it lacks.

    :param take: where it stands: first or last of the page's text
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
            kept.append(page)
        else:
            before, _found, after = take(page, wanted) if wanted else ("", "", page)
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
        starts = _starts(body, position, headings)
        ends = (_end(wanted, body, start, headings) for start in starts)
        end = next((one for one in ends if one is not None), None)
        if end is None:
            yield text
        else:
            position = end


def _starts(body, position, headings):
    """Yield where the next text may stand: near, or past a repeated heading."""
    yield from range(position, position + BETWEEN + 1)
    page = body.find(PAGE, position, position + BETWEEN + 1)
    if page >= 0:
        for begin in _tops(body, page + 1, headings):
            yield from range(begin, begin + BETWEEN + 1)


def _tops(body, page, headings):
    """Return where a page's own text may begin: past a repeated heading, or at once."""
    passed = [page + len(one) for one in headings if body.startswith(one, page)]
    return [*passed, page]


def _end(wanted, body, start, headings):
    """Return where a text that begins here ends, over the pages, or None."""
    stop = body.find(PAGE, start)
    here = body[start:] if stop < 0 else body[start:stop]
    if len(here) >= len(wanted):
        return start + len(wanted) if here.startswith(wanted) else None
    if stop < 0 or not wanted.startswith(here):
        return None
    rest = wanted[len(here) :]
    ends = (_end(rest, body, top, headings) for top in _tops(body, stop + 1, headings))
    return next((one for one in ends if one is not None), None)
