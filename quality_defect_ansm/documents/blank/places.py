# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Find what a blank form waits for: empty cells, boxes, controls, labels with nothing
after them."""

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.parser import element_class_lookup
from lxml import etree

from .. import package
from ..reading import SKIPPED
from . import atoms
from .grids import Grid, own_paragraphs

CELL, BOX, CONTROL, AFTER = "cell", "box", "control", "after"

#: What marks a place of a kind in a paragraph's text.
CHARS = {BOX: atoms.BOXES, CONTROL: atoms.CONTROL, AFTER: ":"}
#: Where a form shows text: its body, its headers and footers.
PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml$")
#: What is drawn to be written on.
LEADER = re.compile(r"[\s._…]*")
#: So much between two labels of a line is room to write.
ROOM = 2
TOKEN = re.compile(f"[{atoms.BOXES}{atoms.CONTROL}:]")


@dataclass
class Place:
    """Something to fill in a blank form.

    :ivar id: part, number of the paragraph in it, kind, number in the paragraph
    :ivar kind: ``cell``, ``box``, ``control`` or ``after`` (a label)
    :ivar labels: what may be its label, the likeliest first
    :ivar contexts: what stands around it, the nearest first
    :ivar repeats: whether its row is one of a list's
    """

    id: str
    kind: str
    labels: list
    contexts: list = field(default_factory=list)
    repeats: bool = False

    @property
    def paragraph(self):
        """Part and number of its paragraph."""
        return self.id.split("/", 1)[0]


@dataclass(frozen=True)
class Address:
    """Where a place is: the part's name, the paragraph's number, which of its kind."""

    part: str
    paragraph: int
    kind: str
    number: int

    @classmethod
    def of(cls, place_id):
        """Return the address an id says."""
        where, kind, number = place_id.split("/")
        part, paragraph = where.split("#")
        return cls(f"word/{part}.xml", int(paragraph), kind, int(number))


def trees(parts):
    """Return the XML of each part that shows text, by name."""
    # python-docx's own parser drops white space, which would change what is not ours
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parser.set_element_class_lookup(element_class_lookup)
    shown = sorted(name for name in parts if PARTS.match(name))
    return {name: etree.fromstring(parts[name], parser) for name in shown}


def paragraphs(root):
    """Return the paragraphs of a part in order; their numbers are the addresses'."""
    return [
        one
        for one in root.iter(qn("w:p"))
        if not any(parent.tag in SKIPPED for parent in one.iterancestors())
    ]


def read(blank):
    """Return the :class:`Place` list of a blank form, in reading order.

    :param blank: bytes of a .docx
    :raise DocumentError: when it is no Word file
    """
    found = []
    for name, root in trees(package.members(blank)).items():
        grids = {}
        for number, paragraph in enumerate(paragraphs(root)):
            key = f"{name[5:-4]}#{number}"
            found += _Reader(paragraph, key, grids).places()
    return found


class _Reader:
    """Reads the places of one paragraph."""

    def __init__(self, paragraph, key, grids):
        self.paragraph, self.key = paragraph, key
        self.text = atoms.text(paragraph)
        self.atoms = atoms.atoms(paragraph)
        self.grid = self.cell = None
        tc = next(paragraph.iterancestors(qn("w:tc")), None)
        if tc is not None:
            table = next(tc.iterancestors(qn("w:tbl")))
            if table not in grids:
                grids[table] = Grid(table)
            self.grid = grids[table]
            self.cell = self.grid.cells[tc]

    def places(self):
        if self.cell is not None and self._is_empty_cell():
            return self._place(CELL, 0, [], self.grid.repeats(self.cell))
        found = []
        for match in TOKEN.finditer(self.text):
            kind, labels = self._token(match)
            if kind:
                # the number counts all of its kind: the filling finds it by that
                chars = [
                    one for one in self.text[: match.start()] if one in CHARS[kind]
                ]
                repeats = kind == CONTROL and self._repeats()
                found += self._place(kind, len(chars), labels, repeats)
        return found

    def _repeats(self):
        return self.cell is not None and self.grid.repeats(self.cell)

    def _is_empty_cell(self):
        first = own_paragraphs(self.cell.tc)[:1] == [self.paragraph]
        return first and not self.cell.text and not self.cell.merged

    def _place(self, kind, number, labels, repeats=False):
        labels = [_clean(one) for one in labels]
        around = [one for one in self._around() if one not in labels]
        if kind != BOX:
            labels = [one for one in labels if one]
        if kind in (CELL, CONTROL) and not labels[:1]:
            labels, around = around[:1], around[1:]
        elif kind == CONTROL:
            labels += around[:1]
        if kind == CELL and not labels:
            return []
        place = Place(f"{self.key}/{kind}/{number}", kind, labels, around, repeats)
        return [place]

    def _token(self, match):
        """Return the kind of place at a token and its labels; no kind, no place."""
        char, at = match[0], match.start()
        if char == ":":
            return self._after(at)
        if char == atoms.CONTROL:
            control = self.atoms[at].control
            properties = control.find(qn("w:sdtPr"))
            named = [properties.find(qn(f"w:{one}")) for one in ("alias", "tag")]
            names = [one.get(qn("w:val")) for one in named if one is not None]
            return CONTROL, [self._before(at), *names]
        return BOX, self._box_labels(at)

    def _box_labels(self, at):
        """Return the words after a box and those before it; cells beside it."""
        following = TOKEN.search(self.text, at + 1)
        after = self.text[at + 1 : following.start() if following else None]
        labels = [_clean(after.split("\n")[0]), _clean(self._before(at))]
        if not any(labels) and self.cell is not None:
            right = self.grid.right(self.cell)
            labels = [right.label if right else "", self.grid.left(self.cell)]
        return labels

    def _after(self, at):
        rest = self.text[at + 1 :]
        room = LEADER.match(rest)[0]
        following = rest[len(room) :]
        if following[:1] and following[0] in atoms.BOXES + atoms.CONTROL:
            return None, []
        if following and (len(room) < ROOM or not TOKEN.search(following)):
            return None, []
        if not following and self._neighbour_waits():
            return None, []
        label = self._before(at)
        # "UE ☐ pays : …": the box's own words tell which countries
        boxes = [one for one in TOKEN.finditer(self.text, 0, at) if one[0] != ":"]
        named = self._box_labels(boxes[-1].start()) if boxes else []
        return AFTER, [f"{named[1]} {label}" if named else label, label]

    def _neighbour_waits(self):
        if self.cell is None:
            return False
        neighbours = (self.grid.right(self.cell), self.grid.below(self.cell))
        return any(one is not None and one.to_fill for one in neighbours)

    def _before(self, at):
        """Return the words between what stands before a token and the token."""
        start = 0
        for match in TOKEN.finditer(self.text, 0, at):
            start = match.end()
        if start and self.text[start - 1] == ":":
            start += len(LEADER.match(self.text[start:at])[0])
        return self.text[start:at].split("\n")[-1]

    def _around(self):
        """Return what stands around the place, the nearest first."""
        texts = []
        lead = self.text.partition(":")[0]
        if lead != self.text and not TOKEN.search(lead):
            texts.append(lead)
        if self.cell is not None:
            texts += self._around_in_table()
        texts.append(_text_above(self.grid.table if self.grid else self.paragraph))
        return list(dict.fromkeys(filter(None, map(_clean, texts))))

    def _around_in_table(self):
        grid, cell = self.grid, self.cell
        above = _text_above(self.paragraph) if cell.text else ""
        heading = grid.heading(cell)
        left = [grid.left(cell), grid.first(cell)]
        ordered = [heading, *left] if grid.repeats(cell) else [*left, heading]
        return [above, *ordered, grid.title(cell)]


def _text_above(element):
    """Return the nearest text above an element, of the same parent."""
    for one in element.itersiblings(qn("w:p"), preceding=True):
        said = _clean(atoms.text(one))
        if said and not re.search(f"[{atoms.BOXES}{atoms.CONTROL}]", said):
            return said
    return ""


def _clean(label):
    """Return a label without the punctuation and room around it."""
    text = re.sub(r"\s+", " ", label.replace(atoms.CONTROL, " "))
    return text.strip(" \t\n.…_:;,-–•") if text else ""
