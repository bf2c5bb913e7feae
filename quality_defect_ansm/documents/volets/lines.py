# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a volet is made of: lines and tables, each with its French label.

One entry here prints a fact in the form, fills it from the case, lists it when a
final version misses it, and names it when it changed between two versions.
"""

from dataclasses import dataclass
from functools import cached_property

#: A final version cannot go without it.
REQUIRED = "required"
#: A final version says it, or says « sans objet » and why.
STATED = "stated"
#: Printed when there is something to say.
OPTIONAL = "optional"
#: Printed always; empty or not, nothing is missing.
SHOWN = "shown"

#: How a line is printed and compared.
TEXT, BOXES, PERSON = "text", "boxes", "person"

TITLE = "Fiche enquête de signalement d’un défaut de qualité"
MARK = "Modèle reconstitué – vérifier la fiche en vigueur"
#: What is printed in the margins, and on which form.
HEAD = ("agency", "exercise")


@dataclass(frozen=True)
class Line:
    """A fact of a volet.

    :ivar key: its name in the content, and in the form's placeholders
    :ivar label: French, as on the agency's form
    :ivar field: path from the case to the field it is read from, and to which a
        person is sent when it is missing; with ``made``, only the latter
    :ivar options: of boxes: (key, French)
    :ivar joined: stands in the row of the line before, under it
    :ivar text: Jinja of the value, when not the usual one of its kind
    """

    key: str
    label: str
    field: str = ""
    need: str = STATED
    kind: str = TEXT
    options: tuple = ()
    made: bool = False
    joined: bool = False
    compared: bool = True
    long: bool = False
    text: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table; ``field`` is read from the row's record."""

    key: str
    label: str
    width: float
    field: str = ""
    need: str = OPTIONAL
    made: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of the same kind, one per record of the case's ``field``.

    :ivar one: what a row is called, in front of what ``identity`` says of it
    :ivar caption: stands above it
    :ivar note: Jinja of what stands under it
    :ivar when: Jinja condition to print it
    :ivar none: what is said when it has no row, if not that it is not known yet
    """

    key: str
    label: str
    one: str
    field: str
    columns: tuple
    identity: str
    need: str = STATED
    caption: bool = True
    note: str = ""
    when: str = ""
    compared: bool = True
    none: str = ""


@dataclass(frozen=True)
class Section:
    """A numbered part of the form: lines and tables in their order."""

    title: str
    parts: tuple


@dataclass(frozen=True)
class Layout:
    """All that a volet asks.

    :ivar mark: stands on each page: what the form is
    """

    part: str
    note: str
    sections: tuple
    title: str = TITLE
    mark: str = MARK

    def _parts(self, kind):
        return [
            part
            for section in self.sections
            for part in section.parts
            if isinstance(part, kind)
        ]

    @cached_property
    def lines(self):
        """Its lines, in order."""
        return self._parts(Line)

    @cached_property
    def tables(self):
        """Its tables, in order."""
        return self._parts(Table)

    @cached_property
    def keys(self):
        """The keys of its content, without the signatures."""
        tables = [one.key for one in self.tables]
        gaps = [f"{one.key}_gap" for one in self.tables if one.field]
        return {*HEAD, *(one.key for one in self.lines), *tables, *gaps}
