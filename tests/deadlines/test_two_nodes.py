# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two nodes, killed at random: every notice once, every alert once, no clock lost."""

import json
import os
from collections import Counter
from datetime import datetime

import pytest

from runner import database, server
from runner.paths import ROOT

from .naive_calendar import steps
from .naive_year import LADDERS, URGENT
from .story import INBOX
from .test_year import words_of

SEED, ROUNDS = 2026, 200 if os.environ.get("ANSM_FULL") else 12
SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.deadlines import nodes
env = nodes.play(env, {seed}, {rounds}, {file!r})
"""


@pytest.fixture(scope="module")
def rounds(odoo, tmp_path_factory):
    """Return what was found after all rounds."""
    file = tmp_path_factory.mktemp("nodes") / "nodes.json"
    script = SCRIPT.format(root=str(ROOT), seed=SEED, rounds=ROUNDS, file=str(file))
    with database.copied(database.addon_template(odoo), "ansm_test_nodes") as name:
        server.shell(odoo, name, script)
    found = json.loads(file.read_text())
    print(f"seed {SEED}, {ROUNDS} rounds, {found['deaths']} deaths, {found['gave']}")
    return found


def test_each_notice_is_given_once_whoever_dies(rounds):
    """All that passed since the last round, in one notice of each clock."""
    given = {}
    for clock, *notice, _told in rounds["notices"]:
        given.setdefault(clock, []).append(notice)
    wanted = {
        int(clock): _notices(rounds["moments"], *words)
        for clock, words in rounds["clocks"].items()
    }
    assert {clock: given.get(clock, []) for clock in wanted} == wanted
    assert set(given) <= set(wanted)


def test_each_who_is_told_is_told_once_whoever_dies(rounds):
    inbox, mails, pushed = Counter(), Counter(), 0
    kinds = {int(clock): words[0] for clock, words in rounds["clocks"].items()}
    for clock, at, _words, told in rounds["notices"]:
        for who in told.split(", "):
            inbox[f"{at} {who}"] += 1
            mails[f"{at} {who}"] += kinds[clock] in URGENT or who not in INBOX
            pushed += who == "qa1"
    found = Counter()
    for words, number in rounds["alerts"]["inbox"].items():
        found[words.rpartition(" ")[0]] += number
    assert found == inbox
    assert Counter(rounds["alerts"]["mails"]) == +mails
    assert rounds["pushed"] == pushed > 0


def test_nodes_die_at_work_and_the_heart_beats(rounds):
    assert rounds["deaths"] >= ROUNDS / 2
    assert min(rounds["gave"]) > ROUNDS, "both gave notices"
    assert rounds["errors"] == 0
    assert rounds["beats"] == rounds["moments"]


def _notices(moments, kind, start, due, made):
    start, due = datetime.fromisoformat(start), datetime.fromisoformat(due)
    rungs, last, found = steps(start, due, LADDERS[kind]), start, []
    for moment in moments:
        now = datetime.fromisoformat(moment)
        if moment > made or made == moments[0]:
            keys = [key for at, key in rungs if last < at <= now]
            last = now
            found += [[moment, words_of(keys)]] if keys else []
    return found
