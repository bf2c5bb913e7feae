# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Write in one place of a form, in the look of what is typed there."""

import copy

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from . import atoms, places

CHECKED = "{http://schemas.microsoft.com/office/word/2010/wordml}checked"
VALUE = "{http://schemas.microsoft.com/office/word/2010/wordml}val"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What is drawn to be written on, after a label.
LEADER = " \u00a0\t._…"


class Spot:
    """A place in the XML of a form."""

    def __init__(self, paragraph, address):
        self.paragraph, self.address = paragraph, address
        self.atoms = atoms.atoms(paragraph)

    @classmethod
    def of(cls, roots, place_id):
        """Return the place an id says, in the parts of a form."""
        address = places.Address.of(place_id)
        paragraphs = places.paragraphs(roots[address.part])
        return cls(paragraphs[address.paragraph], address)

    @property
    def position(self):
        """Which character of its paragraph marks it."""
        chars = places.CHARS.get(self.address.kind, "")
        found = [n for n, one in enumerate(self.atoms) if one.char in chars]
        return found[self.address.number] if chars else 0

    def put(self, said):
        """Write a text, or tick a box."""
        kind = self.address.kind
        if kind == places.BOX:
            self._tick(said)
        elif kind == places.CONTROL:
            self._control(said)
        elif kind == places.CELL:
            self.paragraph.append(run(said, self._look()))
        else:
            self._after(said)

    def _tick(self, on):
        if not on:
            return
        atom = self.atoms[self.position]
        atom.node.text = _replaced(atom, atoms.TICKED)
        if atoms.is_checkbox(atom.control):
            next(atom.control.iter(CHECKED)).set(VALUE, "1")

    def _control(self, said):
        control = self.atoms[self.position].control
        placeholder = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
        if placeholder is not None:
            placeholder.getparent().remove(placeholder)
        content = control.find(qn("w:sdtContent"))
        holder = next(content.iter(qn("w:p")), content)
        for one in list(content.iter(qn("w:r"))):
            one.getparent().remove(one)
        holder.append(run(said, self._look()))

    def _look(self):
        """Return the look of the paragraph's mark: that of what one types there."""
        look = self.paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        return copy.deepcopy(look) if look is not None else None

    def _after(self, said):
        """Write after a label, in the place of its dots and room."""
        at = self.position
        end = at + 1
        while end < len(self.atoms) and self.atoms[end].char in LEADER:
            end += 1
        # from the end: each character taken out moves those after it
        for atom in reversed(self.atoms[at + 1 : end]):
            if atom.node is not None:
                atom.node.text = _replaced(atom, "")
        label = self.atoms[at]
        holder = next(label.node.iterancestors(qn("w:r")))
        _split(holder, label.node, label.offset + 1)
        look = copy.deepcopy(holder.find(qn("w:rPr")))
        for bold in look.findall(qn("w:b")) if look is not None else []:
            look.remove(bold)
        room = "" if end == len(self.atoms) else "   "
        holder.addnext(run(f" {said}{room}", look))


def _replaced(atom, char):
    text = atom.node.text
    return text[: atom.offset] + char + text[atom.offset + 1 :]


def _split(holder, node, offset):
    """Cut a run after a character of one of its texts."""
    rest, number = copy.deepcopy(holder), list(holder).index(node)
    for child in list(holder)[number + 1 :]:
        holder.remove(child)
    for child in list(rest)[:number]:
        if child.tag != qn("w:rPr"):
            rest.remove(child)
    text = next(rest.iter(qn("w:t")))
    text.text, node.text = node.text[offset:], node.text[:offset]
    for one in (node, text):
        one.set(SPACE, "preserve")
    holder.addnext(rest)


def run(text, look=None):
    """Return a run of a text, its lines broken as Word breaks them."""
    made = OxmlElement("w:r")
    if look is not None:
        made.append(look)
    for number, line in enumerate(text.splitlines()):
        if number:
            made.append(OxmlElement("w:br"))
        node = OxmlElement("w:t")
        node.text = line
        node.set(SPACE, "preserve")
        made.append(node)
    return made
