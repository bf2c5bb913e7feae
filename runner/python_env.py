# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The virtual environment: Odoo's Python needs, the OCA parents, the tests'."""

import re
import shutil
import sys

from .paths import PYTHON, ROOT, VENV
from .steps import call, once

NETWORK = "check the network and pip's index (pip download six), then again"
#: What Odoo, the addon and the tests need, and the OCA parents.
FILES = [
    ROOT / f"runner/{name}.txt" for name in ("requirements", "requirements-parents")
]
#: What pip says of a package that it needs.
FOUND = re.compile(r"^(?:Collecting|Requirement already satisfied:) ", re.M)


def prepare(odoo):
    """Make the environment, beside the Odoo in use.

    :param odoo: the Odoo to be seen by it
    """
    depends = "\n".join([*(one.read_text() for one in FILES), sys.version])
    once("packages", "Python packages", depends, lambda: _make(*FILES))
    site = next(VENV.glob("lib/python3*/site-packages"))
    (site / "odoo-source.pth").write_text(f"{odoo.packages}\n")


def _make(needs, parents):
    """Make the environment, or bring the one that is there up to date."""
    if not next(VENV.glob("lib/python{}.{}".format(*sys.version_info)), None):
        shutil.rmtree(VENV, ignore_errors=True)
    call(
        [sys.executable, "-m", "venv", VENV],
        "install python3-venv (apt-get install python3-venv), then again",
    )
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
    call([*pip, "-r", needs], NETWORK, _progress(needs))
    # --no-deps: they ask for "odoo", which is not on PyPI
    call([*pip, "--no-deps", "-r", parents], NETWORK, _progress(parents))


def _progress(requirements):
    """Count the packages fetched and the packages installed, each once."""
    total = len(re.findall(r"^\w", requirements.read_text(), re.M))
    before = _installed()

    def part(log):
        fetched = len(FOUND.findall(log.read_text(errors="replace")))
        return (min(fetched, total) + _installed() - before) / (2 * total)

    return part


def _installed():
    return len(list(VENV.glob("lib/python3*/site-packages/*.dist-info")))
