# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The addon's plain code, importable without Odoo: its own package imports Odoo."""

import importlib
import sys
import types

from runner.paths import ADDON

NAME = "quality_defect_plain"


def load(name):
    """Import one of the addon's plain modules under a name of its own."""
    if NAME not in sys.modules:
        package = types.ModuleType(NAME)
        package.__path__ = [str(ADDON)]
        sys.modules[NAME] = package
    return importlib.import_module(f"{NAME}.{name}")
