# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was recorded with the first addon that installs is there with today's."""

import io
import subprocess
import zipfile

import pytest

from runner import database, server
from runner.paths import ROOT

#: The first state's manifest named code that came with this folder: only then
#: could the addon be installed.
MADE_IT_INSTALL = "quality_defect_ansm/documents/__init__.py"

#: What drew the PDF then, in its manifest: not installed today, and nothing that is
#: recorded here needs it.
PDF_THEN = ', "weasyprint"'

RECORD = """
company = env.company
user = env["res.users"].create({
    "name": "Ancienne", "login": "first", "email": "first@exploitant.example",
    "group_ids": [(6, 0, env.ref("quality_defect_ansm.group_preparer").ids)],
})
medicine = env["ansm.medicine"].create(
    {"name": "AUBRALGINE 500 mg", "inn": "Paracétamol", "cis_code": "60000001"}
)
presentation = env["ansm.presentation"].create({
    "name": "Plaquette de 16", "medicine_id": medicine.id, "cip13": "3400930000007",
})
product = env["product.product"].create({
    "name": "Aubralgine", "is_storable": True, "tracking": "lot",
    "use_expiration_date": True, "barcode": "3400930000007",
})
lot = env["stock.lot"].create({
    "name": "A1234", "product_id": product.id, "company_id": company.id,
})
nonconformity = env["mgmtsystem.nonconformity"].create({
    "name": "Fissure", "description": "Trois flacons fissurés.",
    "partner_id": user.partner_id.id, "responsible_user_id": user.id,
    "manager_user_id": user.id, "origin_ids": [(0, 0, {"name": "Réclamation"})],
})
wizard = env["ansm.decision.wizard"].with_user(user).create({
    "nonconformity_id": nonconformity.id, "lot_ids": [(6, 0, lot.ids)],
    "signal_received_at": "2026-04-03 07:12:00", "known_at": "2026-04-03 08:00:00",
})
case = env["ansm.declaration"].browse(wizard.action_declare()["res_id"])
print("case", case.name)
"""

READ = """
case = env["ansm.declaration"].search([])
print("case", case.name)
print("of", case.nonconformity_id.name, "|", case.nonconformity_id.description)
print("medicine", case.medicine_id.name, case.presentation_id.cip13)
print("batch", case.batch_ids.lot_id.name)
print("received", case.signal_received_at, "known", case.known_at)
action = env["ansm.declaration"].browse(case.id).with_user(
    env["res.users"].search([("login", "=", "first")])
).action_make_volet()
print("volet", action["res_model"])
"""


def _git(*words):
    # a clone that another user made is read all the same
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", *words],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(
            "The history of the addon cannot be read, so updating cannot be tested: "
            "run this in a whole git clone (git fetch --unshallow completes one).\n"
            f"git {' '.join(words)}: {done.stderr.decode(errors='replace')}"
        )
    return done.stdout


@pytest.fixture
def first_addons(tmp_path):
    """The folder of the first addon that installs, read from git's history."""
    added = ("--reverse", "--diff-filter=A", "--format=%H")
    first = _git("log", *added, "--", MADE_IT_INSTALL).decode().split()
    if not first or _git("rev-parse", "--is-shallow-repository") != b"false\n":
        pytest.fail("This clone has no whole history: git fetch --unshallow, again.")
    packed = _git("archive", "--format=zip", first[0], "quality_defect_ansm")
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)
    manifest = tmp_path / "quality_defect_ansm/__manifest__.py"
    manifest.write_text(manifest.read_text().replace(PDF_THEN, ""))
    return tmp_path


def test_what_the_first_addon_recorded_is_there_after_the_update(odoo, first_addons):
    template = database.parents_template(odoo)
    with database.copied(template, "ansm_test_update") as name:
        install = ("-i", "quality_defect_ansm", "--no-http")
        server.run(odoo, name, *install, name="first", addons=first_addons)
        recorded = server.shell(odoo, name, RECORD, addons=first_addons)
        log = server.run(
            odoo, name, "-u", "quality_defect_ansm", "--no-http", name="update"
        )
        read = server.shell(odoo, name, READ)
    assert server.alarms(log) == []
    (case,) = [one for one in recorded.splitlines() if one.startswith("case ")]
    for line in (
        case,
        "of Fissure | Trois flacons fissurés.",
        "medicine AUBRALGINE 500 mg 3400930000007",
        "batch A1234",
        "received 2026-04-03 07:12:00 known 2026-04-03 08:00:00",
        "volet ansm.volet.wizard",
    ):
        assert line in read.splitlines()
