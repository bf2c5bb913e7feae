# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fill a Word form, read its text, refuse what cannot be carried to the PDF."""

import io
import re

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from . import package
from .errors import DocumentError

#: What XML 1.0 cannot hold; Word would call the file damaged.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: What would leak to the agency, or be lost in the PDF: XML tag, then why not.
REFUSED = {
    "w:ins": "tracked insertions",
    "w:del": "tracked deletions",
    "w:vanish": "hidden text",
    "w:commentReference": "comments",
}


def fill(template, values):
    """Return a Word file: the template with its placeholders filled.

    :param template: bytes of a .docx with Jinja placeholders
    :param values: dict of texts, flags, and lists of dicts for table rows; texts
        stay literal, their line breaks are Word's
    :return: bytes, the same for the same input
    :raise DocumentError: on control characters (each with its field), or when the
        template names an unknown field or is not allowed to do what it does
    """
    problems = list(_control_characters(values, ""))
    if problems:
        raise DocumentError(problems)
    package.members(template)
    document = DocxTemplate(io.BytesIO(template))
    # Without autoescape "< b &" was lost without a word; templates may be
    # uploaded, so their code runs in Jinja's sandbox.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document.render(_plain_breaks(values), environment)
    except TemplateError as error:
        raise DocumentError([f"The form cannot be filled: {error}"]) from error
    target = io.BytesIO()
    document.save(target)
    return package.pack(package.members(target.getvalue()))


def _control_characters(value, path):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _control_characters(one, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _control_characters(one, f"{path} {number}")
    elif isinstance(value, str) and CONTROL.search(value):
        found = sorted({f"U+{ord(one):04X}" for one in CONTROL.findall(value)})
        yield f"{path}: characters no document can hold ({', '.join(found)})"


def _plain_breaks(value):
    if isinstance(value, dict):
        return {key: _plain_breaks(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain_breaks(one) for one in value]
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def text(docx):
    """Return the texts of a Word file in reading order: header, body, footer.

    Each paragraph is one text, cells row by row; a cell merged over columns is
    read once, an empty paragraph not at all.
    """
    document = Document(io.BytesIO(docx))
    section = document.sections[0]
    found = [*margin_text(section.header)]
    found += _block_texts(document, document.element.body)
    return [one for one in [*found, *margin_text(section.footer)] if one.strip()]


def margin_text(part):
    """Return the texts of a header or footer."""
    return [paragraph.text for paragraph in part.paragraphs]


def body_text(docx):
    """Return the texts of the body alone, in reading order."""
    document = Document(io.BytesIO(docx))
    texts = _block_texts(document, document.element.body)
    return [one for one in texts if one.strip()]


def _block_texts(parent, element):
    texts = []
    for child in element.iterchildren():
        if child.tag == qn("w:p"):
            texts.append(Paragraph(child, parent).text)
        elif child.tag == qn("w:tbl"):
            for row in Table(child, parent)._tbl.tr_lst:
                for cell in row.tc_lst:
                    texts += _block_texts(parent, cell)
    return texts


def problems(docx):
    """Return what forbids a Word file: what would leak, or be lost in the PDF.

    :return: list of sentences, empty when the file may be used
    """
    try:
        parts = package.members(docx)
    except DocumentError as error:
        return error.problems
    found = []
    if "word/vbaProject.bin" in parts:
        found.append("The file holds macros.")
    if any(b'TargetMode="External"' in one for one in parts.values()):
        found.append("The file holds links to outside.")
    texts = [content for name, content in parts.items() if name.endswith(".xml")]
    for tag, words in REFUSED.items():
        mark = re.compile(rb"<" + tag.encode() + rb"[\s/>]")
        if any(mark.search(content) for content in texts):
            found.append(f"The file holds {words}.")
    return found
