# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Claim: our Word and PDF of a full volet, both made, are at least 5 times faster
than LibreOffice turning the same Word into PDF, in one run."""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from runner.forms.documents import load

load()

from quality_defect_documents import pdf, word

from tests.documents.values import FORM, volet

CLAIM = 5
ROUNDS = 7


def ours(values):
    docx = word.fill(FORM, values)
    pdf.make(docx, title="Volet 1")
    return docx


def libreoffice(docx, folder):
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(docx)]
    subprocess.run(command, check=True, capture_output=True)


def median(work, *arguments):
    times = []
    for _round in range(ROUNDS + 1):
        start = time.perf_counter()
        work(*arguments)
        times.append(time.perf_counter() - start)
    # the first round loads libraries, or makes LibreOffice's profile
    return statistics.median(times[1:])


def main():
    if not shutil.which("soffice"):
        sys.exit(
            "LibreOffice is the peer here: apt-get install libreoffice-writer-nogui"
        )
    values = volet(
        defect_description="Fissure du flacon au remplissage, constatée. " * 67,
    )
    with tempfile.TemporaryDirectory() as folder:
        docx = Path(folder) / "volet.docx"
        docx.write_bytes(ours(values))
        we, they = median(ours, values), median(libreoffice, docx, folder)
    ratio = they / we
    print(f"Word and PDF, ours: {we:.3f} s; LibreOffice, the same Word: {they:.3f} s")
    print(f"ratio {ratio:.1f} (claimed: at least {CLAIM})")
    return 0 if ratio >= CLAIM else 1


if __name__ == "__main__":
    sys.exit(main())
