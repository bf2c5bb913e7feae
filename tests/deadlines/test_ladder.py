# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Notices: due and not yet given, whenever the scheduler runs; as a naive model."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from . import naive
from .plain import load

ladder = load("ladder")

LADDERS = st.sampled_from(
    [
        "J-15 J-7 J-3 J-1 J +1j", "50% 80% 100% +1h", "J-3 J +2j", "50% 100% +3h", "J-1 J"]
)
ZONES = st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne"])
#: Around both changes of the clocks and the turn of a year.
STARTS = st.sampled_from(
    [
        datetime(2026, 3, 27, 7, 12),
        datetime(2026, 10, 23, 21, 59),
        datetime(2026, 12, 30, 23, 1),
        datetime(2026, 5, 1, 6, 0),
    ]
)
#: In steps of 100 minutes: parts fall on whole minutes, as the naive model walks.
SPANS = st.integers(1, 60).map(lambda one: timedelta(minutes=100 * one))
RUNS = st.lists(st.integers(1, 7 * 24 * 60), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(STARTS, SPANS, LADDERS, ZONES, RUNS, st.one_of(st.none(), st.integers(1, 9000)))
def test_notices_are_those_of_the_naive_model(start, span, words, zone, runs, met):
    due = start + span
    runs = sorted(start + timedelta(minutes=one) for one in runs)
    met_at = start + timedelta(minutes=met) if met else None
    steps = naive.moments(start, due, words, zone, runs[-1])
    assert _given(start, due, words, zone, runs, met_at) == [
        (run, sorted(keys)) for run, keys in naive.notices(steps, runs, met_at)
    ]


def _given(start, due, words, zone, runs, met_at):
    found, last = [], None
    for run in runs:
        if met_at is not None and run >= met_at:
            break
        passed = ladder.parse(words).passed(start, due, last, run, zone)
        if passed:
            found.append((run, sorted({one.key for one in passed})))
            last = run
    return found


@settings(deadline=None)
@given(STARTS, SPANS, LADDERS, ZONES, st.integers(0, 20000))
def test_the_next_step_is_the_first_that_passes(start, span, words, zone, minutes):
    due, now = start + span, start + timedelta(minutes=minutes)
    steps = ladder.parse(words)
    following = steps.next_after(start, due, now, zone)
    if following is None:
        far = now + timedelta(days=40)
        assert steps.passed(start, due, now, far, zone) == []
        return
    assert following > now
    before = following - timedelta(seconds=1)
    assert steps.passed(start, due, now, before, zone) == []
    assert steps.passed(start, due, now, following, zone)


@settings(deadline=None)
@given(STARTS, SPANS, LADDERS, ZONES)
def test_no_key_comes_twice(start, span, words, zone):
    end = start + span + timedelta(days=12)
    passed = ladder.parse(words).passed(start, start + span, None, end, zone)
    keys = [one.key for one in passed]
    assert len(keys) == len(set(keys))
    assert [one.moment for one in passed] == sorted(one.moment for one in passed)


def test_years_of_sleep_are_reckoned_at_once():
    start = datetime(2020, 1, 1)
    steps = ladder.parse("100% +1h")
    later = datetime(2026, 1, 1)
    assert steps.next_after(start, start, later, "UTC") == later + timedelta(hours=1)


def test_all_wrong_words_are_named_at_once():
    with pytest.raises(ValueError, match="K-3 .*12x"):
        ladder.parse("J-3 K-3 J 12x")
    with pytest.raises(ValueError):
        ladder.parse("")
