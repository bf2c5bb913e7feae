# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tools import SQL

from .. import chains
from .ansm_verification_report import is_id

BELOW = "ansm.chain"
OPENING = {"opened", "kind", "company_id", "declaration_id", "name"}
TELLING = {"code", "length", "head"}


class Heads:
    """Compares chains with the heads that left them: above, outside, pasted."""

    def __init__(self, report, pasted=()):
        self.report, self.env, self.pasted = report, report.env, pasted
        self.checked = set()

    def check_told(self, above, links, only=None):
        """Check what some links say of the chains below.

        :param only: the id of one of these, when it is the only one looked at
        """
        told = [
            (link, row_id, row)
            for link in links
            if link.res_model == BELOW
            for row_id, row in link.parsed()
            if only in (None, row_id)
        ]
        if not told:
            return
        ids = [row_id for _link, row_id, _row in told]
        below = {
            one.id: one for one in self.report.chains(SQL("chain.id = ANY(%s)", ids))
        }
        told = [one for one in told if self._is_telling(above, *one)]
        hashes = self._hashes([(one[1], one[2].get("length", 0)) for one in told])
        cases = self._cases([one[2].get("declaration_id") for one in told])
        for link, row_id, row in told:
            if "opened" in row:
                self._opened(above, link, below.get(row_id), row, cases)
            else:
                found = hashes.get((row_id, row["length"]))
                self._told(above, link, below.get(row_id), row, found)

    def _is_telling(self, above, link, row_id, row):
        """Tell whether a row says what a chain says of the ones below."""
        length = row.get("length", 0)
        if row.keys() in (OPENING, TELLING) and is_id(length):
            return True
        self.report.say(
            self.env._(
                "%(place)s says of the chain %(id)s what no chain says.",
                place=self.report.place(above, link),
                id=row_id,
            ),
            *(above, link),
        )
        return False

    def _opened(self, above, link, chain, row, cases):
        """Check that a chain opened here is there, and its case."""
        names = ("code", "kind", "company_id", "declaration_id")
        said = (row["opened"], *(row[name] for name in names[1:]))
        place = self.report.place(above, link)
        if not chain or said != tuple(getattr(chain, name) for name in names):
            self.report.say(
                self.env._(
                    "The chain %(code)s of %(name)s is missing or is another one; "
                    "%(place)s opened it.",
                    code=row["opened"],
                    name=row["name"],
                    place=place,
                ),
                *(above, link),
            )
        case_id = row["declaration_id"]
        if case_id and cases.get(case_id) != row["name"]:
            self.report.say(
                self.env._(
                    "The case %(name)s (ansm.declaration %(id)s) is missing or was "
                    "renamed; %(place)s opened its chain.",
                    name=row["name"],
                    id=case_id,
                    place=place,
                ),
                *(above, link),
            )

    def _told(self, above, link, chain, row, found):
        """Check that a chain still has, at that length, the head it told."""
        if not chain or not row["length"] or found == row["head"]:
            return
        self.report.say(
            self._not_the_same(chain, row["length"], found)
            + " "
            + self.env._("Told by %s.", self.report.place(above, link)),
            *(above, link),
        )

    def _not_the_same(self, chain, length, found):
        if found is None:
            return self.env._(
                "The chain %(chain)s had %(length)s links once and has fewer: its tail "
                "was cut.",
                chain=chain.name,
                length=length,
            )
        return self.env._(
            "The chain %(chain)s had another link %(length)s once: it was changed and "
            "recomputed, from that link or an earlier one on.",
            chain=chain.name,
            length=length,
        )

    def check_left(self, chain):
        """Check the heads noted as having left, and those that were pasted."""
        self.checked.add(chain.code)
        left = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT length, head FROM ansm_chain_head
                 WHERE chain_id = %s ORDER BY length
                """,
                chain.id,
            )
        )
        wanted = [(length, head) for length, head in left]
        pasted = [one[1:] for one in self.pasted if one[0] == chain.code]
        hashes = self._hashes([(chain.id, one[0]) for one in (*wanted, *pasted)])
        hashes[chain.id, 0] = chains.genesis(
            *(chain.code, chain.kind, chain.company_id, chain.declaration_id)
        )
        for length, head in wanted:
            found = hashes.get((chain.id, length))
            if found != head:
                self.report.say(self._not_the_same(chain, length, found))
        for length, head in pasted:
            self._answer(chain, length, head, hashes.get((chain.id, length)))

    def _answer(self, chain, length, head, found):
        """Say whether a pasted head is part of today's chain."""
        text = chains.head_text(chain.code, length, head)
        if found == head:
            self.report.answers.append(
                self.env._(
                    "%(head)s: part of today's chain %(chain)s, which has %(length)s "
                    "links.",
                    head=text,
                    chain=chain.name,
                    length=chain.length,
                )
            )
            return
        words = self._not_the_same(chain, length, found)
        self.report.answers.append(f"{text}: {words}")
        self.report.say(f"{words} {text}")

    def answer_others(self):
        """Answer the pasted heads of chains that were not followed from end to end."""
        codes = {one[0] for one in self.pasted} - self.checked
        for chain in self.report.chains(SQL("chain.code = ANY(%s)", list(codes))):
            self.check_left(chain)
        for one in self.pasted:
            if one[0] in self.checked:
                continue
            words = self.env._(
                "%s: no chain has this code. It was removed, or the head is of another "
                "database.",
                chains.head_text(*one),
            )
            self.report.answers.append(words)
            self.report.say(words)

    def check_opened(self, where):
        """Name the chains that no chain above opened, under a condition."""
        where = SQL(
            "%s AND chain.kind <> 'database' AND NOT EXISTS ("
            "SELECT 1 FROM ansm_chain_place place WHERE place.res_model = %s "
            "AND place.res_id = chain.id)",
            *(where, BELOW),
        )
        for chain in self.report.chains(where):
            self.report.say(
                self.env._(
                    "The chain %s is not told in the chain above: it was added around "
                    "Odoo.",
                    chain.name,
                )
            )

    def check_cases(self, where):
        """Name the cases that have no chain, under a condition on ``cases``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT cases.id, cases.name FROM ansm_declaration cases
                  LEFT JOIN ansm_chain chain
                    ON chain.declaration_id = cases.id AND chain.kind = 'case'
                 WHERE chain.id IS NULL AND %s ORDER BY cases.id
                """,
                where,
            )
        )
        for case_id, name in rows:
            self.report.say(
                self.env._(
                    "The case %(name)s (ansm.declaration %(id)s) has no chain.",
                    name=name,
                    id=case_id,
                )
            )

    def _hashes(self, pairs):
        """Return the hash of each link, by its chain's id and its number."""
        chain_ids, seqs = zip(*pairs, strict=True) if pairs else ((), ())
        rows = self.env.execute_query(
            SQL(
                """
                SELECT chain_id, seq, hash FROM ansm_chain_link
                 WHERE (chain_id, seq) IN (
                       SELECT * FROM unnest(%s::int[], %s::int[]))
                """,
                *(list(chain_ids), list(seqs)),
            )
        )
        return {(chain_id, seq): digest for chain_id, seq, digest in rows}

    def _cases(self, ids):
        rows = self.env.execute_query(
            SQL(
                "SELECT id, name FROM ansm_declaration WHERE id = ANY(%s)",
                [one for one in ids if one],
            )
        )
        return dict(rows)
