# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""OCA's checks: ruff, pylint-odoo's mandatory set, prettier for the XML.

The same as .pre-commit-config.yaml asks for. The tools come as packages, Node.js
among them, not through pre-commit's clones, so that a machine which reaches only
package registries can run them.
"""

import os
import subprocess
import sys

from . import system
from .paths import CACHE, ROOT
from .steps import Failure, call, once, say, step

TOOLS = CACHE / "lint"
NETWORK = "check the network and the package registries, then again"
PRETTIER = ("prettier@3.6.2", "@prettier/plugin-xml@3.4.2")


def check():
    """Run every check and return 0, or 1 when one complains."""
    system.prepare()
    wanted = (ROOT / "runner/requirements-lint.txt").read_text()
    depends = f"{wanted}{PRETTIER}{sys.version}"
    once("lint-tools", "Lint tools", depends, _prepare)
    checks = [
        ("ruff", [TOOLS / "bin/ruff", "check", "."]),
        ("ruff format", [TOOLS / "bin/ruff", "format", "--check", "."]),
        ("pylint-odoo", _pylint()),
        ("prettier (XML)", _prettier()),
    ]
    failed = [title for title, command in checks if not _passes(title, command)]
    say(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all checks pass'}")
    return 1 if failed else 0


def _passes(title, command):
    with step(title):
        return subprocess.call([str(one) for one in command], cwd=ROOT) == 0


def _prepare():
    call(
        [sys.executable, "-m", "venv", TOOLS],
        "install python3-venv, then again",
    )
    requirements = ROOT / "runner/requirements-lint.txt"
    call([TOOLS / "bin/pip", "install", "-r", requirements], NETWORK)
    # npm's own scripts look for node on the path
    env = {**os.environ, "PATH": f"{TOOLS / 'bin'}:{os.environ['PATH']}"}
    words = [TOOLS / "bin/npm", "install", "--prefix", TOOLS, "--no-audit", *PRETTIER]
    call(words, NETWORK, env=env)


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
        TOOLS / "bin/node",
        TOOLS / "node_modules/.bin/prettier",
        "--check",
        f"--plugin={plugin}",
        *files,
    ]
