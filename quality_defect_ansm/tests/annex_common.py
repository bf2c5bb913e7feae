# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files as people attach them, and as others make them up."""

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

GPS = 0x8825


def photo(colour="red", kind="JPEG", place=False):
    """Return the bytes of a picture, with the place it was taken or not."""
    image, target = Image.new("RGB", (40, 30), colour), io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[GPS] = {1: "N", 2: (44.0, 21.0, 0.0)}
    image.save(target, kind, exif=exif)
    return target.getvalue()


def certificate(action=None, file=None, password=None):
    """Return the bytes of a PDF that does what it is told to when it is opened.

    :param action: name of the action, as ``/JavaScript``
    :param file: bytes it carries
    """
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if action:
        opened = DictionaryObject(
            {
                NameObject("/S"): NameObject(action),
                NameObject("/Next"): ArrayObject(),
                NameObject("/F"): TextStringObject("calc.exe"),
            }
        )
        # hidden under an object of its own, as such files do
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(opened)
    if file:
        writer.add_attachment("inside.txt", file)
    if password:
        writer.encrypt(password)
    writer.write(target)
    return target.getvalue()


def add(env, case, user, name="photo.jpg", content=None, **vals):
    """Add a file to a case, as its dialog does."""
    given = {"description": "Vue du flacon", "goes_with": "volet_1", **vals}
    return (
        env["ansm.annex"]
        .with_user(user)
        ._add(case.with_user(user), name, content or photo(), **given)
    )
