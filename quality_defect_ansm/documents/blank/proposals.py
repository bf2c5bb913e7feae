# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Propose, by its label, what each place of a blank form is filled with."""

from ..volets import LAYOUTS
from ..volets.lines import BOXES, PERSON, TEXT
from ..volets.names import AND, COLUMN, PARTS_OF_PERSON, names
from . import places
from .labels import SYNONYMS, likeness

#: Less alike than this, nothing is proposed: a person ties it.
ENOUGH = 0.65


def propose(kind, found):
    """Return {id of a place: path of a name} for the places whose label is known.

    :param kind: ``volet_1`` or ``volet_2``
    :param found: list of :class:`.places.Place`, in reading order
    """
    proposer = _Proposer(kind)
    ties = {}
    by_paragraph = {}
    for place in found:
        by_paragraph.setdefault(place.paragraph, []).append(place)
    for group in by_paragraph.values():
        boxes = [one for one in group if one.kind == places.BOX]
        ties |= proposer.boxes(boxes) if boxes else {}
        for place in group:
            if place.kind != places.BOX:
                ties[place.id] = proposer.text(place)
    return {place_id: path for place_id, path in ties.items() if path}


class _Proposer:
    """Compares labels with those of one volet."""

    def __init__(self, kind):
        self.names = names(kind)
        self.lines = {line.key: line for line in LAYOUTS[kind].lines}
        self.tables = {table.key: table for table in LAYOUTS[kind].tables}
        joined = {path.split(AND)[0] for path in self.names if AND in path}
        self.candidates = {
            path: self._labels(path)
            for path, name in self.names.items()
            if name.shape == TEXT and path not in joined
        }
        for path in joined:
            self.candidates[path] = SYNONYMS.get(path, ())
        self.columns = {
            path: self._labels(path)
            for path, name in self.names.items()
            if name.shape == COLUMN
        }
        self.people = [one.key for one in self.lines.values() if one.kind == PERSON]
        self.choices = [one for one in self.lines.values() if one.kind == BOXES]

    def _labels(self, path):
        """Return the labels of a name: the volet's own, then its synonyms."""
        if "." in path and self.names[path].shape == COLUMN:
            own = self.names[path].label.split(" – ")[-1]
        else:
            line = self.lines.get(path.split(AND)[0])
            own = line.label if line else self.names[path].label
        return (own, *SYNONYMS.get(path, ()))

    def text(self, place):
        """Return the path of the name a text place is for, None when unknown."""
        person = self._person(place)
        if person:
            return person
        pools = [self.columns, self.candidates]
        if not place.repeats:
            pools.reverse()
        for pool in pools:
            path, score = self._best(place, pool)
            if score >= ENOUGH:
                return path
        return None

    def _best(self, place, pool):
        best, most = None, 0
        for path, labels in pool.items():
            score = _alike(place.labels, labels) + 0.01 * self._near(place, path)
            if score > most:
                best, most = path, score
        return best, most

    def _near(self, place, path):
        """Return how near the words around a place are to a name's section."""
        around = " ".join(place.contexts)
        key = path.split(".")[0]
        said = [self.names[path].section]
        said += [self.tables[key].label] if key in self.tables else []
        return max(likeness(around, one) for one in said)

    def _person(self, place):
        """Return the path of a person's name or telephone, by who stands around."""
        whole = {key: self._labels(key) for key in self.people}
        parts = {part: (french,) for part, french in PARTS_OF_PERSON.items()}
        part = _most(place.labels, parts)
        if not part:
            return None
        for around in place.contexts:
            who = _most([around], whole)
            if who:
                return f"{who}.{part}"
        return None

    def boxes(self, group):
        """Return the ties of the boxes of a paragraph.

        Their words stand after them, or before: as more of them are then known.
        """
        ways = []
        for side in (0, 1):
            tied = {one.id: self._box(one, side) for one in group}
            ways.append({key: path for key, path in tied.items() if path})
        return max(ways, key=lambda tied: (len(tied), len(set(tied.values()))))

    def _box(self, place, side):
        label = place.labels[side] if side < len(place.labels) else ""
        best, most = None, 0
        for around_number, around in enumerate(place.contexts):
            for line in self.choices:
                asked = _alike([around], self._labels(line.key))
                for key, french in line.options:
                    path = f"{line.key}.{key}"
                    answer = _alike([label], (french, *SYNONYMS.get(path, ())))
                    # the nearest words around count first
                    score = asked + answer - 0.05 * around_number
                    if min(asked, answer) >= ENOUGH and score > most:
                        best, most = path, score
        return best


def _alike(said, labels):
    return max(
        (likeness(one, other) for one in said for other in labels),
        default=0,
    )


def _most(said, pool):
    """Return the key of the labels most alike, None when none is enough."""
    scores = {key: _alike(said, labels) for key, labels in pool.items()}
    best = max(scores, key=scores.get, default=None)
    return best if best and scores[best] >= ENOUGH else None
