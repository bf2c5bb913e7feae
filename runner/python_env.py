# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The virtual environment: Odoo's Python needs, the OCA parents, the tests'."""

import shutil
import sys

from .paths import CACHE, PYTHON, VENV
from .steps import call, once

NETWORK = "check the network and pip's index (pip download six), then again"


def prepare(odoo, folder):
    """Make the environment, beside the Odoo in use.

    :param odoo: the Odoo to be seen by it
    :param folder: where the requirement files are
    """
    wanted = (folder / "requirements.txt").read_text()
    parents = (folder / "requirements-parents.txt").read_text()
    depends = f"{wanted}\n{parents}\n{odoo.packages}\n{sys.version}"
    once("python", "Python packages", depends, lambda: _make(odoo, folder))


def _make(odoo, folder):
    shutil.rmtree(VENV, ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    call(
        [sys.executable, "-m", "venv", VENV],
        "install python3-venv (apt-get install python3-venv), then again",
    )
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    call([*pip, "-r", folder / "requirements.txt"], NETWORK)
    # --no-deps: they ask for "odoo", which is not on PyPI
    call([*pip, "--no-deps", "-r", folder / "requirements-parents.txt"], NETWORK)
    site = next(VENV.glob("lib/python3*/site-packages"))
    (site / "odoo-source.pth").write_text(f"{odoo.packages}\n")
