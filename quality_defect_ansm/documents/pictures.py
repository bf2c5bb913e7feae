# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pictures of a Word, the agency's logo say: drawn in the PDF at their size."""

import base64
import html

from docx.oxml.ns import qn

#: What both Word and the PDF draw.
TYPES = ("image/png", "image/jpeg")
SUFFIXES = (".png", ".jpg", ".jpeg")
#: Word's unit of length, in a millimetre.
EMU = 36000


def tags(element, part):
    """Return the HTML of the pictures below an element of a part, in order."""
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
                f'<img alt="{html.escape(_said(drawing))}" style="{size(drawing)}" '
                f'src="data:{image.content_type};base64,{data}">'
            )
    return "".join(found)


def size_all(main, body):
    """Give the pictures of a body, mammoth's, the size they have in the Word."""
    drawings = [one for one in body.iter(qn("w:drawing")) if _holds_picture(one)]
    for image, drawing in zip(main.iter("img"), drawings, strict=False):
        image.set("style", size(drawing))
        image.set("alt", _said(drawing))


def size(drawing):
    """Return a drawing's size as a style."""
    extent = next(drawing.iter(qn("wp:extent")), None)
    if extent is None:
        return "max-width:100%"
    width, height = (int(extent.get(one)) / EMU for one in ("cx", "cy"))
    return f"width:{width:.1f}mm;height:{height:.1f}mm"


def _holds_picture(drawing):
    return next(drawing.iter(qn("a:blip")), None) is not None


def _said(drawing):
    """Return what a picture is described as; PDF/A-2a wants words for each."""
    properties = next(drawing.iter(qn("wp:docPr")), None)
    said = properties.get("descr") if properties is not None else ""
    return said or "Illustration"
