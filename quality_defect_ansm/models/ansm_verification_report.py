# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from typing import NamedTuple

from odoo.tools import SQL

#: Longest part of a value that a sentence shows.
SHOWN = 80


class Chain(NamedTuple):
    """A chain as the database has it, whatever was done to it."""

    id: int
    code: str
    kind: str
    company_id: int
    declaration_id: int
    length: int
    head: str
    owner: str

    @property
    def name(self):
        return f"{self.owner} ({self.code})" if self.owner else self.code


class Link(NamedTuple):
    """A link as the database has it; ``sealed`` is the parsed text of its rows."""

    id: int
    seq: int
    at: object
    previous: str
    hash: str
    hash_version: int
    res_model: str
    late: bool
    rows: str

    def parsed(self):
        """Return [(row id, {column: value})], empty when the text was spoilt."""
        try:
            found = json.loads(self.rows)
            return [(row_id, dict(row)) for row_id, row in found if is_id(row_id)]
        except (TypeError, ValueError):
            return []


class Report:
    """What a verification finds: sentences, the first broken link, some counts.

    It reads by SQL, so that no cache and no override stands in between.
    """

    def __init__(self, env):
        self.env = env
        self.problems, self.answers = [], []
        self.links = self.rows = self.pending = 0
        self._broken = {}

    def say(self, sentence, chain=None, link=None):
        """Record a problem, once; one of a link names the link."""
        if sentence not in self.problems:
            self.problems.append(sentence)
        if chain and link:
            seq, _words = self._broken.get(chain.id, (link.seq + 1, ""))
            if link.seq < seq:
                self._broken[chain.id] = link.seq, sentence

    def first(self):
        """Return the first broken link in words, else the first problem."""
        broken = [words for _seq, words in self._broken.values()]
        return (broken or self.problems or [""])[0]

    def place(self, chain, link):
        """Return which link it is, in words; its moment is UTC."""
        return self.env._(
            "link %(seq)s of the chain %(chain)s, of %(at)s UTC",
            seq=link.seq,
            chain=chain.name,
            at=link.at,
        )

    def record(self, model_name, row_id, sealed=None):
        """Return how a sentence names a record: also one that is gone.

        :param sealed: its row as it was sealed, which may hold a file's name
        """
        label = self.env["ir.model"]._get(model_name).name or model_name
        name = (sealed or {}).get("name")
        return f"{label} {row_id} ({model_name})" + (f" “{name}”" if name else "")

    def chains(self, where):
        """Return the chains under a condition on ``chain``, the highest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT chain.id, chain.code, chain.kind, chain.company_id,
                       chain.declaration_id, chain.length, chain.head,
                       COALESCE(cases.name, company.name, current_database())
                  FROM ansm_chain chain
                  LEFT JOIN ansm_declaration cases ON cases.id = chain.declaration_id
                  LEFT JOIN res_company company ON company.id = chain.company_id
                 WHERE %s ORDER BY chain.id
                """,
                where,
            )
        )
        # what is neither was falsified: it is looked at all the same
        order = ("database", "company", "case")
        found = [Chain(*row) for row in rows]
        return sorted(found, key=lambda one: [one.kind != kind for kind in order])

    def batch(self, where, limit=None):
        """Return the links under a condition on ``link``, in their order."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT link.id, link.seq, link.at, link.previous, link.hash,
                       link.hash_version, link.res_model, link.late, link.rows
                  FROM ansm_chain_link link WHERE %s ORDER BY link.seq LIMIT %s
                """,
                *(where, limit),
            )
        )
        return [Link(*row) for row in rows]


def is_id(value):
    """Tell whether a value of a spoilt text may stand for an id or a number.

    >>> is_id(12), is_id("12"), is_id(2**40)
    (True, False, False)
    """
    return isinstance(value, int) and 0 <= value < 2**31


def shown(value):
    """Return a value as a sentence shows it: short.

    >>> shown(["sha256", "ab" * 32, 12])
    'SHA-256 abababababababababababababababababababababababababababababababab'
    >>> shown(None), shown("x" * 100)[-2:]
    ('–', 'x…')
    """
    if value is None:
        return "–"
    if isinstance(value, list):
        return f"SHA-256 {value[1]}"
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
