# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A year of a company: every notice is that of a naive model; none missed, none twice."""

import json
import os
from collections import Counter

import pytest

from runner import database, server
from runner.paths import ROOT

from .naive_year import URGENT, Year
from .story import END, Story

FULL = bool(os.environ.get("ANSM_FULL"))
#: (seed, cases) of each year.
YEARS = [(2026, 500)] if FULL else [(2026, 40)]
SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.deadlines import year
year.play(env, {seed}, {cases}, {file!r})
"""
#: Who is told by mail only when it is urgent.
INBOX = ("qa1", "pr")


@pytest.mark.parametrize(("seed", "cases"), YEARS)
def test_notices_of_a_year_are_those_of_the_naive_model(odoo, tmp_path, seed, cases):
    file = tmp_path / "year.json"
    script = SCRIPT.format(root=str(ROOT), seed=seed, cases=cases, file=str(file))
    with database.copied(database.addon_template(odoo), "ansm_test_year") as name:
        server.shell(odoo, name, script)
    found = json.loads(file.read_text())
    wanted = Year(Story(seed, cases)).notices(END)
    print(f"seed {seed}, {cases} cases, {found['runs']} runs")
    compare(wanted, found["notices"])
    inbox, mails = alerts(wanted)
    assert _differ(inbox, Counter(found["alerts"]["inbox"])) == []
    assert _differ(mails, Counter(found["alerts"]["mails"])) == []


def compare(wanted, found):
    """Compare clock by clock, and say the first that differ."""
    told = {f"{case} {place}": _plain(rows) for (case, place), rows in wanted.items()}
    told = {name: rows for name, rows in told.items() if rows or name in found}
    assert set(found) ^ set(told) == set(), "clocks of one of both alone"
    wrong = {name: (told[name], found[name]) for name in told if told[name] != found[name]}
    assert not wrong, _first(wrong)
    assert sum(map(len, told.values())) > len(found), "a year has its notices"


def _plain(rows):
    return [[version, str(run), _words(keys), ", ".join(told)] for version, run, keys, told in rows]


def _words(keys):
    named = keys if len(keys) <= 12 else [*keys[:4], "…", *keys[-4:]]
    return ", ".join(named)


def _first(wrong):
    """Return the first difference of the first clocks that differ."""
    lines = [f"{len(wrong)} clocks differ"]
    for name, (told, found) in list(wrong.items())[:8]:
        pairs = [pair for pair in zip(told, found, strict=False) if pair[0] != pair[1]]
        more = (told[len(found) :], found[len(told) :])
        lines.append(f"{name}: naive, addon = {pairs[:1] or more}")
    return "\n".join(lines)


def alerts(wanted):
    """Return how often each is told of what, by the naive model's notices."""
    inbox, mails = Counter(), Counter()
    for (case, place), rows in wanted.items():
        for _version, run, _keys, told in rows:
            for who in told:
                inbox[f"{run} {who} {case}"] += 1
                if place in URGENT or who not in INBOX:
                    mails[f"{run} {who}"] += 1
    return inbox, mails


def _differ(one, other):
    return sorted(((one - other) | (other - one)).items())[:10]
