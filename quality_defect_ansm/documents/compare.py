# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Compare the text of a PDF with that of the Word it was made from."""

import io
import re

from docx import Document

from . import pdf, word


def differences(docx, made):
    """Return what of the Word's text the PDF lacks, or has in another place.

    White space and line ends do not count. The header and footer are looked for
    on each page, the body in its order over all pages.

    :param docx: bytes of the Word
    :param made: bytes of the PDF
    :return: list of texts of the Word, empty when the PDF holds them all
    """
    section = Document(io.BytesIO(docx)).sections[0]
    margins = [
        _margin_pattern(text)
        for part in (section.header, section.footer)
        for text in word.margin_text(part)
        if text.strip()
    ]
    lacking, body = [], ""
    for number, page in enumerate(pdf.pages(made), 1):
        page = squash(page)
        for pattern in margins:
            page, found = pattern.subn("", page, count=1)
            if not found:
                lacking.append(f"page {number}: {pattern.pattern}")
        body += page
    return lacking + list(_missing_in_order(word.body_text(docx), body))


def squash(text):
    """Return a text without its white space and soft hyphens."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def _margin_pattern(text):
    """A margin's text, its page numbers being any: the Word has a field there."""
    pattern = re.escape(squash(text))
    return re.compile(pattern.replace(r"Page/", r"Page\d+/\d+"))


def _missing_in_order(texts, body):
    position = 0
    for text in texts:
        wanted = squash(text)
        found = body.find(wanted, position)
        if found < 0:
            yield text
        else:
            position = found + len(wanted)
