# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's own kind of tests, by Odoo's runner: the addon's, and its parents' with it."""

import os

import pytest

from runner import database, server

#: The parents whose own suites must pass with our addon installed.
PARENTS = (
    "mgmtsystem mgmtsystem_action mgmtsystem_nonconformity document_page "
    "document_knowledge document_page_approval document_page_procedure product_expiry"
).split()
#: stock's own suite takes many minutes.
FULL = ["stock"] if os.environ.get("ANSM_FULL") else []
SUITES = {"addon": ["quality_defect_ansm"], "parents": [*PARENTS, *FULL]}

#: Odoo's own tour of this one looks for a button that is not there on a database
#: without demo data, with our addon or without it.
LEFT_OUT = "-/product_expiry:TestProductExpiryTour"

#: The parents' tours look for the English labels of buttons.
ENGLISH = """
env["ir.default"].set("res.partner", "lang", "en_US")
env["res.partner"].with_context(active_test=False).search([]).lang = "en_US"
"""


@pytest.mark.parametrize("suite", SUITES)
def test_the_suite_passes_and_its_log_is_quiet(odoo, suite, record_property):
    modules = SUITES[suite]
    tags = ",".join([*(f"/{module}" for module in modules), LEFT_OUT])
    template = database.addon_template(odoo)
    with database.copied(template, f"ansm_test_suite_{suite}") as copy:
        server.shell(odoo, copy, ENGLISH)
        text = server.run(
            odoo,
            copy,
            *("-u", ",".join(modules), "--test-tags", tags),
            f"--http-port={server.free_port()}",
            name=f"tests-{suite}",
        )
    good, bad = server.results(text)
    record_property("odoo", [good, bad])
    assert server.alarms(text) == [], "announced by no test"
    assert bad == 0 < good, text[-3000:]
