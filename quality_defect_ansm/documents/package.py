# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Word file as the zip it is: read within bounds, written the same each time."""

import io
import zipfile
import zlib

from .errors import DocumentError, Problem

#: Far above any form; a bomb is refused before it is unpacked.
MAX_MEMBERS = 500
MAX_UNPACKED = 64 * 2**20
#: XML that repeats itself shrinks well: the ratio counts past this size only.
MAX_RATIO, RATIO_FROM = 100, 4 * 2**20

#: The date of every member, so that the same content gives the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)

MAIN = "word/document.xml"


def members(docx):
    """Return the parts of a Word file as a dict of bytes, in the file's order.

    Sizes are those the zip announces: reading never goes past them.

    :raise DocumentError: when it is no Word file, or larger than any form
    """
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            infos = archive.infolist()
            if _too_large(infos, len(docx)):
                raise DocumentError([Problem("too_large")])
            parts = {info.filename: archive.read(info) for info in infos}
    # RuntimeError: encrypted, or a compression nobody uses
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
        raise DocumentError([Problem("not_word")]) from error
    if MAIN not in parts or len(parts) != len(infos):
        raise DocumentError([Problem("not_word")])
    return parts


def _too_large(infos, packed):
    unpacked = sum(info.file_size for info in infos)
    swollen = unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed
    return len(infos) > MAX_MEMBERS or unpacked > MAX_UNPACKED or swollen


def pack(parts):
    """Return the bytes of a Word file made of these parts, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
