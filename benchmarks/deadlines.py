# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Claims: what deadlines cost follows what is due, and their views open as fast as
the parent's.

- The scheduled job with 100 clocks due takes as long among 100,000 open cases as
  among 1,000 (ratio at most 1.2). What it does once a day is in each round.
- A list, a kanban or the calendar opens, among 100,000 cases, in at most 1.1 of the
  time of the parent's nonconformities, of which there are as many.
- Per notice, beside OCA's reminder of actions (``mgmtsystem_action``), in the same
  rounds; no ratio is claimed, as the two do not do the same. OCA's renders a template
  and leaves one mail per action to the mail job, in one transaction, to the actions
  due in exactly ten days. Ours locks one clock, compares all clocks of its case with
  the evidence, inserts the notice into the case's chain, tells one user or (a quarter
  of them, urgent) two, each in Odoo, by web push and by mail, puts the task right,
  reckons the next notice and commits, clock by clock.

Each view is opened by one user, of both companies, over HTTP as the web client does:
one request for its rows, with the view's own fields, order, default filter and page,
its counts and groups included. What is compared has the same number of rows: lists 80
against the parent's list; the cases' kanban, columns of 40, against the parent's, of
as many columns; the kanban of deadlines, which has no columns, against 40 rows of the
parent's without its own; the calendar's month against as many rows of the parent's
list, as it has no calendar. Views themselves, which the client keeps, are not fetched
again. What is compared runs in turns, each first in every other round; told are the
medians of the times, and of the rounds' ratios, which what else the machine does
moves less.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.web.client import KANBAN_LIMIT, LIST_LIMIT, Client, View, timed
from runner import database, odoo_source, server

CLAIM_RUN, CLAIM_OPEN = 1.2, 1.1
FEW, MANY = 1_000, 100_000
#: Rounds of each measurement, the first of which only warms up.
NOTICE_ROUNDS, OPEN_ROUNDS = 5, 16
SCRIPTS = Path(__file__).resolve().parent / "scripts"
PARENT, CASE, CLOCK = "mgmtsystem.nonconformity", "ansm.declaration", "ansm.deadline"
#: The default filter of the deadlines.
RUNNING = [("met_at", "=", False), ("ended_at", "=", False)]


class Figure(NamedTuple):
    """One line of the table: ours and what it is compared with, in milliseconds,
    round by round."""

    what: str
    ours: list
    theirs: list
    limit: float | None

    @property
    def ratio(self):
        rounds = zip(self.ours, self.theirs, strict=True)
        return statistics.median(us / them for us, them in rounds)

    @property
    def holds(self):
        return self.limit is None or self.ratio <= self.limit


def main():
    odoo = odoo_source.prepare()
    template = database.demo_template(odoo)
    with (
        database.copied(template, "ansm_bench_few") as few,
        database.copied(template, "ansm_bench_many") as many,
    ):
        for name, number in ((few, FEW), (many, MANY)):
            start = time.perf_counter()
            made = _run(odoo, name, "cases", NUMBER=number)
            took = time.perf_counter() - start
            print(f"{made} made in {took:.0f} s", flush=True)
        rounds = json.loads(_run(odoo, few, "notices", LARGE=many))
        opened = _open_all(odoo, many)
    table = [
        Figure("job, 100 due: 100,000 / 1,000 cases", *rounds["job"], CLAIM_RUN),
        Figure("one notice / OCA's reminder", *rounds["notice"], None),
        *opened,
    ]
    print(_shown(table))
    return 0 if all(one.holds for one in table) else 1


def _run(odoo, name, script, **names):
    """Run a script in Odoo's shell with some names set, and return what it found."""
    names["ROUNDS"] = NOTICE_ROUNDS
    values = "\n".join(f"{key} = {value!r}" for key, value in names.items())
    text = (SCRIPTS / f"{script}.py").read_text()
    printed = server.shell(odoo, name, f"{values}\n{text}")
    (found,) = [one for one in printed.splitlines() if one.startswith("FOUND ")]
    return found.removeprefix("FOUND ")


def _open_all(odoo, name):
    running = server.Server(
        *(odoo, name, server.free_port(), server.free_port()), name="bench", jobs=0
    )
    try:
        running.wait()
        client = Client(running.url, name, "qa")
        return [_compared(*one) for one in _openings(client)]
    finally:
        running.stop()


def _openings(client):
    """Yield (what is opened, ours, the parent's)."""
    parents = View(client, PARENT, "list")
    cards = View(client, PARENT, "kanban")
    cases, columns = View(client, CASE, "list"), View(client, CASE, "kanban")
    clocks, tiles = View(client, CLOCK, "list"), View(client, CLOCK, "kanban")
    calendar = View(client, CLOCK, "calendar")
    days = len(calendar.month(RUNNING))

    def listed(limit=LIST_LIMIT):
        return lambda: parents.rows([], limit)

    yield "cases, list", lambda: cases.rows([], LIST_LIMIT), listed()
    yield "cases, kanban", lambda: columns.groups([]), lambda: cards.groups([])
    yield "deadlines, list", lambda: clocks.rows(RUNNING, LIST_LIMIT), listed()
    yield (
        "deadlines, kanban",
        lambda: tiles.rows(RUNNING, KANBAN_LIMIT),
        lambda: cards.rows([], KANBAN_LIMIT),
    )
    yield "deadlines, calendar", lambda: calendar.month(RUNNING), listed(days)


def _compared(what, ours, theirs):
    """Return the times of ours and theirs, opened in turns."""
    us, them = [], []
    for number in range(OPEN_ROUNDS):
        both = [(ours, us), (theirs, them)]
        for opened, times in both if number % 2 else reversed(both):
            times.append(timed(opened))
    rows, as_many = ({one for _took, one in times} for times in (us, them))
    if rows != as_many or len(rows) != 1:
        sys.exit(f"{what}: {rows} rows are no match for {as_many}")
    us, them = ([took * 1000 for took, _rows in times[1:]] for times in (us, them))
    return Figure(f"{what}, {rows.pop()} rows / the parent's", us, them, CLAIM_OPEN)


def _shown(table):
    lines = [
        f"{one.what:<47} {statistics.median(one.ours):>8.1f}"
        f" {statistics.median(one.theirs):>8.1f} {one.ratio:>6.2f}  "
        + (f"at most {one.limit}" if one.limit else "nothing claimed")
        + ("" if one.holds else "  MISSED")
        for one in table
    ]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    head = f"{'':<47} {'ours, ms':>8} {'theirs':>8} {'ratio':>6}"
    return "\n".join([head, *lines, f"load of the machine: {load}"])


if __name__ == "__main__":
    sys.exit(main())
