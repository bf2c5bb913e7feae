# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A table of a form: which text names which cell."""

import re
from functools import cached_property

from docx.oxml.ns import qn

from . import atoms


def own_paragraphs(tc):
    """Return the paragraphs of a cell, without those of tables inside it."""
    return [
        one for one in tc.iter(qn("w:p")) if next(one.iterancestors(qn("w:tc"))) is tc
    ]


class Cell:
    """A cell: its element, its place in the grid, its text."""

    def __init__(self, tc, row, start):
        self.tc, self.row, self.start = tc, row, start
        self.end = start + tc.grid_span
        self.merged = tc.vMerge == "continue"
        self.text = "\n".join(atoms.text(one) for one in own_paragraphs(tc)).strip()
        self.label = "" if re.search(f"[{atoms.BOXES}]", self.text) else self.text
        self.label = self.label.replace(atoms.CONTROL, "").strip()

    @property
    def to_fill(self):
        """Whether it waits for something: empty, or holding controls alone."""
        empty = not self.text.replace(atoms.CONTROL, "").strip()
        return empty and not self.merged


class Grid:
    """The rows of a table, and the labels of its cells."""

    def __init__(self, table):
        self.table = table
        self.rows = [self._row(tr, number) for number, tr in enumerate(self._trs())]

    def _trs(self):
        for tr in self.table.iter(qn("w:tr")):
            if next(tr.iterancestors(qn("w:tbl"))) is self.table:
                yield tr

    def _row(self, tr, number):
        cells, start = [], 0
        for tc in tr.iter(qn("w:tc")):
            if next(tc.iterancestors(qn("w:tr"))) is tr:
                cells.append(Cell(tc, number, start))
                start = cells[-1].end
        return cells

    @cached_property
    def cells(self):
        """Its cells, by element."""
        return {cell.tc: cell for row in self.rows for cell in row}

    def left(self, cell):
        """Return the text just left of a cell, the merged one above it included."""
        for other in self.rows[cell.row]:
            if other.end == cell.start:
                return self._merged_text(other)
        return ""

    def right(self, cell):
        """Return the cell just right of a cell, None at the end of the row."""
        row = self.rows[cell.row]
        return next((one for one in row if one.start == cell.end), None)

    def first(self, cell):
        """Return the text the row of a cell begins with."""
        first = self.rows[cell.row][0]
        return self._merged_text(first) if first is not cell else ""

    def below(self, cell):
        """Return the cell just below, when it spans the same columns."""
        for one in self.rows[cell.row + 1] if cell.row + 1 < len(self.rows) else ():
            if (one.start, one.end) == (cell.start, cell.end):
                return one
        return None

    def heading(self, cell):
        """Return what stands above a cell in the heading rows, widest first."""
        texts = []
        for number in range(cell.row - 1, -1, -1):
            row = self.rows[number]
            if all(one.to_fill for one in row) and not texts:
                continue
            if len(row) == 1 < len(self.rows[cell.row]) or self._waits(row):
                break
            above = self._above(cell, row)
            said = self._merged_text(above) if above else ""
            if said and said not in texts:
                texts.insert(0, said)
        return " ".join(texts[-2:])

    def title(self, cell):
        """Return the text of the nearest row above that is one cell wide."""
        for number in range(cell.row - 1, -1, -1):
            row = self.rows[number]
            if len(row) == 1 and row[0].label:
                return row[0].label
        return ""

    def repeats(self, cell):
        """Whether the row of a cell is one of those a list of values fills."""
        row = self.rows[cell.row]
        wide = len(row) > 1 and all(one.to_fill for one in row)
        return wide and bool(self.heading(cell))

    def _waits(self, row):
        return any(one.to_fill for one in row) or any(
            atoms.CONTROL in one.text for one in row
        )

    def _above(self, cell, row):
        return next((one for one in row if one.start <= cell.start < one.end), None)

    def _merged_text(self, cell):
        while cell.merged and cell.row:
            above = self._above(cell, self.rows[cell.row - 1])
            if above is None:
                break
            cell = above
        return cell.label
