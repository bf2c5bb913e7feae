# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Processes that write evidence into one chain at the same moment."""

import concurrent.futures
import contextlib
import json
import time

import psycopg2

from runner import server

#: Holds the writers back until all are there.
GATE = 20260403

WRITE = """
import json, time
chain, tries = env["ansm.chain"], []
company_id = env.company.id

def write(env, text):
    tries.append(text)
    company = env["res.company"].browse(company_id)
    env["ansm.event"]._log(company, "changed", new_value=text)

with env.registry.cursor() as cr:
    cr.execute("SELECT pg_advisory_xact_lock_shared({gate})")
start = time.time()
for number in range({number}):
    chain._retry(lambda env: write(env, f"{name} {{number}}"))
print("WROTE", json.dumps([start, time.time(), len(tries)]))
"""

FOUND = """
import json
chain = env["ansm.chain"]._of(env.company)
events = env["ansm.event"].search([("new_value", "like", "writer %")])
places = env["ansm.chain.place"].search(
    [("res_model", "=", "ansm.event"), ("res_id", "in", events.ids)]
)
checked = env["ansm.verification"]._check(env.company.id)
print("FOUND", json.dumps({
    "events": sorted(events.mapped("new_value")),
    "places": len(places), "links": len(places.link_id),
    "chains": len(places.link_id.chain_id),
    "followers": len(set(places.link_id.mapped("previous"))),
    "length": chain.length, "in_table": len(chain.link_ids),
    "problems": checked["problems"],
}))
"""


def write(odoo, name, writers, number):
    """Let some processes write so many rows each, all starting at one moment.

    :return: (seconds from the first start to the last end, tries in all)
    """
    with contextlib.closing(psycopg2.connect(dbname=name)) as gate:
        gate.autocommit = True
        cursor = gate.cursor()
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        with concurrent.futures.ThreadPoolExecutor(writers) as pool:
            done = [
                pool.submit(server.shell, odoo, name, script)
                for script in _scripts(writers, number)
            ]
            _wait(cursor, writers, done)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
            wrote = [_printed(one.result(), "WROTE") for one in done]
    starts, ends, tries = zip(*wrote, strict=True)
    return max(ends) - min(starts), sum(tries)


def found(odoo, name):
    """Return what became of all that was written, and what a verification says."""
    return _printed(server.shell(odoo, name, FOUND), "FOUND")


def _scripts(writers, number):
    return [
        WRITE.format(gate=GATE, number=number, name=f"writer {one}")
        for one in range(writers)
    ]


def _wait(cursor, writers, done, seconds=120):
    """Wait until all writers stand at the gate, or one has ended."""
    limit = time.monotonic() + seconds
    waiting = (
        "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    while time.monotonic() < limit and not any(one.done() for one in done):
        cursor.execute(waiting)
        if cursor.fetchone()[0] == writers:
            return
        concurrent.futures.wait(done, timeout=0.1)


def _printed(text, word):
    [line] = [one for one in text.splitlines() if one.startswith(f"{word} ")]
    return json.loads(line.partition(" ")[2])
