# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The addon's documents package, importable without Odoo."""

import importlib.util
import sys

from ..paths import ADDON

NAME = "quality_defect_documents"


def load():
    """Import the package under a name of its own, once.

    The addon's own package imports Odoo; this part of it must not need to.
    """
    if NAME in sys.modules:
        return sys.modules[NAME]
    folder = ADDON / "documents"
    spec = importlib.util.spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)
    return module
