# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A form of any format: filled, and checked when it is loaded."""

import base64
import tempfile

from . import compare, office, pdf, reading, samples, word
from .blank import filling, places, proposals
from .errors import DocumentError, Problem
from .limited.call import call
from .volets.names import names

#: The agency's own, filled as it is; a Word with placeholders; OpenDocument.
BLANK, PLACEHOLDERS, ODT = "blank", "placeholders", "odt"
#: What a form with placeholders cannot do without: nothing adds it.
NEEDED = ("exercise", "signatures", "version")
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def format_of(file):
    """Return the format of a form: OpenDocument says so in its first bytes.

    Whether a Word is blank or has placeholders is read within limits.
    """
    return ODT if OPEN_DOCUMENT in file[:200] else ""


def fill(file, kind, form_format, ties, content):
    """Return the Word of a volet.

    :raise DocumentError: when the form cannot be filled with that content
    """
    if form_format == BLANK:
        return filling.fill(file, kind, ties, content)
    if form_format == ODT:
        with tempfile.TemporaryDirectory() as folder:
            answer = call("odt", file, folder=folder, content=content)
        return office.convert(base64.b64decode(answer["odt"]), "odt", "docx")
    return word.fill(file, content)


def make_pdf(docx, title, by_office):
    """Return the PDF of a Word, ours or LibreOffice's."""
    if by_office:
        return office.convert(docx, "docx", "pdf")
    return pdf.make(docx, title=title)


def check(file, kind, ties=None, by_office=False):
    """Return what a form is, after having tried it on every sample.

    A Word is opened within limits; OpenDocument is filled there.

    :param ties: {id of a place: path}; None to have them proposed
    :param by_office: whether LibreOffice makes the PDF
    :return: dict: ``format``, ``places``, ``ties``, and bytes of the full sample's
        ``docx`` and ``pdf``
    :raise DocumentError: with all that speaks against it
    """
    if format_of(file) == ODT:
        found = {"format": ODT, "places": [], "ties": {}}
        words = {
            number: fill(file, kind, ODT, {}, content)
            for number, content in samples.contents(kind).items()
        }
    else:
        found = call("form", file, kind=kind, ties=ties, by_office=by_office)
        words = {key: base64.b64decode(one) for key, one in found["words"].items()}
    if "pdf" in found:
        made = base64.b64decode(found["pdf"])
    else:
        made = _made(words, True)
    return {**found, "docx": words[samples.FULL], "pdf": made}


def _made(words, by_office):
    """Return the PDF of the full sample, all of them compared with their Word."""
    pdfs = {key: make_pdf(docx, key, by_office) for key, docx in words.items()}
    lacking = [
        one
        for key, made in pdfs.items()
        for one in compare.differences(words[key], made)
    ]
    if lacking:
        told = " / ".join(dict.fromkeys(lacking[:5]))
        raise DocumentError([Problem("pdf_differs", texts=told[:300])])
    return pdfs[samples.FULL]


def check_word(file, kind, ties, by_office):
    """Do what :func:`check` does with a Word, within limits already."""
    texts = "".join(reading.text(file))
    form_format = PLACEHOLDERS if "{{" in texts or "{%" in texts else BLANK
    read = places.read(file) if form_format == BLANK else []
    if form_format == BLANK:
        ties = proposals.propose(kind, read) if ties is None else ties
        found = _tie_problems(kind, read, ties)
    else:
        ties, found = {}, _placeholder_problems(kind, file)
    if found:
        raise DocumentError(found)
    words = {
        number: fill(file, kind, form_format, ties, content)
        for number, content in samples.contents(kind).items()
    }
    made = {} if by_office else {"pdf": _packed(_made(words, False))}
    return {
        "format": form_format,
        "places": [vars(one) for one in read],
        "ties": ties,
        "words": {key: _packed(docx) for key, docx in words.items()},
        **made,
    }


def _tie_problems(kind, read, ties):
    if not read:
        return [Problem("nothing_to_fill")]
    known = {one.id for one in read}
    lost = sorted(set(ties) - known)
    unknown = sorted(set(ties.values()) - set(names(kind)))
    if lost or unknown:
        return [Problem("unknown_fields", names=", ".join([*lost, *unknown]))]
    return []


def _placeholder_problems(kind, file):
    used = word.variables(file)
    known = set(samples.content(kind))
    unknown, lacking = sorted(used - known), [one for one in NEEDED if one not in used]
    found = [Problem("unknown_fields", names=", ".join(unknown))] if unknown else []
    if lacking:
        found.append(Problem("needed_fields", names=", ".join(lacking)))
    return found


def _packed(content):
    return base64.b64encode(content).decode()
