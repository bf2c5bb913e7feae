# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

import pytest

from .. import walk
from ..conftest import serving
from . import facts

#: What a refusal leaves in the server's log: its sentence, or Odoo's notice on
#: the older API. An error that is no refusal is another line.
REFUSAL_LINES = (
    r" WARNING \S+ odoo\.http: ",
    r" WARNING \S+ odoo\.addons\.rpc\.controllers\.xmlrpc: ",
)


@pytest.fixture(scope="package")
def attacked(odoo, tmp_path_factory):
    """A case with all kinds of evidence, and what the registry says of them."""
    folder = tmp_path_factory.mktemp("rights")
    with serving(odoo, folder, "ansm_test_rights") as world:
        for pattern in REFUSAL_LINES:
            world.announce(pattern)
        qa = world.session("qa")
        case = walk.declare(qa)
        walk.annex(qa, case, "both")
        case, volet = walk.signed_volet(world, case)
        walk.send(qa, volet)
        _disclose(qa, volet)
        _receive(qa, case)
        action = qa.call("ansm.declaration", "action_verify", ids=[case])
        qa.wizard(action, "action_verify")
        patient = {"declaration_id": case, "kind": "patient", "initials": "A. B."}
        qa.call("ansm.person", "create", vals_list=[patient])
        pr = world.session("pr")
        _review(pr)
        _approve_form(pr, case)
        _close(qa, pr, case)
        _test_duty(pr, qa)
        _reset_password(world.session("admin"), "pq")
        world.facts = facts.collect(world)
        yield world


def _disclose(qa, volet):
    """Somebody has it who should not: recorded, with what was done."""
    (sent,) = walk.transmissions(qa, volet)
    action = qa.call("ansm.transmission", "action_disclosure", ids=[sent["id"]])
    said = {"recipient": "b@agence.example", "content": "Volet 1", "done": "Effacé"}
    qa.wizard(action, "action_record", said)


def _receive(qa, case):
    """A message that came to somebody's own mailbox is added on the case."""
    raw = b"From: a@agence.example\r\nSubject: Re\r\n\r\nBonjour\r\n"
    action = qa.call("ansm.declaration", "action_add_answer", ids=[case])
    content = base64.b64encode(raw).decode()
    vals = {"declaration_id": case, "file": content, "file_name": "re.eml"}
    qa.wizard(action, "action_add", vals)


def _close(qa, pr, case):
    """The decision is answered and signed; a signatory closes the case."""
    walk.answer(qa, case)
    walk.sign_decision(pr, walk.decision_of(qa, case), "pr")
    action = pr.call("ansm.declaration", "action_close", ids=[case])
    vals = {"kind": "without", "reason": "Défaut non confirmé."}
    pr.call("ansm.closing.wizard", "write", ids=[action["res_id"]], vals=vals)
    pr.wizard(action, "action_sign", context={"password": "pr"})


def _review(pr):
    """A manager reviews the audit trail, and signs the review."""
    action = {"res_model": "ansm.review.wizard"}
    action = pr.wizard(action, "action_prepare", {"kind": "trail"})
    action = pr.call("ansm.review", "action_sign", ids=[action["res_id"]])
    dialog = [action["res_id"]]
    vals = {"conclusion": "Rien à signaler."}
    pr.call("ansm.review.signing", "write", ids=dialog, vals=vals)
    pr.wizard(action, "action_sign", context={"password": "pr"})


def _approve_form(pr, case):
    """A signatory approves a form of his company: the shipped one, loaded again."""
    shipped = pr.call(
        "ansm.form.template",
        "search_read",
        domain=[("kind", "=", "volet_1")],
        fields=["kind", "file"],
        limit=1,
    )
    company = walk.read(pr, "ansm.declaration", case, "company_id")["company_id"][0]
    words = {"name": "Volet 1", "edition": "A", "date_from": "2020-01-01"}
    vals = {**words, **shipped[0], "company_id": company}
    del vals["id"]
    form = pr.call("ansm.form.template", "create", vals_list=[vals])
    action = pr.call("ansm.form.template", "action_approve", ids=form)
    pr.wizard(action, "action_approve", context={"password": "pr"})


def _test_duty(pr, qa):
    """A manager tests the chain of duty; somebody answers."""
    action = pr.call("ansm.duty.test", "action_test_now")
    qa.call("ansm.duty.test", "action_take", ids=[action["res_id"]])


def _reset_password(admin, login):
    """An administrator changes a signatory's password: who is suspended then."""
    ids = admin.call("res.users", "search", domain=[("login", "=", login)])
    admin.call("res.users", "write", ids=ids, vals={"password": "chosen"})
