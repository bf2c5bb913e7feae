# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# ruff: noqa: F821
"""In Odoo's shell: messages find their case among 10,000 open ones."""

import statistics
import time

from odoo.addons.quality_defect_ansm.documents.mails import reading

cr = env.cr
for one in ("declaration", "declaration_batch", "transmission"):
    cr.execute(f"ALTER TABLE ansm_{one} DISABLE TRIGGER USER")


def copies(table, changed, source):
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE "
        "table_name = %s AND column_name <> 'id'",
        [table],
    )
    names = [one for (one,) in cr.fetchall()]
    values = ", ".join(changed.get(one, f'"{one}"') for one in names)
    columns = ", ".join(f'"{one}"' for one in names)
    cr.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, "
        f"generate_series(1, 10000) n WHERE {table}.id = {source} "
        f"RETURNING {table}.id"
    )
    return [one for (one,) in cr.fetchall()]


sent = env["ansm.transmission"].search([("message_id", "!=", False)], limit=1)
if not sent:
    sent = env["ansm.transmission"].search([], limit=1)
batch = env["ansm.declaration.batch"].search([], limit=1)
(first,) = env["ansm.declaration"].search([("state", "!=", "closed")], limit=1).ids
cr.execute(
    "ALTER TABLE ansm_declaration DROP CONSTRAINT IF EXISTS "
    "ansm_declaration_nonconformity_uniq"
)
ids = copies(
    "ansm_declaration",
    {
        "name": "'DQ/2031/' || n",
        "case_number": "'2031-DQ-' || (n + 10000)",
        "state": "'sent'",
    },
    first,
)
base = min(ids) - 1
copies(
    "ansm_declaration_batch",
    {"declaration_id": f"{base} + n", "lot_name": "'BENCH' || n"},
    batch.id,
)
if sent:
    cr.execute("DROP INDEX ansm_transmission_one_of_a_volet")
    copies(
        "ansm_transmission",
        {"declaration_id": f"{base} + n", "message_id": "'<n' || n || '@x.example>'"},
        sent.id,
    )
cr.execute("ANALYZE")
env.invalidate_all()
agency = env["ansm.agency"].search([], limit=1).email
signs = {
    "reference": lambda n: f"Subject: RE: DQ/2031/{n}\r\n\r\nBonjour",
    "number": lambda n: f"Subject: RE\r\n\r\nDossier 2031-DQ-{n + 10000}",
    "batch": lambda n: f"From: {agency}\r\nSubject: RE\r\n\r\nLot BENCH{n}",
}
if sent:
    signs["thread"] = lambda n: f"In-Reply-To: <n{n}@x.example>\r\n\r\nBonjour"
for rule, make in signs.items():
    found, took = 0, []
    for n in range(1, 10000, 400):
        env.invalidate_all()
        start = time.perf_counter()
        told = reading.read(make(n).encode())
        case = env["ansm.incoming.matching"]._find(told, None)
        took.append((time.perf_counter() - start) * 1000)
        found += case["declaration"].id == base + n and case["rule"] == rule
    print(
        f"MATCH {rule}: {max(took):.1f} ms worst, "
        f"median {statistics.median(took):.1f} ms, first {took[0]:.1f} ms, "
        f"{found} of {len(took)} right"
    )
cr.rollback()
