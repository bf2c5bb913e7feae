# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything CI runs, with one closing line of totals."""

import os
import re

from . import database, server
from .paths import CLONE, LOGS, PYTHON, ROOT
from .steps import alone, say, step, tail, watch

PERCENT = re.compile(r"\[ *(\d+)%\]")
#: How many of pytest's tests did what, and of Odoo's inside of them.
PYTEST = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
ODOO = re.compile(r"^Of Odoo: (\d+) passed, (\d+) failed$", re.M)
#: Each file of tests in one of two processes: a core of theirs is seldom idle.
BESIDE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def check(odoo, full=False, only=()):
    """Run the tests and return the exit code.

    :param only: files of tests/ to run alone; these print what they have to say
    """
    database.addon_template(odoo)
    with alone(f"test-{CLONE}"), step("The tests"):
        passed, failed = _pytest(full, only or [*BESIDE, "tests"])
    say(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _pytest(full, words):
    env = {**os.environ, "ANSM_FULL": "1" if full else ""}
    log = LOGS / "pytest.log"
    quiet = ["-q", "-p", "no:cacheprovider", "--durations=25"]
    command = [PYTHON, "-m", "pytest", *quiet, *words]
    returned = watch(command, log, _percent, cwd=ROOT, env=env)
    text = log.read_text(errors="replace").rstrip()
    say(text)
    counts = {word: int(number) for number, word in PYTEST.findall(text[-300:])}
    bad = sum(counts.get(word, 0) for word in ("failed", "error", "errors", "skipped"))
    good, inner = counts.get("passed", 0), ODOO.findall(text)
    if inner:
        good, bad = good + int(inner[-1][0]), bad + int(inner[-1][1])
    return good, bad or (1 if returned else 0)


def renew_golden(odoo):
    """Write the texts that the volets are compared with anew; return 0.

    What changed is reviewed as any other change: ``git diff``.
    """
    template = database.addon_template(odoo)
    tags = "/quality_defect_ansm:TestGolden"
    os.environ["ANSM_RENEW"] = "1"
    with step("The texts of the golden files"):
        with database.copied(template, "ansm_golden") as copy:
            words = ("-u", "quality_defect_ansm", "--test-tags", tags)
            port = f"--http-port={server.free_port()}"
            text = server.run(odoo, copy, *words, port, name="golden")
    good, bad = server.results(text)
    say(f"{good + bad} tests, {bad} failed: review git diff")
    return 1 if bad or not good else 0


def _percent(log):
    """Return the part of pytest's tests that has run."""
    found = PERCENT.findall(tail(log))
    return int(found[-1]) / 100 if found else None
