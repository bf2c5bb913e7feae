# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# ruff: noqa: F821
"""In Odoo's shell: as many letters by our road as by mail.mail, to one server."""

import base64
import time

NUMBER, SIZE = 1000, 20 * 1024
cr = env.cr
content = b"%PDF-1.7\n" + bytes(range(256)) * (SIZE // 256)
first = env["ansm.declaration"].search(
    [("state", "!=", "closed"), ("company_id", "=", env.company.id)], limit=1
)
cr.execute("ALTER TABLE ansm_declaration DISABLE TRIGGER USER")
cr.execute(
    "ALTER TABLE ansm_declaration DROP CONSTRAINT ansm_declaration_nonconformity_uniq"
)
cr.execute(
    "SELECT column_name FROM information_schema.columns "
    "WHERE table_name = 'ansm_declaration' AND column_name <> 'id'"
)
names = [one for (one,) in cr.fetchall()]
values = ", ".join("'DQ/2031/' || n" if one == "name" else one for one in names)
cr.execute(
    f"INSERT INTO ansm_declaration ({', '.join(names)}) SELECT {values} "
    f"FROM ansm_declaration, generate_series(1, {NUMBER}) n "
    f"WHERE ansm_declaration.id = {first.id} RETURNING id"
)
ids = [one for (one,) in cr.fetchall()]
cases = env["ansm.declaration"].browse(ids)
for case in cases:
    env["ansm.chain"]._of(declaration=case)
# what every case has long before something is sent from it
if hasattr(cases, "_refresh_clocks"):
    cases._refresh_clocks()
annex = env["ansm.annex"].search([], limit=1)
words = {
    "email_from": "contact@exploitant.example",
    "subject": "Lettre",
    "body": "Madame, Monsieur,\n\nVeuillez trouver ci-joint la pièce.\n" * 4,
}
type(env["ansm.transmission"])._files = lambda self: [("piece.pdf", content)]
letters = env["ansm.transmission"].create(
    [
        {
            **words,
            "email_to": f"ours{case.id}@agence.example",
            "declaration_id": case.id,
            "company_id": case.company_id.id,
            "prepared_by_id": env.uid,
            "prepared_by_name": env.user.name,
            "prepared_at": "2026-01-01 00:00:00",
            "kind": "letter",
            "press": f"bench,{case.id}",
        }
        for case in cases
    ]
)
mails = env["mail.mail"].create(
    [
        {
            "email_from": words["email_from"],
            "email_to": f"plain{case.id}@agence.example",
            "subject": words["subject"],
            "body_html": words["body"],
            "auto_delete": False,
            "attachment_ids": [
                (
                    0,
                    0,
                    {
                        "name": "piece.pdf",
                        "datas": base64.b64encode(content),
                        "mimetype": "application/pdf",
                    },
                )
            ],
        }
        for case in cases
    ]
)
cr.commit()


def ours():
    sender = env["ansm.sender"]
    while sender._due():
        sender._send_due()


def plain():
    mails.send(auto_commit=True)
    cr.commit()


def rate(work):
    env.invalidate_all()
    start = time.perf_counter()
    work()
    return NUMBER / (time.perf_counter() - start)


fast, slow = rate(plain), rate(ours)
env.invalidate_all()
left = len(letters.filtered(lambda one: one.state == "accepted"))
gone = len(mails.filtered(lambda one: one.state == "sent"))
told = len(letters.filtered("told_attempt"))
print(
    f"SEND {slow / fast:.2f}: ours {slow:.0f}/s, mail.mail {fast:.0f}/s, "
    f"{left} and {gone} of {NUMBER} left, {told} told"
)
