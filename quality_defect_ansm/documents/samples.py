# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Volets made up to try a form with: full, nearly empty, long, with awkward marks."""

from .volets import LAYOUTS
from .volets.lines import BOXES, PERSON
from .volets.names import AGENCY, PARTS_OF_PERSON, VISA

#: The ids of the samples, the one that is shown first.
FULL, FIRST, LONG, MARKS = "full", "first", "long", "marks"
#: What Word, Jinja, XML or HTML might take for theirs.
AWKWARD = "< b & c > « é è œ » {{ x }} {% y %} 50 % \\ 'a' \"b\""
GAP = "non renseigné à ce stade"


def contents(kind):
    """Return {id: content} of the samples of a volet, signatures included."""
    full = content(kind)
    return {
        FULL: full,
        FIRST: _first(kind, full),
        LONG: {**full, **_texts(kind, "fissure du flacon, constat répété ; " * 20)},
        MARKS: {**full, **_texts(kind, AWKWARD)},
    }


def content(kind):
    """Return a content with a value for every line, three rows in each table."""
    layout = LAYOUTS[kind]
    lines = {line.key: _value(line) for line in layout.lines}
    tables = {table.key: _rows(table) for table in layout.tables}
    gaps = {f"{table.key}_gap": "" for table in layout.tables if table.field}
    return {
        **lines,
        **tables,
        **gaps,
        "version": "1",
        "exercise": False,
        "agency": {part: f"Agence ({french})" for part, french in AGENCY.items()},
        "signatures": _rows(VISA, 1),
    }


def _value(line):
    if line.kind == PERSON:
        parts = PARTS_OF_PERSON.items()
        return {part: f"{line.label} ({french})" for part, french in parts}
    if line.kind == BOXES:
        first = {key: not number for number, (key, _f) in enumerate(line.options)}
        return {**first, "gap": ""}
    return f"{line.label} (exemple)"


def _rows(table, count=3):
    # the source first: rows of the same one are named together
    return [
        {
            **{one.key: f"{one.label} {number}" for one in table.columns},
            "source": f"source {number}",
        }
        for number in range(1, count + 1)
    ]


def _texts(kind, text):
    lines = LAYOUTS[kind].lines
    return {line.key: text for line in lines if line.long}


def _first(kind, full):
    """Return a first sending: no number, no list, no box ticked, not signed."""
    empty = {}
    for line in LAYOUTS[kind].lines:
        if line.kind == BOXES:
            empty[line.key] = {key: False for key, _f in line.options} | {"gap": GAP}
        elif line.kind != PERSON:
            empty[line.key] = ""
    tables = {table.key: [] for table in LAYOUTS[kind].tables}
    gaps = {key: GAP for key in full if key.endswith("_gap")}
    kept = {key: full[key] for key in ("version", "status", "case_reference")}
    return {**full, **empty, **tables, **gaps, **kept, "signatures": []}
