# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A year of a company: its notices are a naive model's, none missed, none twice."""

import concurrent.futures
import functools
import json
import os
from collections import Counter

import pytest

from runner import database, server
from runner.paths import ROOT

from .naive_year import URGENT, Year
from .story import END, INBOX, Story

#: (seed, cases) of the years; two at a time, 40 cases in all, 500 at full size.
EACH = 250 if os.environ.get("ANSM_FULL") else 20
YEARS = [(2027, EACH), (2029, EACH)]
SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.deadlines import year
year.play(env, {seed}, {cases}, {file!r})
"""


@pytest.fixture(scope="module")
def years(odoo, tmp_path_factory):
    """Return what the addon did in each year, by its seed."""
    template = database.addon_template(odoo)

    def play(seed, cases):
        file = tmp_path_factory.mktemp("year") / f"{seed}.json"
        script = SCRIPT.format(root=str(ROOT), seed=seed, cases=cases, file=str(file))
        with database.copied(template, f"ansm_test_year_{seed}") as name:
            server.shell(odoo, name, script)
        return json.loads(file.read_text())

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda year: play(*year), YEARS))
    return dict(zip([seed for seed, _cases in YEARS], found, strict=True))


@functools.cache
def wanted_of(seed, cases):
    """Return the notices of the naive model."""
    return Year(Story(seed, cases)).notices(END)


@pytest.mark.parametrize(("seed", "cases"), YEARS)
def test_notices_of_a_year_are_those_of_the_naive_model(years, seed, cases):
    wanted, found = wanted_of(seed, cases), years[seed]
    print(f"seed {seed}, {cases} cases, {found['runs']} runs, {found['seconds']} s")
    told = {f"{case} {place}": _plain(rows) for (case, place), rows in wanted.items()}
    assert set(found["notices"]) ^ set(told) == set(), "clocks that one has alone"
    assert found["notices"] == told, _first(told, found["notices"])
    assert sum(map(len, told.values())) > 10 * cases, "a year has its notices"


@pytest.mark.parametrize(("seed", "cases"), YEARS)
def test_everybody_named_in_a_notice_is_told_once(years, seed, cases):
    inbox, mails = _alerts(wanted_of(seed, cases))
    assert _differ(inbox, _at_runs(years[seed]["alerts"]["inbox"])) == []
    assert _differ(mails, _at_runs(years[seed]["alerts"]["mails"])) == []


def _plain(rows):
    return [
        [version, str(run), words_of(keys), ", ".join(told)]
        for version, run, keys, told in rows
    ]


def words_of(keys):
    named = keys if len(keys) <= 12 else [*keys[:4], "…", *keys[-4:]]
    return ", ".join(named)


def _first(told, found):
    """Return the first difference of the first clocks that differ."""
    wrong = [name for name in told if told[name] != found[name]]
    lines = [f"{len(wrong)} clocks differ"]
    for name in wrong[:8]:
        pairs = zip(told[name], found[name], strict=False)
        pairs = [pair for pair in pairs if pair[0] != pair[1]]
        more = told[name][len(found[name]) :], found[name][len(told[name]) :]
        lines.append(f"{name}: naive, addon = {pairs[:1] or more}")
    return "\n".join(lines)


def _alerts(wanted):
    """Return how often the scheduler tells each of what, by the naive model."""
    inbox, mails = Counter(), Counter()
    for (case, place), rows in wanted.items():
        for _version, run, _keys, told in rows:
            for who in told if run.minute % 5 == 0 else ():
                inbox[f"{run} {who} {case}"] += 1
                if place.partition("/")[0] in URGENT or who not in INBOX:
                    mails[f"{run} {who}"] += 1
    return inbox, mails


def _at_runs(told):
    """Return what was told by the scheduler: people do nothing at its minutes."""
    minutes = {words: int(words[14:16]) for words in told}
    return Counter({one: told[one] for one in told if not minutes[one] % 5})


def _differ(naive, addon):
    """Return the first alerts that one of both has more often."""
    return sorted(((naive - addon) + (addon - naive)).items())[:10]
