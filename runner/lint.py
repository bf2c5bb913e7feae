# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""OCA's checks: ruff, pylint-odoo's mandatory set, prettier for the XML.

The tools come from PyPI and npm, not through pre-commit's clones, so that a
machine which reaches only package registries can run them.
"""

import shutil
import subprocess

from .paths import CACHE, ROOT
from .steps import Failure, call, once, say, step

TOOLS = CACHE / "lint"
PRETTIER = ("prettier@3.6.2", "@prettier/plugin-xml@3.4.2")


def check(_odoo):
    """Run every check and return 0, or 1 when one complains."""
    wanted = (ROOT / "runner/requirements-lint.txt").read_text()
    once("lint", "Lint tools", f"{wanted}{PRETTIER}", _prepare)
    checks = [
        ("ruff", [TOOLS / "bin/ruff", "check", "."]),
        ("ruff format", [TOOLS / "bin/ruff", "format", "--check", "."]),
        ("pylint-odoo", _pylint()),
    ]
    if shutil.which("npm"):
        checks.append(("prettier (XML)", _prettier()))
    failed = [title for title, command in checks if not _passes(title, command)]
    say(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all checks pass'}")
    return 1 if failed else 0


def _passes(title, command):
    with step(title):
        return subprocess.call([str(one) for one in command], cwd=ROOT) == 0


def _prepare():
    call(
        [shutil.which("python3"), "-m", "venv", TOOLS],
        "install python3-venv, then again",
    )
    network = "check the network, then again"
    requirements = ROOT / "runner/requirements-lint.txt"
    call([TOOLS / "bin/pip", "install", "-q", "-r", requirements], network)
    if shutil.which("npm"):
        call(["npm", "install", "--prefix", TOOLS, "--no-audit", *PRETTIER], network)


def _pylint():
    return [
        TOOLS / "bin/pylint",
        "--rcfile=.pylintrc-mandatory",
        "quality_defect_ansm",
    ]


def _prettier():
    files = sorted((ROOT / "quality_defect_ansm").rglob("*.xml"))
    if not files:
        raise Failure("No XML file was found.", "run from a whole clone")
    plugin = TOOLS / "node_modules/@prettier/plugin-xml/src/plugin.js"
    return [
        TOOLS / "node_modules/.bin/prettier",
        "--check",
        f"--plugin={plugin}",
        *files,
    ]
