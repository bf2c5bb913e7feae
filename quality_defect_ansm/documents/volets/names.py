# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""All that a form may print, by name: what a cell is tied to, what a placeholder names.

Made from the lines and tables of the volets: a field added there is here.
"""

import re
from dataclasses import dataclass
from functools import cache

from . import LAYOUTS
from .changes import shown
from .lines import BOXES, PERSON, TEXT, Column, Table

#: What a name stands for: a text, a box to tick, a column of a table.
BOX, COLUMN = "box", "column"
#: Between two names printed one under the other.
AND = " + "

PARTS_OF_PERSON = {
    "name": "nom",
    "phone": "téléphone",
    "mobile": "mobile",
    "email": "courriel",
}
AGENCY = {
    "name": "nom",
    "department": "service",
    "address": "adresse postale",
    "email": "courriel",
}
#: One row per signature; what 21 CFR 11.50 wants shown on every copy.
VISA = Table(
    "signatures",
    "Visa",
    "Signature",
    "",
    (
        Column("signed_at", "Date", 40),
        Column("name", "Nom", 40),
        Column("role", "Qualité", 40),
        Column("meaning", "Visa", 40),
        Column("content_sha256", "Empreinte SHA-256 du contenu", 40),
        Column("preview_sha256", "Empreinte SHA-256 du Word présenté", 40),
        Column("chain_head", "Tête de la chaîne de preuves", 40),
    ),
    "name",
)


@dataclass(frozen=True)
class Name:
    """Something a form may print.

    :ivar path: its name in the content; several, joined by ``AND``
    :ivar label: French, as on the agency's form
    :ivar shape: ``text``, ``box`` or ``column``
    :ivar section: the part of the volet it stands in
    :ivar whole: a person's lines or the ticked boxes, as one text: for places only
    """

    path: str
    label: str
    shape: str
    section: str
    whole: bool = False

    @property
    def placeholder(self):
        """How a docxtpl template prints it; empty for a whole."""
        if self.whole:
            return ""
        if self.shape == COLUMN:
            table, key = self.path.split(".")
            return f"{{%tr for row in {table} %}} {{{{ row.{key} }}}} {{%tr endfor %}}"
        if self.shape == BOX:
            return f"{{{{ '☒' if {self.path} else '☐' }}}}"
        return " ".join(f"{{{{ {one} }}}}" for one in self.path.split(AND))


@cache
def names(kind):
    """Return all the names of a volet, by path, in the order of the form.

    :param kind: ``volet_1`` or ``volet_2``
    """
    found = []
    for section in LAYOUTS[kind].sections:
        before = None
        for part in section.parts:
            if isinstance(part, Table):
                found += _of_table(part, section.title)
                continue
            found += _of_line(part, section.title)
            if part.joined and before:
                path = f"{before.key}{AND}{part.key}"
                label = f"{before.label} ; {part.label}"
                found.append(Name(path, label, TEXT, section.title))
            before = part
    found += _of_table(VISA, "Date, nom, qualité, visa")
    for key, french in AGENCY.items():
        found.append(Name(f"agency.{key}", f"Agence – {french}", TEXT, "Agence"))
    found.append(Name("exercise", "Exercice", BOX, "Dossier"))
    return {one.path: one for one in found}


def _of_line(line, section):
    if line.kind == PERSON:
        yield Name(line.key, f"{line.label} – tout", TEXT, section, True)
        for part, french in PARTS_OF_PERSON.items():
            label = f"{line.label} – {french}"
            yield Name(f"{line.key}.{part}", label, TEXT, section)
    elif line.kind == BOXES:
        label = f"{line.label} – en toutes lettres"
        yield Name(line.key, label, TEXT, section, True)
        for key, french in line.options:
            label = f"{line.label} – {french}"
            yield Name(f"{line.key}.{key}", label, BOX, section)
    else:
        yield Name(line.key, line.label, TEXT, section)


def _of_table(table, section):
    title = re.sub(r"\{\{.*?\}\}", "…", table.label)
    for column in table.columns:
        label = f"{title} – {column.label}"
        yield Name(f"{table.key}.{column.key}", label, COLUMN, section)


def value(kind, content, path):
    """Return what a name stands for in a content.

    :return: text of a text, bool of a box, list of texts of a column
    """
    name = names(kind)[path]
    if name.shape == BOX:
        return bool(_reach(content, path))
    if name.shape == COLUMN:
        table, key = path.split(".")
        return [row.get(key) or "" for row in content.get(table) or []]
    texts = (_text(kind, content, one) for one in path.split(AND))
    return "\n".join(one for one in texts if one)


def _text(kind, content, path):
    line = next((one for one in LAYOUTS[kind].lines if one.key == path), None)
    found = _reach(content, path)
    if line and line.kind == PERSON:
        return _person(found or {})
    return shown(line, found) if line else found or ""


def _person(person):
    first, *others = (person.get(part) or "" for part in PARTS_OF_PERSON)
    words = [french.capitalize() for french in PARTS_OF_PERSON.values()][1:]
    told = (
        f"{word} : {text}" for word, text in zip(words, others, strict=True) if text
    )
    return "\n".join([first, *told])


def _reach(content, path):
    for key in path.split("."):
        content = (content or {}).get(key)
    return content
