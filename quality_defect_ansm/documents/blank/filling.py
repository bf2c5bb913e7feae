# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fill a blank form: its layout stays, values go into its cells, boxes and controls."""

from docx.oxml.ns import qn
from lxml import etree

from .. import package
from ..errors import DocumentError
from ..volets.names import COLUMN, names, value
from ..word import control_characters
from . import annex, lists, places
from .spots import Spot


def fill(blank, kind, ties, content):
    """Return a Word file: the blank form with its places filled.

    What no place takes (and the signatures) stands on a last page of ours; all else
    stays as it is, part by part.

    :param blank: bytes of the agency's .docx
    :param kind: ``volet_1`` or ``volet_2``
    :param ties: {id of a place: path of a name}
    :param content: the volet's content, with its ``signatures``
    :return: bytes, the same for the same input
    :raise DocumentError: on control characters, each with its field
    """
    found = list(control_characters(content))
    if found:
        raise DocumentError(found)
    parts = package.members(blank)
    roots = places.trees(parts)
    in_lists = {one.id for one in places.read(blank) if one.repeats}
    spots = [
        (Spot.of(roots, place_id), place_id, path) for place_id, path in ties.items()
    ]
    listed = [
        (spot, path)
        for spot, place_id, path in spots
        if place_id in in_lists and names(kind)[path].shape == COLUMN
    ]
    single = [(one, path) for one, _id, path in spots if (one, path) not in listed]
    # from the end: writing after a label moves what follows it in its paragraph
    for spot, path in sorted(single, key=lambda one: one[0].position, reverse=True):
        spot.put(_said(kind, content, path))
    lists.fill(listed, content)
    annex.stamp(roots, content)
    body = roots[package.MAIN].find(qn("w:body"))
    annex.append(body, annex.of_form(kind, content, set(ties.values())))
    for name, root in roots.items():
        parts[name] = serialised(root)
    return package.pack(parts)


def serialised(root):
    """Return the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _said(kind, content, path):
    said = value(kind, content, path)
    return "\n".join(one for one in said if one) if isinstance(said, list) else said
