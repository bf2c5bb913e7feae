# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where things are: the clone, and the cache that outlives it."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "quality_defect_ansm"
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    / "quality_defect_ansm"
)
VENV = CACHE / "venv"
PYTHON = VENV / "bin" / "python"
PREFIX = CACHE / "odoo"
CLUSTER = CACHE / "postgresql"
STAMPS = CACHE / "stamps"
#: One for each clone: two that run at once keep their logs and copies apart.
CLONE = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
LOGS = CACHE / "logs" / CLONE


def data():
    """Return the folder of Odoo's files, one for each PostgreSQL in use."""
    return Path(os.environ.get("ANSM_DATA") or CACHE / "data")
