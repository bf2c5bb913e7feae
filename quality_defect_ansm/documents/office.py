# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Convert with LibreOffice, where it is installed; no form of ours needs it."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from .errors import DocumentError, Problem

COMMAND = "soffice"
#: Seconds by the clock; a first start takes five.
PATIENCE = 60
#: PDF/A-2b, tagged.
PDF_A = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
FILTERS = {"pdf": PDF_A, "docx": "docx:MS Word 2007 XML"}


def installed():
    """Whether LibreOffice is on this machine."""
    return bool(shutil.which(COMMAND))


def convert(content, source, target):
    """Return a document in another format.

    :param content: bytes of a document that was checked
    :param source: its suffix, ``docx`` or ``odt``
    :param target: ``pdf`` or ``docx``
    :raise DocumentError: when LibreOffice is absent or fails
    """
    if not installed():
        raise DocumentError([Problem("no_office")])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"form.{source}"
        path.write_bytes(content)
        out = Path(folder) / "out"
        # a profile of its own: two conversions at once would share a lock
        command = [COMMAND, f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--headless", "--convert-to", FILTERS[target]]
        _run([*command, "--outdir", str(out), str(path)], folder)
        made = out / f"form.{target}"
        if not made.exists():
            raise DocumentError([Problem("office_failed", reason=target)])
        return made.read_bytes()


def _run(command, folder):
    try:
        subprocess.run(  # noqa: S603 - LibreOffice, on a file of ours
            command,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            env={"HOME": folder, "PATH": "/usr/bin:/bin:/usr/local/bin"},
            start_new_session=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        reason = type(error).__name__
        raise DocumentError([Problem("office_failed", reason=reason)]) from error
