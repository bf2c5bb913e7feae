# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""300 hostile uploads: each refused, within the limits, nothing of it left."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from quality_defect_documents.errors import DocumentError
from quality_defect_documents.limited import call

from . import hostile, hostile_templates
from .agency import BLANK

#: One in so many by default, all of them with ``./run test --full``.
STEP = 1 if os.environ.get("ANSM_FULL") else 4
#: Two at once: the machine of the tests has two processors.
AT_ONCE = 2
#: Seconds of processor time for each: what a form needs is a tenth of it.
SECONDS = 3


def refused(upload):
    """Return (code of the first reason, seconds); no code when it was taken."""
    start = time.monotonic()
    try:
        call.call("form", upload, seconds=SECONDS, kind="volet_1")
        return None, time.monotonic() - start
    except DocumentError as error:
        return error.problems[0].code, time.monotonic() - start


@pytest.fixture(scope="module")
def outcomes():
    """Return {family: list of (what, code, seconds)}."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return {
            family: [
                (what, *outcome)
                for (what, _bytes), outcome in zip(
                    uploads,
                    pool.map(refused, [one for _w, one in uploads]),
                    strict=True,
                )
            ]
            for family, make in hostile.FAMILIES.items()
            for uploads in [list(make())[::STEP]]
        }


def test_every_hostile_upload_is_refused(outcomes, capsys):
    with capsys.disabled():
        print()
        for family, rows in outcomes.items():
            codes = sorted({str(code) for _what, code, _seconds in rows})
            longest = max(seconds for _what, _code, seconds in rows)
            print(f"{family:34}{len(rows):4}  {longest:5.1f} s  {', '.join(codes)}")
    taken = [
        (family, what)
        for family, rows in outcomes.items()
        for what, code, _seconds in rows
        if code is None
    ]
    assert taken == []


def test_there_are_three_hundred_of_them():
    assert sum(len(list(make())) for make in hostile.FAMILIES.values()) >= 300


def test_a_form_of_good_faith_passes_the_same_door():
    found = call.call("form", BLANK, kind="volet_1")
    assert found["format"] == "blank"
    assert len(found["ties"]) == len(found["places"])


def test_a_process_that_never_ends_is_ended():
    with pytest.raises(DocumentError) as refusal:
        call.call("form", hostile_templates.word(LOOP), seconds=1, kind="volet_1")
    assert refusal.value.problems[0].code == "too_heavy"


LOOP = "{% for i in range(99999) %}" * 3 + "a" + "{% endfor %}" * 3
