# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a file may be to go with a volet: told by its content, whatever its name.

Runs within limits only (:mod:`.limited`): a photo may unpack to gigabytes.
"""

import io

from .errors import DocumentError, Problem

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
#: Endings of a name, the usual one first.
ENDINGS = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}
#: How a file of each type begins.
BEGINNINGS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
#: Entries and actions by which a PDF runs, sends or carries something.
ACTIVE_KEYS = {"/JS", "/EF", "/XFA", "/RichMediaContent"}
ACTIVE_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"),
    *("/Rendition", "/Movie", "/Sound"),
}
#: The block of EXIF that says where a photo was taken.
GPS = 0x8825


def check(file):
    """Return what a file is, after having read it whole.

    :return: dict: ``mimetype``, and ``place``: whether it says where it was taken
    :raise DocumentError: with the reason why it cannot go
    """
    beginnings = (BEGINNINGS[one] for one in BEGINNINGS if file.startswith(one))
    mimetype = next(beginnings, None)
    if not mimetype:
        raise DocumentError([Problem("annex_kind")])
    place = _check_pdf(file) if mimetype == PDF else _check_photo(file)
    return {"mimetype": mimetype, "place": place}


def _check_photo(file):
    from PIL import Image

    try:
        with Image.open(io.BytesIO(file), formats=("JPEG", "PNG")) as photo:
            photo.load()
            return bool(photo.getexif().get_ifd(GPS))
    except Image.DecompressionBombError as error:
        raise DocumentError([Problem("annex_heavy")]) from error
    # whatever the library stumbles on: such a file opens nowhere else either
    except (OSError, ValueError, SyntaxError) as error:
        raise DocumentError([Problem("annex_unreadable")]) from error


def _check_pdf(file):
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(file))
        if reader.is_encrypted:
            raise DocumentError([Problem("annex_encrypted")])
        found = sorted(set(_active(reader)))
        pages = len(reader.pages)
    except (PyPdfError, OSError, ValueError, TypeError, KeyError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError([Problem("annex_unreadable")]) from error
    if found:
        names = ", ".join(one.strip("/") for one in found)
        raise DocumentError([Problem("annex_active", names=names)])
    if not pages:
        raise DocumentError([Problem("annex_unreadable")])
    return False


def _active(reader):
    """Yield what a PDF could run, send or carry, wherever it stands in it."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    seen, left = set(), [reader.trailer]
    while left:
        one = left.pop()
        if isinstance(one, IndirectObject):
            key = (one.idnum, one.generation)
            if key in seen:
                continue
            seen.add(key)
            one = one.get_object()
        if isinstance(one, ArrayObject):
            left.extend(one)
        elif isinstance(one, DictionaryObject):
            yield from ACTIVE_KEYS & one.keys()
            yield from ACTIVE_ACTIONS & {str(one.raw_get("/S"))} if "/S" in one else ()
            left.extend(one.raw_get(name) for name in one)
