# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Makes evidence of every kind in the demo company; runs in Odoo's shell."""

import base64
import hashlib
from datetime import timedelta

from odoo import fields
from odoo.tools import file_open

from odoo.addons.quality_defect_ansm.documents.mails import reading


def make(env):
    """Make rows in each evidence table, and return the case they are of."""
    # the sentences that are looked for are the source's
    people = env.user.partner_id | env["res.company"].search([]).partner_id
    people.lang = "en_US"
    user = {
        one.login: one
        for one in env["res.users"].search([("login", "in", ["qa", "pr", "pri", "pq"])])
    }
    unsigned = [("sealed_at", "=", False), ("company_id", "=", env.company.id)]
    # a letter of a proposal is made with its proposal, below
    unsigned.append(("recall_id", "=", False))
    volet = env["ansm.volet"].search(unsigned, limit=1)
    case = volet.declaration_id
    _annex(env, case, user["qa"])
    volet = volet.with_user(user["qa"])._make(case, volet.kind).sudo()
    _sign(env, volet, user)
    _send(env, volet, user["qa"])
    _receive(env, case)
    _recall(env, case, user)
    case.with_user(user["qa"]).defect_description = "Deux flacons fissurés. " * 40
    # an administrator changes the password of the PRI: he is suspended
    user["pri"].password = "another"
    _review(env, case.company_id, user["pr"])
    _close(env, case, user["pr"])
    for model in env["ansm.chain"]._evidence_models():
        if not model.search([], limit=1):
            model.create({name: _any(env, model, name) for name in _names(model)})
    env["ansm.chain"]._link_pending()
    checked = env["ansm.verification"]._check(case.company_id.id, case.id)
    env["ansm.verification"]._keep(checked)
    return case


def _names(model):
    """Return the fields of a row of evidence, whatever it is evidence of."""
    required = {name for name, field in model._fields.items() if field.required}
    return required | set(model._evidence_sealed)


def _any(env, model, name):
    field = model._fields[name]
    if field.type == "many2one":
        return env[field.comodel_name].search([], limit=1).id
    if field.type == "selection":
        return field.get_values(env)[0]
    now = fields.Datetime.now()
    return {
        "char": "x" * 64,
        "text": "x" * 600,
        "datetime": now,
        "date": now.date(),
        "binary": base64.b64encode(b"x"),
    }.get(field.type, 1)


def _annex(env, case, user):
    """Add a file to a case, as its dialog does."""
    with file_open("quality_defect_ansm/demo/files/plaquette.jpg", "rb") as file:
        annexes, content = env["ansm.annex"].with_user(user), file.read()
    annexes._add(case.with_user(user), "vue.jpg", content, "Vue", "both")


def _sign(env, volet, user):
    volet.with_user(user["qa"])._sign("prepared", env["ansm.signatory"], "password")
    pr = user["pr"]
    signatory = env["ansm.signatory"].with_user(pr)._in_force(volet.company_id, user=pr)
    volet.with_user(pr)._sign("approved", signatory, "password")


def _send(env, volet, user):
    """Fix a transmission and record its attempts, as its sender does."""
    eml = b"From: a@exploitant.example\r\n\r\nBonjour\r\n"
    transmission = env["ansm.transmission"].create(
        {
            "declaration_id": volet.declaration_id.id,
            "volet_id": volet.id,
            "company_id": volet.company_id.id,
            "prepared_by_id": user.id,
            "prepared_by_name": user.name,
            "prepared_at": volet.sealed_at,
            "email_from": "a@exploitant.example",
            "email_to": "b@agence.example",
            "email_cc": "c@exploitant.example",
            "subject": "Volet 1",
            "body": "Bonjour " * 100,
            "envelope_from": "a@exploitant.example",
            "envelope_to": "b@agence.example",
            "started_at": volet.sealed_at,
            "message_id": "<1@exploitant.example>",
            "eml": base64.b64encode(eml),
            "eml_sha256": hashlib.sha256(eml).hexdigest(),
        }
    )
    attempts = env["ansm.transmission.attempt"]
    attempts._record(transmission, "started", "mail.exploitant.example:25")
    attempts._record(
        transmission, "accepted", "mail.exploitant.example:25", 250, "OK", "b@x.example"
    )
    transmission._tell()
    env["ansm.chain"]._of(declaration=volet.declaration_id)._leave("message")


def _recall(env, case, user):
    """Propose a recall, sign its letter, tell it by telephone; it is agreed."""
    qa = user["qa"]
    wizards = env["ansm.recall.wizard"].with_user(qa)
    dialog = wizards.browse(wizards._open_on(case.with_user(qa))["res_id"])
    recall = env["ansm.recall"].browse(dialog.action_propose()["res_id"])
    _sign(env, recall.letter_ids, user)
    call = env["ansm.call"].with_user(qa)._begin(case, recall=recall)
    call._reach("Mme Roy", recall)
    call._end("Mme Roy", "Annoncé", "agreed", received=True)


def _receive(env, case):
    """Keep an answer and put it in its case, as the gateway does."""
    raw = f"Subject: RE: {case.name}\r\n\r\nBien reçu\r\n".encode()
    told = reading.read(raw)
    messages = env["ansm.incoming"]
    kept, _known = messages._keep(raw, told, "gateway", case.company_id, b"")
    messages.browse(kept)._match(told)


def _close(env, case, user):
    """Close the case, as its dialog does."""
    text = "Clos " * 100
    env["ansm.closing"].create(
        {
            "declaration_id": case.id,
            "company_id": case.company_id.id,
            "last_volet_id": max(case.volet_ids.ids),
            "kind": "without",
            "content": text,
            "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "reason": "Défaut non confirmé",
            "user_id": user.id,
            "signer_name": user.name,
            "signer_role": "PR",
            "signed_at": fields.Datetime.now(),
            "auth_method": "password",
        }
    )


def _review(env, company, user):
    reviews = env["ansm.review"].with_user(user).with_company(company)
    today = company._ansm_today()
    review = reviews._make(company, "trail", today - timedelta(days=30), today)
    review._sign("Rien à signaler.", review.content_sha256, "password")
