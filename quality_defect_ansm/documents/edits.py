# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Word put back after it was edited: in what it differs, and its last page."""

import base64
import difflib

from docx.oxml.ns import qn

from . import compare, package, pdf, reading
from .blank import annex, places
from .blank.filling import serialised
from .errors import DocumentError

HEADS = ["Rubrique", "Dans l’enregistrement", "Dans ce document", "Motif"]
SECTION = "Document modifié à la main"
SEE = "Voir la dernière page"
#: Said of words that are there and that nobody sees.
FAINT = " [caractères blancs ou minuscules]"
WHITE = {"FFFFFF", "background1", "light1"}
#: In half points, as Word counts.
SMALLEST = 10


def check(edited, generated, title):
    """Return in what an edited Word differs, and its PDF.

    :param edited: bytes of the Word put back
    :param generated: bytes of the Word it was made from
    :return: dict: ``differences`` (label, before, after), ``pdf`` (base64, empty when
        it cannot be made or lacks something) and ``why``
    """
    found = differences(generated, edited)
    try:
        made = pdf.make(edited, title=title)
        why = " / ".join(compare.differences(edited, made)[:3])
    except DocumentError as error:
        made, why = b"", str(error)
    kept = b"" if why else made
    return {
        "differences": found,
        "pdf": base64.b64encode(kept).decode(),
        "why": why[:300],
    }


def differences(before, after):
    """Return in what the texts of two Word files differ, in reading order.

    :return: list of dicts: ``label`` (the cell it stands beside, or the text before),
        ``before`` and ``after``
    """
    old, new = _lines(before), _lines(after)
    texts = [[text for _label, text in lines] for lines in (old, new)]
    matcher = difflib.SequenceMatcher(None, *texts, autojunk=False)
    found = []
    for tag, low, high, first, last in matcher.get_opcodes():
        if tag != "equal":
            label = (old[low:high] or new[first:last])[0][0]
            parts = texts[0][low:high], texts[1][first:last]
            said = ["\n".join(one) for one in parts]
            found.append({"label": label, "before": said[0], "after": said[1]})
    return found


def _lines(docx):
    """Return (label, text) of each paragraph that shows one."""
    word = reading.document(docx)
    section = word.sections[0]
    parts = (section.header._element, word.element.body, section.footer._element)
    lines, previous = [], ""
    for part in parts:
        for paragraph in reading.paragraphs(part):
            text = "".join(reading.texts_of(paragraph)).strip()
            if text:
                shown = text + FAINT if _is_faint(paragraph) else text
                lines.append((_beside(paragraph) or previous, shown))
                previous = text[:80]
    return lines


def _is_faint(paragraph):
    """Tell whether a run of words is white, or too small to be read."""
    return any(
        _hides(run.find(qn("w:rPr")))
        for run in paragraph.iter(qn("w:r"))
        if "".join(reading.texts_of(run)).strip()
    )


def _hides(look):
    if look is None:
        return False
    color, size = look.find(qn("w:color")), look.find(qn("w:sz"))
    marks = set() if color is None else set(color.attrib.values())
    points = "" if size is None else size.get(qn("w:val"), "")
    return bool(marks & WHITE) or (points.isdecimal() and int(points) < SMALLEST)


def _beside(paragraph):
    tc = next(paragraph.iterancestors(qn("w:tc")), None)
    first = tc.getparent().find(qn("w:tc")) if tc is not None else None
    if first is None or first is tc:
        return ""
    return " ".join(reading.texts(first))[:80]


def finish(edited, content, settled):
    """Return an edited Word with a last page: its changes, and who signed it.

    :param edited: bytes of the Word put back
    :param content: the volet's content, with its ``signatures``
    :param settled: list of (label, before, after, reason); who edited it, first
    :return: bytes, the same for the same input
    """
    parts = package.members(edited)
    roots = places.trees(parts)
    if content["signatures"]:
        annex.unstamp(roots)
    body = roots[package.MAIN].find(qn("w:body"))
    for one in body.iter(qn("w:t")):
        if content["signatures"] and (one.text or "").strip() == annex.UNSIGNED[1]:
            one.text = SEE
    sections = [(SECTION, [HEADS, *settled]), (annex.UNSIGNED[0], annex.visa(content))]
    annex.append(body, sections)
    for name, root in roots.items():
        parts[name] = serialised(root)
    return package.pack(parts)
