# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A form of any format: filled, and checked when it is loaded."""

import base64

from . import compare, pdf, reading, samples, word
from .blank import filling, places, proposals
from .errors import DocumentError, Problem
from .volets.names import names

#: The agency's own, filled as it is; a Word with placeholders; OpenDocument.
BLANK, PLACEHOLDERS, ODT = "blank", "placeholders", "odt"
#: What a form with placeholders cannot do without: nothing adds it.
NEEDED = ("signatures", "version")
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def format_of(file):
    """Return the format of a form: OpenDocument says so in its first bytes.

    Whether a Word is blank or has placeholders is read within limits, see
    :func:`check`.
    """
    return ODT if OPEN_DOCUMENT in file[:200] else ""


def fill(file, kind, form_format, ties, content):
    """Return the Word of a volet, from a Word form.

    :raise DocumentError: when it cannot be filled with that content
    """
    if form_format == BLANK:
        return filling.fill(file, kind, ties, content)
    return word.fill(file, content)


def check(file, kind, form_format="", ties=None):
    """Return what a form is, after having tried it on every sample.

    :param form_format: empty for a Word, to be looked at
    :return: dict: ``format``, ``places``, ``ties``, ``docx`` and ``pdf`` of a sample
    :raise DocumentError: with all that speaks against it
    """
    if not form_format:
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
    return {
        "format": form_format,
        "places": [vars(one) for one in read],
        "ties": ties,
        **_tried(file, kind, form_format, ties),
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


def _tried(file, kind, form_format, ties):
    """Fill every sample, compare its two texts; return the files of the full one."""
    shown, lacking = {}, []
    for number, content in samples.contents(kind).items():
        docx = fill(file, kind, form_format, ties, content)
        made = pdf.make(docx, title=kind)
        lacking += compare.differences(docx, made)
        if number == samples.FULL:
            shown = {"docx": _packed(docx), "pdf": _packed(made)}
    if lacking:
        told = " / ".join(dict.fromkeys(lacking[:5]))
        raise DocumentError([Problem("pdf_differs", texts=told[:300])])
    return shown


def _packed(content):
    return base64.b64encode(content).decode()
