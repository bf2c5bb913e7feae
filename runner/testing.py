# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everything CI runs, with one closing line of totals."""

import os
import re

from . import database, server
from .paths import CLONE, LOGS, PYTHON, ROOT
from .steps import alone, say, step, tail, watch

#: The parents whose own suites must pass with our addon installed.
PARENTS = (
    "mgmtsystem mgmtsystem_action mgmtsystem_nonconformity document_page "
    "document_knowledge document_page_approval document_page_procedure product_expiry"
).split()
#: stock's own suite takes many minutes.
PARENTS_FULL = [*PARENTS, "stock"]

#: Odoo's own tour of this one looks for a button that is not there on a database
#: without demo data, with our addon or without it.
LEFT_OUT = ["-/product_expiry:TestProductExpiryTour"]

#: The parents' tours look for the English labels of buttons.
ENGLISH = """
env["ir.default"].set("res.partner", "lang", "en_US")
env["res.partner"].with_context(active_test=False).search([]).lang = "en_US"
"""

RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
PERCENT = re.compile(r"\[ *(\d+)%\]")
PYTEST = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


def check(odoo, full=False, only=()):
    """Run the tests and return the exit code.

    :param only: files of tests/ to run alone
    """
    with alone(f"test-{CLONE}"):
        return _check(odoo, full, only)


def _check(odoo, full, only):
    passed, failed = 0, 0
    template = database.addon_template(odoo)
    suites = [
        ("The addon's tests", ["quality_defect_ansm"]),
        ("The parents' tests, with the addon", PARENTS_FULL if full else PARENTS),
    ]
    for title, modules in () if only else suites:
        with step(title):
            good, bad = _odoo_tests(odoo, template, modules)
        passed, failed = passed + good, failed + bad
    with step("Plain code and end to end"):
        good, bad = _pytest(template, full, only or ["tests"])
    passed, failed = passed + good, failed + bad
    say(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _odoo_tests(odoo, template, modules):
    tags = ",".join([*(f"/{module}" for module in modules), *LEFT_OUT])
    with database.copied(template, "ansm_test_odoo") as copy:
        server.shell(odoo, copy, ENGLISH)
        text = server.run(
            odoo,
            copy,
            *("-u", ",".join(modules), "--test-tags", tags),
            f"--http-port={server.free_port()}",
            name=f"tests-{modules[0]}",
        )
    found = RESULT.findall(text)
    alarms = server.alarms(text)
    for line in alarms:
        say(f"  {line}")
    if not found:
        say(text[-3000:])
        return 0, 1
    bad = sum(int(one) for one in found[-1][:2])
    total = int(found[-1][2])
    if alarms and not bad:
        say("  a WARNING or ERROR in the log was announced by no test")
        bad = 1
    return max(total - bad, 0), bad


def _pytest(template, full, paths):
    env = {**os.environ, "ANSM_TEMPLATE": template, "ANSM_FULL": "1" if full else ""}
    log = LOGS / "pytest.log"
    words = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths]
    returned = watch(words, log, _percent, cwd=ROOT, env=env)
    text = log.read_text(errors="replace").rstrip()
    say(text)
    counts = {word: int(number) for number, word in PYTEST.findall(text[-300:])}
    bad = sum(counts.get(word, 0) for word in ("failed", "error", "errors", "skipped"))
    return counts.get("passed", 0), bad or (1 if returned else 0)


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
        failed, errors, total = map(int, RESULT.findall(text)[-1])
    say(f"{total} tests, {failed + errors} failed: review git diff")
    return 1 if failed or errors else 0


def _percent(log):
    """Return the part of pytest's tests that has run."""
    found = PERCENT.findall(tail(log))
    return int(found[-1]) / 100 if found else None
