# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# ruff: noqa: F821
"""In Odoo's shell: NUMBER open cases, of which 100 are due in each of the ROUNDS.

Those that will be due are made by the application itself, so that the job finds them
coherent. The others are copies of the demo's cases, inserted in SQL with all that
the views and the job read: nonconformity, batches, specialities, volets with their
content (their Word and PDF are one byte), transmissions and attempts, clocks with
what happened to them, tasks, a chain. Their audit trail and discussion are left out.
They spread over ten years, all states of an open case and two companies, one case
in ten being the second one's; the clocks that run are due again within 30 days.
"""

from datetime import timedelta

from odoo import fields

DUE = 100
#: How long ago a case was known, in hours, whose clock of a kind gives a notice now.
KNOWN = {"volet_1": 13, "volet_2": 16 * 24, "shortage": 13, "pharmacovigilance": 30}
#: Tables of a case: which of the rows of a demo case are its own, and what they name.
CASE = "t.declaration_id = b.source"
TABLES = {
    "mgmtsystem_nonconformity": ("t.id = b.nonconformity", {}),
    "ansm_declaration": (
        "t.id = b.source",
        {"nonconformity_id": "mgmtsystem_nonconformity"},
    ),
    "ansm_speciality": (CASE, {}),
    "ansm_declaration_batch": (CASE, {"speciality_id": "ansm_speciality"}),
    "ansm_volet": (
        CASE,
        {"speciality_id": "ansm_speciality", "replaces_id": "ansm_volet"},
    ),
    "ansm_transmission": (CASE, {"volet_id": "ansm_volet"}),
    "ansm_transmission_attempt": (
        "t.transmission_id IN (SELECT id FROM ansm_transmission"
        " WHERE declaration_id = b.source)",
        {"transmission_id": "ansm_transmission"},
    ),
    "ansm_deadline": (CASE, {"replaces_id": "ansm_deadline"}),
    "ansm_deadline_entry": (CASE, {"deadline_id": "ansm_deadline"}),
    "mail_activity": (
        "t.res_model = 'ansm.declaration' AND t.res_id = b.source",
        {"ansm_deadline_id": "ansm_deadline", "res_id": "ansm_declaration"},
    ),
    "ansm_chain": (CASE, {}),
}
#: What differs from copy to copy: a column of one table, or of all.
CHANGED = {
    "mgmtsystem_nonconformity.ref": "'NC/' || b.n",
    "mgmtsystem_nonconformity.stage_id": "b.stage",
    "mgmtsystem_nonconformity.state": "b.stage_state",
    "ansm_declaration.name": "'DQ/' || b.n",
    "ansm_declaration.state": "b.state",
    "ansm_transmission.message_id": "'<' || b.n || '.' || t.id || '@bench.example>'",
    "ansm_transmission.press": "'bench/' || b.n || '/' || t.id",
    "ansm_chain.code": "'b' || b.n",
    "ansm_chain.length": "0",
    "ansm_chain.head": "md5(b.n::text)",
    "ansm_deadline.next_due_at": "CASE WHEN t.next_due_at IS NOT NULL THEN"
    " b.now + (1 + b.n % 719) * interval '1 hour' END",
    "docx": "'\\x00'::bytea",
    "pdf": "'\\x00'::bytea",
    "eml": "'\\x00'::bytea",
    "company_id": "b.company",
    "medicine_id": "CASE WHEN b.second THEN b.medicine ELSE t.medicine_id END",
}

cr = env.cr
now = fields.Datetime.now()


def columns(table):
    cr.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND column_name <> 'id'",
        [table],
    )
    return cr.fetchall()


def value(table, name, kind, refs):
    """Return what a column of a copy holds, in SQL."""
    if name in refs:
        return new(refs[name], f't."{name}"')
    if name == "declaration_id":
        return new("ansm_declaration", "b.source")
    for one in (f"{table}.{name}", name):
        if one in CHANGED:
            return CHANGED[one]
    if kind.startswith("timestamp"):
        return f"t.\"{name}\" - b.days * interval '1 day'"
    return f't."{name}" - b.days' if kind == "date" else f't."{name}"'


def new(table, old):
    """Return the id of the copy of a row, in SQL; none of the copies meet."""
    return f"({first[table]} + b.n * {first[table]} + {old})"


def copy(table):
    owner, refs = TABLES[table]
    found = columns(table)
    names = ", ".join(f'"{name}"' for name, _kind in found)
    values = ", ".join(value(table, name, kind, refs) for name, kind in found)
    cr.execute(
        f"INSERT INTO {table} (id, {names}) SELECT {new(table, 't.id')}, {values}"
        f" FROM bench_case b JOIN {table} t ON {owner}"
    )
    cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")


def prepare(number):
    """Make the table of the copies: of which demo case, where, how long ago."""
    cases = env["ansm.declaration"].search(
        [("state", "!=", "closed"), ("exercise", "=", False)], order="id", limit=4
    )
    second = env["res.company"].search([], order="id")[1]
    medicine = env["ansm.medicine"].create(
        {"name": "VERCORINE 10 mg, gélule", "company_id": second.id}
    )
    stages = env["mgmtsystem.nonconformity.stage"].search([])
    cr.execute(
        """
        CREATE TABLE bench_case AS
        SELECT n, source.id AS source, source.nonconformity_id AS nonconformity,
               n * 7919 %% 3650 AS days, %(now)s::timestamp AS now,
               CASE WHEN n %% 10 = 0 THEN %(second)s ELSE source.company_id END
               AS company, n %% 10 = 0 AS second, %(medicine)s AS medicine,
               (%(stages)s::int[])[1 + n / 4 %% 6] AS stage,
               (%(states)s::text[])[1 + n / 4 %% 6] AS stage_state,
               (CASE WHEN EXISTS (SELECT 1 FROM ansm_transmission sent
                                   WHERE sent.declaration_id = source.id)
                THEN ARRAY['sent', 'problem', 'withdrawn']
                ELSE ARRAY['draft', 'to_sign', 'to_send'] END)[1 + n / 4 %% 3] AS state
          FROM generate_series(1, %(number)s) n
          JOIN ansm_declaration source ON source.id = (%(cases)s::int[])[1 + n %% 4]
        """,
        {
            "now": now,
            "second": second.id,
            "medicine": medicine.id,
            "stages": stages.ids,
            "states": stages.mapped("state"),
            "cases": cases.ids,
            "number": number,
        },
    )


def make_due(number):
    """Make the cases of which one clock each will be due in a round."""
    qa = env["res.users"].search([("login", "=", "qa")])
    medicine = env["ansm.medicine"].search([("mitm", "=", "yes")], limit=1)
    origin = env["mgmtsystem.nonconformity.origin"].search([], limit=1)
    kinds = [list(KNOWN)[one % len(KNOWN)] for one in range(DUE)]
    nonconformities = env["mgmtsystem.nonconformity"].create(
        [
            {
                "name": f"Fissure du flacon {number}.{one}",
                "description": "Trois flacons fissurés à la réception.",
                "partner_id": qa.partner_id.id,
                "responsible_user_id": qa.id,
                "manager_user_id": qa.id,
                "origin_ids": [(6, 0, origin.ids)],
            }
            for one in range(DUE)
        ]
    )
    cases = env["ansm.declaration"].create(
        [
            {
                "nonconformity_id": nonconformity.id,
                "medicine_id": medicine.id,
                "user_id": qa.id,
                "known_at": now - timedelta(hours=KNOWN[kind]),
                "adverse_effects": "yes",
            }
            for nonconformity, kind in zip(nonconformities, kinds, strict=True)
        ]
    )
    # none of them before its round
    cases.deadline_ids.next_due_at = now + timedelta(days=365)
    for case, kind in zip(cases, kinds, strict=True):
        due = case.deadline_ids.filtered(lambda one, kind=kind: one.kind == kind)
        cr.execute("INSERT INTO bench_due VALUES (%s, %s)", [number, due.id])
    cr.commit()
    env.invalidate_all()


qa = env["res.users"].search([("login", "=", "qa")])
qa.company_ids = env["res.company"].search([])
cr.execute("SELECT 1 + count(*) FROM ansm_declaration")
[(kept,)] = cr.fetchall()
first = {}
for one in TABLES:
    cr.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {one}")
    first[one] = cr.fetchone()[0]
prepare(NUMBER - ROUNDS * DUE - kept + 1)
for one in TABLES:
    copy(one)
env.invalidate_all()
# the demo's own clocks are not due in a round
cr.execute(
    "UPDATE ansm_deadline SET next_due_at = now() + interval '1 year'"
    " WHERE next_due_at < now() + interval '1 hour'"
)
cr.execute("CREATE TABLE bench_due (round int, deadline_id int)")
for one in range(ROUNDS):
    make_due(one)
cr._cnx.autocommit = True
cr.execute("VACUUM ANALYZE")
cr._cnx.autocommit = False
cr.execute("SELECT count(*) FROM ansm_declaration WHERE state <> 'closed'")
[(cases,)] = cr.fetchall()
cr.execute(
    "SELECT count(*) FROM ansm_deadline WHERE met_at IS NULL AND ended_at IS NULL"
)
[(running,)] = cr.fetchall()
print(f"FOUND {cases} open cases, {running} clocks that run")
