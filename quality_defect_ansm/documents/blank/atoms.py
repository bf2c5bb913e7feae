# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A paragraph of a form, character by character, with where each is written."""

from dataclasses import dataclass

from docx.oxml.ns import qn

from ..reading import BREAKS, SKIPPED
from ..refusals import CHECKBOX

BOXES = "☐□"
TICKED = "☒"
#: Stands for a content control to write in, in a paragraph's text.
CONTROL = "\ufffc"
#: Content controls that hold no value of the form: a table of contents, a gallery.
OTHER_CONTROLS = tuple(
    qn(f"w:{name}") for name in ("docPartObj", "docPartList", "group", "picture")
)


@dataclass(frozen=True)
class Atom:
    """One character, the ``w:t`` it is in and where, its content control if any."""

    char: str
    node: object = None
    offset: int = 0
    control: object = None


def atoms(paragraph):
    """Return the characters of a paragraph, a content control counting as one."""
    control = _control_around(paragraph)
    if control is None:
        return list(_atoms(paragraph))
    first = next(control.iter(qn("w:p")))
    return [Atom(CONTROL, control=control)] if first is paragraph else []


def text(paragraph):
    """Return the text of a paragraph, ``CONTROL`` where a control is written in."""
    return "".join(one.char for one in atoms(paragraph))


def is_checkbox(control):
    """Whether a content control is a box to tick."""
    return control is not None and control.find(f".//{CHECKBOX}") is not None


def _control_around(paragraph):
    for parent in paragraph.iterancestors():
        if parent.tag == qn("w:sdt"):
            return parent if _is_written_in(parent) else None
        if parent.tag == qn("w:tc"):
            # a control around the cell, not one around the whole table
            above = parent.getparent().getparent()
            around = above is not None and above.tag == qn("w:sdt")
            return above if around and _is_written_in(above) else None
    return None


def _is_written_in(control):
    properties = control.find(qn("w:sdtPr"))
    if properties is None or is_checkbox(control):
        return False
    if any(properties.find(tag) is not None for tag in OTHER_CONTROLS):
        return False
    shown = "".join(one.text or "" for one in control.iter(qn("w:t")))
    placeholder = properties.find(qn("w:showingPlcHdr")) is not None
    return placeholder or not shown.strip()


def _atoms(node, control=None):
    for child in node.iterchildren():
        if child.tag == qn("w:t"):
            for offset, char in enumerate(child.text or ""):
                yield Atom(char, child, offset, control)
        elif child.tag in BREAKS:
            yield Atom(BREAKS[child.tag])
        elif child.tag == qn("w:sdt") and _is_written_in(child):
            yield Atom(CONTROL, control=child)
        elif child.tag == qn("w:sdt"):
            yield from _atoms(child, child)
        elif child.tag not in SKIPPED and child.tag != qn("w:p"):
            yield from _atoms(child, control)
