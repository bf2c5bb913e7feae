# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reckoning: whatever the day, the legal date stands and the target comes before."""

import doctest
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .plain import load

clocks = load("clocks")

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(
    lambda one: one.replace(second=0, microsecond=0)
)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
REGIONS = st.sampled_from(sorted(clocks.REGIONS))
ZONES = st.sampled_from(
    ["Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/Miquelon"]
)


@pytest.mark.parametrize("name", ["clocks", "ladder", "french"])
def test_examples_of_the_docstrings_hold(name):
    found = doctest.testmod(load(name))
    assert found.attempted > 0 and found.failed == 0


@given(MOMENTS, st.integers(0, 400), ZONES, REGIONS)
def test_calendar_days_end_on_the_last_minute_of_their_day(start, days, zone, region):
    due = clocks.due_calendar_days(start, days, zone, region)
    end = clocks.local(due.at, zone)
    first = clocks.local(start, zone).date()
    assert end.date() - first == timedelta(days=days)
    assert (end.hour, end.minute) == (23, 59)


@given(MOMENTS, st.integers(0, 400), ZONES, REGIONS)
def test_the_target_is_a_working_day_and_never_after(start, days, zone, region):
    due = clocks.due_calendar_days(start, days, zone, region)
    last = clocks.local(due.at, zone).date()
    assert due.target <= last and clocks.is_working_day(due.target, region)
    between = (last - due.target).days
    assert not any(
        clocks.is_working_day(due.target + timedelta(days=one), region)
        for one in range(1, between + 1)
    )


@given(MOMENTS, MOMENTS, st.integers(0, 60), ZONES)
def test_who_knows_later_is_never_due_earlier(one, other, days, zone):
    first, second = sorted((one, other))
    due = clocks.due_calendar_days
    assert due(first, days, zone).at <= due(second, days, zone).at


@given(MOMENTS, st.integers(1, 2000), ZONES)
def test_hours_are_hours_on_the_nights_the_clocks_change(start, hours, zone):
    due = clocks.due_hours(start, hours, zone)
    assert due.at - start == timedelta(hours=hours)


@given(DAYS, st.integers(1, 60), REGIONS)
def test_working_days_are_counted_one_by_one(day, number, region):
    end = clocks.add_working_days(day, number, region)
    open_days = [
        day + timedelta(days=one)
        for one in range(1, (end - day).days + 1)
        if clocks.is_working_day(day + timedelta(days=one), region)
    ]
    assert len(open_days) == number and open_days[-1] == end


@given(MOMENTS, st.integers(1, 40))
def test_office_hours_are_counted_minute_by_minute(start, hours):
    monday = start.replace(hour=0, minute=0)
    office = [
        (monday + timedelta(days=one, hours=8), monday + timedelta(days=one, hours=16))
        for one in range(12)
    ]
    end = clocks.add_office_hours(start, hours, office)
    minutes = sum(
        (min(stop, end) - max(begin, start)) / timedelta(minutes=1)
        for begin, stop in office
        if stop > start and begin < end
    )
    assert minutes == hours * 60


def test_office_hours_that_end_too_early_are_refused():
    start = datetime(2026, 4, 3, 8)
    with pytest.raises(ValueError, match="office hours"):
        clocks.add_office_hours(start, 9, [(start, start + timedelta(hours=8))])


@pytest.mark.parametrize(
    ("region", "day", "closed"),
    [
        ("metropole", date(2026, 5, 1), True),
        ("metropole", date(2026, 4, 3), False),
        ("alsace_moselle", date(2026, 4, 3), True),
        ("reunion", date(2026, 12, 20), True),
        ("guadeloupe", date(2026, 5, 27), True),
        ("metropole", date(2026, 5, 27), False),
        ("metropole", date(2026, 12, 25), True),
        ("metropole", date(2027, 3, 29), True),
    ],
)
def test_public_holidays_of_each_region(region, day, closed):
    assert (day in clocks.holiday_dates(region, day.year)) == closed


def test_two_readings_of_one_hour_take_the_earlier():
    found = clocks.due_date(date(2026, 10, 25), "Europe/Paris")
    assert found.at == datetime(2026, 10, 25, 22, 59)
