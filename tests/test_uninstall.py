# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from runner import database, server

UNINSTALL = """
env.ref("base.module_quality_defect_ansm").button_immediate_uninstall()
"""

AFTER = """
print("state", env.ref("base.module_quality_defect_ansm").state)
env.cr.execute("SELECT count(*) FROM pg_tables WHERE tablename ~ '^ansm_'")
print("tables", env.cr.fetchone()[0])
user = env.ref("base.user_admin")
made = env["mgmtsystem.nonconformity"].create({
    "name": "x", "description": "y", "partner_id": user.partner_id.id,
    "responsible_user_id": user.id, "manager_user_id": user.id,
    "origin_ids": [(0, 0, {"name": "z"})],
})
print("nonconformity", bool(made.ref))
"""


def test_without_evidence_it_uninstalls_and_the_parents_still_work(odoo):
    template = database.addon_template(odoo)
    with database.copied(template, "ansm_test_uninstall") as name:
        server.shell(odoo, name, UNINSTALL)
        printed = server.shell(odoo, name, AFTER)
    assert "state uninstalled" in printed
    assert "tables 0" in printed
    assert "nonconformity True" in printed


REFUSED = """
from odoo.exceptions import UserError
tables = "SELECT tablename FROM pg_tables WHERE tablename ~ '^ansm_' ORDER BY 1"
env.cr.execute(tables)
before = env.cr.fetchall()
for name in ("quality_defect_ansm", "mgmtsystem_nonconformity", "mgmtsystem", "stock"):
    module = env["ir.module.module"].search([("name", "=", name)])
    try:
        module.button_immediate_uninstall()
    except UserError as error:
        print("refused", name, "uninstall_after_export" in str(error))
env.invalidate_all()
env.cr.execute(tables)
print("same tables", env.cr.fetchall() == before and len(before) > 10)
print("volets", env["ansm.volet"].search_count([]))
"""


def test_with_evidence_neither_it_nor_a_parent_is_uninstalled(odoo):
    with database.copied(database.demo_template(odoo), "ansm_test_kept") as name:
        printed = server.shell(odoo, name, REFUSED)
    assert printed.count("True") == 5
    assert printed.count("refused") == 4
    assert "volets 0" not in printed
