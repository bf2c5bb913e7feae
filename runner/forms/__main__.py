# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Write the shipped forms again: PYTHON -m runner.forms."""

from ..paths import ADDON
from .documents import load

load()

from . import build, volet  # noqa: E402

for kind in volet.LAYOUTS:
    target = ADDON / f"documents/forms/{kind}.docx"
    target.write_bytes(build.build(volet.form(kind)))
