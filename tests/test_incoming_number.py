# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The agency's first answer, over the real gateway, numbers all that follows."""

import email
import email.policy

from . import walk
from .incoming import corpus
from .test_incoming import NUMBER, Gateway

ADDRESS = "reponses@exploitant.example"


def _address(world, qa, case):
    """Name the address of the answers, as an administrator does in the company."""
    admin = world.session("admin")
    company = walk.read(qa, "ansm.declaration", case, "company_id")["company_id"][:1]
    vals = [{"name": ADDRESS.partition("@")[2]}]
    (domain,) = admin.call("mail.alias.domain", "create", vals_list=vals)
    admin.call("res.company", "write", ids=company, vals={"alias_domain_id": domain})
    vals = {"ansm_answer_name": ADDRESS.partition("@")[0]}
    admin.call("res.company", "write", ids=company, vals=vals)
    partner = {"name": "Dépositaire", "email": "stock@depositaire.example"}
    return admin.call("res.partner", "create", vals_list=[partner])


def _last(world, before):
    """Return the one message that arrived since."""
    (path,) = set(world.mails()) - set(before)
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def test_the_number_confirmed_by_a_person_is_in_all_that_follows(world):
    world.announce(r" WARNING \S+ odoo\.addons\.rpc\.controllers\.xmlrpc: ")
    qa = world.session("qa")
    case, volet = walk.signed_volet(world)
    partners = _address(world, qa, case)
    walk.send(qa, volet)
    sent = _last(world, [])
    assert sent["Reply-To"] == ADDRESS
    assert NUMBER not in sent["Subject"]

    answer = corpus.plain("Accusé", f"Numéro {NUMBER}", In_Reply_To=sent["Message-ID"])
    kept = Gateway(world).deliver(answer.as_bytes())
    assert not walk.read(qa, "ansm.declaration", case, "case_number")["case_number"]
    qa.call("ansm.incoming", "action_confirm", ids=[kept])
    number = walk.read(qa, "ansm.declaration", case, "case_number")["case_number"]
    assert number == NUMBER

    before = world.mails()
    walk.send(qa, walk.sign_next(world, case, "volet_2"))
    sent = _last(world, before)
    assert NUMBER in sent["Subject"]
    names = [one.get_filename() for one in sent.iter_attachments()]
    assert len(names) >= 2
    assert [one for one in names if NUMBER not in one] == []

    before = world.mails()
    words = {"body": "Une question.", "subject": "Sans numéro", "partner_ids": partners}
    words["subtype_xmlid"] = "mail.mt_comment"
    qa.call("ansm.declaration", "message_post", ids=[case], **words)
    sent = _last(world, before)
    assert sent["Subject"] == f"[{NUMBER}] Sans numéro"
    assert ADDRESS in sent["Reply-To"]
    answer = corpus.plain("Autre objet", "Oui.", In_Reply_To=sent["Message-ID"])
    kept = Gateway(world).deliver(answer.as_bytes())
    place = walk.read(qa, "ansm.incoming", kept, "declaration_id", "rule")
    assert (place["declaration_id"][0], place["rule"]) == (case, "thread")
