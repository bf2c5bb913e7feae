# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A corpus of incoming messages, through Odoo's real mail gateway."""

import base64
import hashlib
import xmlrpc.client
from pathlib import Path

from . import walk
from .incoming import corpus

NUMBER = "2026-DQ-00777"
FIELDS = ("kind", "state", "declaration_id", "rule", "raw", "raw_sha256")
MSG = Path(__file__).parent / "incoming" / "reponse.msg"


class Gateway:
    """Delivers as odoo-mailgate does: XML-RPC, the message as binary."""

    def __init__(self, world, login="admin"):
        url = world.server.url
        common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common")
        self.user = (world.name, common.authenticate(world.name, login, login, {}))
        self.user += (login,)
        self.models = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object")

    def deliver(self, raw):
        words = ["mail.thread", "message_process", [False, xmlrpc.client.Binary(raw)]]
        return self.models.execute_kw(*self.user, *words)


def _alias(world, company):
    admin = world.session("admin")
    domain = [("model", "=", "ansm.incoming")]
    (model,) = admin.call("ir.model", "search", domain=domain)
    vals = {"alias_name": "reponses", "alias_incoming_local": True}
    vals |= {"alias_model_id": model, "alias_defaults": {"company_id": company}}
    admin.call("mail.alias", "create", vals_list=[vals])


def _sent_case(world):
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    walk.send(qa, volet)
    qa.call("ansm.declaration", "write", ids=[case], vals={"case_number": NUMBER})
    facts = walk.read(qa, "ansm.declaration", case, "name", "company_id")
    (sent,) = qa.call(
        "ansm.transmission",
        "search_read",
        domain=[("volet_id", "=", volet)],
        fields=["message_id"],
    )
    _alias(world, facts["company_id"][0])
    known = {"id": sent["message_id"], "name": facts["name"], "number": NUMBER}
    return case, {**known, "lot": "LV7702", "file": facts["name"].replace("/", "-")}


def _wrong(world, case, mail, kept):
    """Return what is not as it has to be of a message that was delivered."""
    values = walk.read(world.session("qa"), "ansm.incoming", kept, *FIELDS)
    place = values["declaration_id"] and values["declaration_id"][0]
    print(f"{mail.name:<55} {values['kind']:<7} {values['state']:<8} {values['rule']}")
    bytes_kept = base64.b64decode(values["raw"])
    wrong = []
    if bytes_kept != mail.raw:
        wrong.append("bytes")
    if values["raw_sha256"] != hashlib.sha256(mail.raw).hexdigest():
        wrong.append("SHA-256")
    if values["kind"] != mail.kind:
        wrong.append(f"kind {values['kind']}")
    if place != (case if mail.found else False):
        wrong.append(f"case {place}")
    return wrong


def test_every_message_of_the_corpus_is_where_it_belongs(world):
    case, known = _sent_case(world)
    # Odoo says of XML-RPC that it will go
    world.announce(r" WARNING \S+ odoo\.addons\.rpc\.controllers\.xmlrpc: ")
    gateway, mails = Gateway(world), corpus.all_of(known)
    kept = [gateway.deliver(mail.raw) for mail in mails]
    pairs = zip(mails, kept, strict=True)
    wrong = {mail.name: _wrong(world, case, mail, one) for mail, one in pairs}
    print(f"{len(mails)} messages")
    assert len(mails) >= 80
    assert len(set(kept)) == len(mails)
    assert {name: words for name, words in wrong.items() if words} == {}
    qa = world.session("qa")
    confirmed = [("step", "=", "confirmed"), ("declaration_id", "=", case)]
    assert qa.call("ansm.incoming.entry", "search", domain=confirmed) == []


def test_an_outlook_file_dropped_twice_is_in_the_case_once(world):
    case, _known = _sent_case(world)
    qa = world.session("qa")
    content = base64.b64encode(MSG.read_bytes()).decode()
    for _time in range(2):
        action = qa.call("ansm.declaration", "action_add_answer", ids=[case])
        vals = {"declaration_id": case, "file": content, "file_name": "reponse.msg"}
        qa.wizard(action, "action_add", vals)
    names = ["rule", "outlook_sha256", "proposed_number"]
    domain = [("declaration_id", "in", [case])]
    (kept,) = qa.call("ansm.incoming", "search_read", domain=domain, fields=names)
    assert kept["outlook_sha256"] == hashlib.sha256(MSG.read_bytes()).hexdigest()
    assert (kept["rule"], kept["proposed_number"]) == ("number", NUMBER)
