# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ways a recall is proposed, mailed and told: which, on what days, by whom."""

import itertools
import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
#: What is done, in this order; "noted" is a call without a line, entered later.
ORDERS = {
    "mail, call": ("mail", "call"),
    "call, mail": ("call", "mail"),
    "mail alone": ("mail",),
    "call alone": ("call",),
    "refused mail, call": ("refused", "call"),
    "two failed calls, mail": ("failed", "failed", "mail"),
    "mail, call taken back": ("mail", "call", "taken back"),
    "mail, the agency calls": ("mail", "incoming"),
    "mail, call noted": ("mail", "noted"),
}
#: When it is opened (UTC), and the time from one step to the next.
DAYS = {
    "Christmas": (datetime(2026, 12, 25, 9, 15), timedelta(minutes=2)),
    "1 May": (datetime(2027, 5, 1, 16, 40), timedelta(minutes=2)),
    "Sunday 03:00": (datetime(2027, 6, 13, 1, 0), timedelta(minutes=2)),
    # 01:59 in Paris; two minutes later it is 03:01, as 02:00 to 02:59 is missing
    "missing hour": (datetime(2027, 3, 28, 0, 59), timedelta(minutes=2)),
    # 02:30 in Paris; an hour later it is 02:30 once more
    "hour twice": (datetime(2027, 10, 31, 0, 30), timedelta(minutes=30)),
}
CALLERS = ("preparer", "manager", "PR", "PRI", "reader on duty", "administrator")
ROADS = ("action", "volet", "letter", "call")
CASES = ("real", "exercise")
#: Steps in which a person is reached.
TOLD = {"call", "incoming", "noted"}


def rows():
    """Return the rows to walk: each pair of values at least once; all of the
    product when the environment says ``ANSM_FULL=1``."""
    product = [
        row
        for row in itertools.product(ORDERS, DAYS, CALLERS, ROADS, CASES)
        if _is_possible(*row)
    ]
    return product if os.environ.get("ANSM_FULL") == "1" else covering(product)


def _is_possible(order, _day, caller, road, case):
    # no mail server is asked in an exercise
    refused = case == "exercise" and "refused" in ORDERS[order]
    # who may not call opens nothing by a call, and has none to take back
    called = road == "call" or "taken back" in ORDERS[order]
    return not refused and not (called and caller == "administrator")


def covering(product):
    """Return a few rows in which each pair of values of the product stands."""
    pairs = {row: set(itertools.combinations(enumerate(row), 2)) for row in product}
    left, found = set().union(*pairs.values()), []
    while left:
        best = max(product, key=lambda row: len(pairs[row] & left))
        found.append(best)
        left -= pairs[best]
    return found


def is_complete(order, caller):
    """Whether what is done makes the proposal complete: both, and only both."""
    steps = set(ORDERS[order])
    told = TOLD & steps and "taken back" not in steps and caller != "administrator"
    return bool("mail" in steps and told)


def in_paris(moment):
    """Return a naive UTC moment as a French screen says it; of an hour that comes
    twice, which one it is."""
    local = _local(moment)
    words = local.strftime("%d/%m/%Y %H h %M")
    hour = timedelta(hours=1)
    twins = (_local(moment + hour), _local(moment - hour))
    if any(one.replace(tzinfo=None) == local.replace(tzinfo=None) for one in twins):
        zone = local.strftime("%z")
        words += f" (UTC{zone[:3]}:{zone[3:]})"
    return words


def _local(moment):
    return moment.replace(tzinfo=UTC).astimezone(PARIS)


def table(lines):
    """Return lines of cells as a text in columns."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
