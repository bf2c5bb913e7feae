# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The rebuilt blank form of the addon's own tests, without Odoo."""

import importlib.util

from runner.paths import ADDON

_spec = importlib.util.spec_from_file_location(
    "agency_form", ADDON / "tests/agency_form.py"
)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
BLANK, MEANT = _module.build(), _module.MEANT
