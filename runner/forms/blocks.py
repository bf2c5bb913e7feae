# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a form is made of; its texts hold Jinja placeholders, lines make paragraphs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A label and its value.

    ``when`` is the condition to print it, always when empty; ``long`` lets a page
    end inside it.
    """

    label: str
    text: str
    when: str = ""
    long: bool = False


@dataclass(frozen=True)
class Each:
    """Rows printed for each element of a list, called ``name`` in them."""

    name: str
    of: str
    rows: list


@dataclass(frozen=True)
class Grid:
    """A table with one line per element of a list, its heading on each page.

    ``columns`` are (label, text, width in millimetres); ``caption`` stands above
    it, ``note`` under it; ``when`` is the condition to print it, always when empty.
    """

    name: str
    of: str
    columns: list
    note: str = ""
    caption: str = ""
    when: str = ""


@dataclass(frozen=True)
class Form:
    """A form: its titles, what stands on each page, its sections.

    ``stamps`` are (condition, text), printed on each page; ``sections`` are
    (title, a list of rows and grids), numbered in their order.
    """

    title: str
    part: str
    mark: str
    notes: list
    header: list
    stamps: list
    footer: str
    sections: list
