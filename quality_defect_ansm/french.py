# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""French wording of dates, times and quantities, for what leaves for the agency.

Plain functions, no ORM. What leaves is French whatever the user's language; the
zone and its offset are always shown (EU GMP Annex 11: server time, with its zone).
"""

import re

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

#: What an empty line of a non-final version reads.
NOT_KNOWN_YET = "non renseigné à ce stade"

#: What an empty detail of a final version reads, where nothing is asked.
NOTHING = "–"

#: How the zone is called in a French text, for the zones of the French company.
ZONES = {"Europe/Paris": "heure de Paris"}


def date(day):
    """Return a date as on an official form.

    >>> import datetime
    >>> date(datetime.date(2026, 3, 31))
    '31/03/2026'
    """
    # the same in all languages: a calendar tells thousands
    return day.strftime("%d/%m/%Y") if day else ""


def hour(moment):
    """Return an hour as it is said and written in French.

    >>> import datetime
    >>> hour(datetime.datetime(2026, 4, 3, 9, 12))
    '09 h 12'
    """
    return moment.strftime("%H h %M")


def date_hour(aware):
    """Return a day and its hour, short, of an aware datetime.

    >>> import datetime
    >>> date_hour(datetime.datetime(2026, 4, 3, 9, 12))
    '03/04/2026 09 h 12'

    Of an hour that comes twice, in the night of the change, which one it is.

    >>> from zoneinfo import ZoneInfo
    >>> paris = ZoneInfo("Europe/Paris")
    >>> date_hour(datetime.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=paris))
    '25/10/2026 02 h 30 (UTC+01:00)'
    """
    first, second = (aware.replace(fold=one).utcoffset() for one in (0, 1))
    which = f" ({offset(aware)})" if first != second else ""
    return f"{date(aware)} {hour(aware)}{which}"


def offset(moment):
    """Return the offset of an aware datetime, as ``UTC+02:00``.

    >>> from datetime import datetime, timezone
    >>> offset(datetime(2026, 4, 3, tzinfo=timezone.utc))
    'UTC+00:00'
    """
    text = moment.strftime("%z")
    return f"UTC{text[:3]}:{text[3:5]}"


def moment(aware):
    """Return an aware datetime with its day, hour, zone and offset.

    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> moment(datetime(2026, 4, 3, 9, 12, tzinfo=ZoneInfo("Europe/Paris")))
    'vendredi 3 avril 2026, 09 h 12 (heure de Paris, UTC+02:00)'
    """
    if not aware:
        return ""
    zone = ZONES.get(str(aware.tzinfo), str(aware.tzinfo))
    day = format_date(aware, "EEEE d MMMM yyyy", locale="fr")
    return f"{day}, {hour(aware)} ({zone}, {offset(aware)})"


def elapsed(delta):
    """Return a duration in words, down to the minute.

    >>> import datetime
    >>> elapsed(datetime.timedelta(hours=3, minutes=12))
    '3 h 12'
    >>> elapsed(datetime.timedelta(days=2, hours=1))
    '2 j 1 h 00'
    """
    minutes = max(int(delta.total_seconds() // 60), 0)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    return f"{f'{days} j ' if days else ''}{hours} h {minutes:02d}"


def quantity(number, unit=""):
    """Return a quantity with French separators and its unit.

    >>> quantity(12500, "boîtes")
    '12\\u202f500 boîtes'
    """
    text = format_decimal(number, format="#,##0.###", locale="fr")
    return f"{text} {unit}".strip()


def countries(codes):
    """Return the French names of countries, in French order.

    >>> countries(["MA", "BE"])
    'Belgique, Maroc'
    """
    names = Locale("fr").territories
    return ", ".join(sorted(names[code] for code in codes if code))


def speaks_of_recall(text):
    """Tell whether a French text speaks of a recall, whatever it says of it.

    >>> speaks_of_recall("Nous proposons le Rappel du lot")
    True
    >>> speaks_of_recall("Nous enquêtons")
    False
    """
    return bool(re.search(r"\brappel", text or "", re.IGNORECASE))


def stock_source(aware):
    """Say that a figure comes from the stock, and of when it is."""
    read = f", au {moment(aware)}" if aware else ""
    return f"mouvements de stock réalisés, nets des retours{read}"
