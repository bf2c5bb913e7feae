# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pictures of a Word, the agency's logo say: drawn in the PDF at their size."""

import base64

from docx.oxml.ns import qn
from lxml import etree

#: What both Word and the PDF draw.
TYPES = ("image/png", "image/jpeg")
SUFFIXES = (".png", ".jpg", ".jpeg")
#: Word's unit of length, in a millimetre.
EMU = 36000


def below(element, part):
    """Return the pictures below an element of a part, in order, as HTML elements."""
    found = []
    for drawing in element.iter(qn("w:drawing")):
        blip = next(drawing.iter(qn("a:blip")), None)
        image = (
            part.related_parts.get(blip.get(qn("r:embed")))
            if blip is not None
            else None
        )
        if image is not None and image.content_type in TYPES:
            data = base64.b64encode(image.blob).decode()
            found.append(
                etree.Element("img", src=f"data:{image.content_type};base64,{data}")
            )
            _measure(found[-1], drawing)
    return found


def size_all(main, body):
    """Give the pictures of a body, mammoth's, the size they have in the Word."""
    drawings = [one for one in body.iter(qn("w:drawing")) if _holds_picture(one)]
    for image, drawing in zip(main.iter("img"), drawings, strict=False):
        _measure(image, drawing)


def _measure(image, drawing):
    """Give a picture a drawing's size, in millimetres, and its description."""
    extent = next(drawing.iter(qn("wp:extent")), None)
    if extent is not None:
        image.set("width", f"{int(extent.get('cx')) / EMU:.1f}")
        image.set("height", f"{int(extent.get('cy')) / EMU:.1f}")
    image.set("alt", _said(drawing))


def _holds_picture(drawing):
    return next(drawing.iter(qn("a:blip")), None) is not None


def _said(drawing):
    """Return what a picture is described as; PDF/A-2a wants words for each."""
    properties = next(drawing.iter(qn("wp:docPr")), None)
    said = properties.get("descr") if properties is not None else ""
    return said or "Illustration"
