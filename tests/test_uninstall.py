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
