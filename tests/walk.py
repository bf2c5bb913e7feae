# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The steps of the main job, as the web client calls them."""

import base64

from runner.paths import ROOT

#: Whoever sends says that he looked for patients' names.
CHECKED = {"identity_checked": True}
#: What of the criteria neither the stock nor the medicine tells.
ANSWERS = {
    "amm_deviation": "yes",
    "gmp_deviation": "no",
    "distribution_incident": "no",
}


def declare(qa):
    """Return the case opened from a demo nonconformity without one."""
    (nonconformity,) = qa.call(
        "mgmtsystem.nonconformity",
        "search",
        domain=[("ansm_declaration_ids", "=", False), ("name", "like", "LÉVÉZOU")],
        limit=1,
    )
    action = qa.call(
        "mgmtsystem.nonconformity", "action_quality_defect", ids=[nonconformity]
    )
    (lot,) = qa.call("stock.lot", "search", domain=[("name", "=", "LV7702")])
    return qa.wizard(action, "action_declare", {"lot_ids": [(6, 0, [lot])]})["res_id"]


def decision_of(session, case):
    (decision,) = session.call(
        "ansm.decision", "search", domain=[("declaration_id", "=", case)]
    )
    return decision


def answer(qa, case):
    """Answer, in the same dialog, what was left open when it was urgent."""
    nonconformity = read(qa, "ansm.declaration", case, "nonconformity_id")
    ids = [nonconformity["nonconformity_id"][0]]
    action = qa.call("mgmtsystem.nonconformity", "action_quality_defect", ids=ids)
    qa.wizard(action, "action_declare", ANSWERS)


def sign_decision(session, decision, password):
    action = session.call("ansm.decision", "action_sign", ids=[decision])
    session.wizard(action, "action_sign", context={"password": password})


def signed_volet(world, case=None):
    """Return (case, volet), the volet made by qa and signed by pr."""
    case = case or declare(world.session("qa"))
    return case, sign_next(world, case, "volet_1")


def sign_next(world, case, kind, **values):
    """Return the next version of a volet, made by qa and signed by pr."""
    qa, pr = world.session("qa"), world.session("pr")
    action = qa.call("ansm.declaration", "action_make_volet", ids=[case])
    volet = qa.wizard(action, "action_make", {"kind": kind, **values})["res_id"]
    action = pr.call("ansm.volet", "action_sign", ids=[volet])
    pr.wizard(action, "action_sign", context={"password": "pr"})
    return volet


def send(session, volet, **values):
    action = session.call("ansm.volet", "action_send", ids=[volet])
    return session.wizard(action, "action_send", {**CHECKED, **values})


def annex(qa, case, goes_with="none"):
    """Return a photo added to the annexes of a case."""
    photo = ROOT / "quality_defect_ansm/static/description/form.png"
    content = base64.b64encode(photo.read_bytes()).decode()
    words = {"file": content, "file_name": "vue.png", "description": "Vue"}
    action = {"res_model": "ansm.annex.wizard"}
    values = {"declaration_id": case, "goes_with": goes_with, **words}
    qa.wizard(action, "action_add", values)
    (added,) = qa.call(
        "ansm.annex", "search", domain=[("declaration_id", "=", case)], limit=1
    )
    return added


def agency_address(world, address):
    """Change the agency's address in force, as a manager; return the one before."""
    admin = world.session("admin")
    (agency,) = admin.call(
        "ansm.agency",
        "search_read",
        domain=[("company_id.user_ids.login", "=", "qa")],
        fields=["email"],
    )
    vals = {"email": address}
    admin.call("ansm.agency", "write", ids=[agency["id"]], vals=vals)
    return agency["email"]


def run_job(world, name):
    """Run a scheduled job of the addon now, as an administrator does."""
    admin = world.session("admin")
    (job,) = admin.call(
        "ir.model.data",
        "search_read",
        domain=[("module", "=", "quality_defect_ansm"), ("name", "=", name)],
        fields=["res_id"],
    )
    admin.call("ir.cron", "method_direct_trigger", ids=[job["res_id"]])


def read(session, model, record, *names):
    (values,) = session.call(model, "read", ids=[record], fields=list(names))
    return values


def transmissions(session, volet):
    return session.call(
        "ansm.transmission",
        "search_read",
        domain=[("volet_id", "=", volet)],
        fields=["state", "state_words", "eml", "eml_sha256", "email_to"],
        order="id",
    )


def activities(session, case):
    return session.call(
        "mail.activity",
        "search_read",
        domain=[("res_model", "=", "ansm.declaration"), ("res_id", "=", case)],
        fields=["summary", "user_id"],
    )
