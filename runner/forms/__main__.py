# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Write the shipped forms again: PYTHON -m runner.forms."""

from ..paths import ADDON
from .documents import load

load()

from . import build, volet_1  # noqa: E402

(ADDON / "documents/forms/volet_1.docx").write_bytes(build.build(volet_1.FORM))
