# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Word file as the zip it is: read within bounds, written the same each time."""

import io
import zipfile

from .errors import DocumentError

#: Far above any form; a bomb is refused before it is unpacked.
MAX_MEMBERS = 500
MAX_UNPACKED = 64 * 2**20

#: The date of every member, so that the same content gives the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def members(docx):
    """Return the parts of a Word file as a dict of bytes, in the file's order.

    :raise DocumentError: when it is no zip, or larger than any form
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(docx))
    except zipfile.BadZipFile as error:
        raise DocumentError(["This is not a Word (.docx) file."]) from error
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS or sum(one.file_size for one in infos) > MAX_UNPACKED:
        raise DocumentError(["This Word file unpacks to far more than a form."])
    return {info.filename: _read(archive, info) for info in infos}


def _read(archive, info):
    """Read one part, no further than the size it announced."""
    with archive.open(info) as part:
        content = part.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise DocumentError(["This Word file is larger than it says."])
    return content


def pack(parts):
    """Return the bytes of a Word file made of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED
            )
    return target.getvalue()
