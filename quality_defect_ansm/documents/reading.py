# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read the text of a Word file from its XML.

python-docx leaves out what stands in fields, content controls and text boxes;
a comparison that trusted it would not see them missing in the PDF.
"""

import io

from docx import Document
from docx.oxml.ns import qn

from . import package

#: Not shown, or shown elsewhere.
SKIPPED = {qn(f"w:{name}") for name in ("pPr", "rPr", "del", "moveFrom", "sdtPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
BREAKS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
#: Fields whose value is the PDF's own: what they count.
COUNTERS = {"PAGE": "page", "NUMPAGES": "pages"}


class Counter(str):
    """A page number in a paragraph: ``page`` or ``pages``."""


def document(docx):
    """Return the python-docx document of a Word file, read within bounds.

    :raise DocumentError: when it is no Word file, or larger than any form
    """
    package.members(docx)
    return Document(io.BytesIO(docx))


def text(docx):
    """Return the texts of a Word file in reading order: header, body, footer.

    One text per paragraph, cells row by row, its line breaks kept; page numbers
    and empty paragraphs are left out.

    :raise DocumentError: when it is no Word file, or larger than any form
    """
    word = document(docx)
    section = word.sections[0]
    parts = (section.header._element, word.element.body, section.footer._element)
    return [one for part in parts for one in texts(part)]


def texts(element):
    """Return the texts of the paragraphs below an XML element, in order."""
    found = ("".join(texts_of(one)) for one in paragraphs(element))
    return [one for one in found if one.strip()]


def texts_of(paragraph):
    """Yield the texts a paragraph shows, without its page numbers."""
    return (one for one in pieces(paragraph) if not isinstance(one, Counter))


def paragraphs(element):
    """Return the paragraphs below an XML element, those of text boxes included."""
    return (
        one
        for one in element.iter(qn("w:p"))
        if not any(parent.tag in SKIPPED for parent in one.iterancestors())
    )


def pieces(paragraph):
    """Yield what a paragraph shows: texts, and a Counter for each page number."""
    code, hidden = None, False
    for kind, value in _marks(paragraph):
        if kind == "begin":
            code = ""
        elif kind == "code" and code is not None:
            code += value
        elif kind == "end":
            hidden = False
        if kind in ("separate", "end") and code is not None:
            name, code = _counter(code), None
            if name:
                yield Counter(name)
                hidden = kind == "separate"
        elif kind == "counter":
            yield Counter(value)
        elif kind == "text" and not hidden:
            yield value


def _marks(node):
    """Yield (kind, value): texts, and where fields begin, separate and end."""
    for child in node.iterchildren():
        if child.tag == qn("w:t"):
            yield "text", child.text or ""
        elif child.tag in BREAKS:
            yield "text", BREAKS[child.tag]
        elif child.tag == qn("w:fldChar"):
            yield child.get(qn("w:fldCharType")), ""
        elif child.tag == qn("w:instrText"):
            yield "code", child.text or ""
        elif child.tag == qn("w:fldSimple") and _counter(child.get(qn("w:instr"))):
            yield "counter", _counter(child.get(qn("w:instr")))
        elif child.tag not in SKIPPED and child.tag != qn("w:p"):
            yield from _marks(child)


def _counter(code):
    words = (code or "").split()
    return COUNTERS.get(words[0].upper()) if words else None
