# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tools import SQL

from .. import chains
from .ansm_verification_heads import Heads
from .ansm_verification_moments import Moments
from .ansm_verification_rows import Rows

#: Links read at once: what is in memory does not grow with the chain.
BATCH = 100
LOWEST = -(2**31)


class Links:
    """Follows a chain from its first link to its last."""

    def __init__(self, report, heads=()):
        self.report, self.env = report, report.env
        self.rows, self.heads = Rows(report), Heads(report, heads)
        self.moments = Moments(report)

    def check(self, chain):
        """Check a chain, all that it seals, and the heads that left it."""
        previous = chains.genesis(
            *(chain.code, chain.kind, chain.company_id, chain.declaration_id)
        )
        seq, last = 0, LOWEST
        while links := self._after(chain, last):
            for link in links:
                self._link(chain, link, seq, previous)
                seq, previous = link.seq, link.hash
            last = seq
            self.report.links += len(links)
            self.rows.check(chain, links)
            self.moments.check(chain, links)
            self.heads.check_told(chain, links)
            self._places(chain, links)
        self._end(chain, seq, previous)
        self.heads.check_left(chain)

    def _after(self, chain, seq):
        where = SQL("link.chain_id = %s AND link.seq > %s", chain.id, seq)
        return self.report.batch(where, BATCH)

    def _link(self, chain, link, seq, previous):
        """Check one link against the one before and its own hash."""
        if link.seq != seq + 1:
            self.report.say(
                self.env._(
                    "Links are missing before %(place)s: the one before has the "
                    "number %(seq)s.",
                    place=self.report.place(chain, link),
                    seq=seq,
                ),
                *(chain, link),
            )
        elif link.previous != previous:
            self.report.say(
                self.env._(
                    "%(place)s does not follow the one before it: one of the two was "
                    "changed.",
                    place=self.report.place(chain, link),
                ),
                *(chain, link),
            )
        self._own_hash(chain, link)

    def _own_hash(self, chain, link):
        if link.hash != self._hash(chain, link):
            self.report.say(
                self.env._(
                    "%(place)s was changed: what it holds does not have its hash.",
                    place=self.report.place(chain, link),
                ),
                *(chain, link),
            )

    def check_received(self, case_id):
        """Check the messages a case received, byte for byte.

        What was done with them is in the chain of the case; they themselves came
        before anybody knew the case, and are in the company's.
        """
        sealing = SQL(
            """
            SELECT place.link_id FROM ansm_chain_place place
             WHERE place.res_model = 'ansm.incoming' AND place.res_id IN (
                   SELECT entry.incoming_id FROM ansm_incoming_entry entry
                    WHERE entry.declaration_id = %s)
            """,
            case_id,
        )
        owners = SQL(
            "chain.id IN (SELECT chain_id FROM ansm_chain_link WHERE id IN (%s))",
            sealing,
        )
        for chain in self.report.chains(owners):
            where = SQL("link.chain_id = %s AND link.id IN (%s)", chain.id, sealing)
            links = self.report.batch(where)
            for link in links:
                self._own_hash(chain, link)
            self.rows.check(chain, links)

    def _hash(self, chain, link):
        if link.hash_version != chains.VERSION or None in link:
            return None
        return chains.link_hash(
            chain.code,
            link.seq,
            link.at,
            link.previous,
            link.res_model,
            link.late,
            link.rows,
        )

    def _places(self, chain, links):
        """Compare the index of the chains with what the links say."""
        by_id = {link.id: link for link in links}
        held = self.env.execute_query(
            SQL(
                "SELECT link_id, res_model, res_id FROM ansm_chain_place "
                "WHERE link_id = ANY(%s)",
                list(by_id),
            )
        )
        said = {
            (link.id, link.res_model, row_id)
            for link in links
            for row_id, _row in link.parsed()
        }
        for link_id, res_model, row_id in sorted(said ^ set(held), key=str):
            self.report.say(
                self.env._(
                    "The index of the chains was changed: %(record)s, at %(place)s.",
                    record=self.report.record(res_model, row_id),
                    place=self.report.place(chain, by_id[link_id]),
                ),
                *(chain, by_id[link_id]),
            )

    def _end(self, chain, seq, previous):
        if chain.length != seq:
            self.report.say(
                self.env._(
                    "The chain %(chain)s has %(found)s links and says %(said)s: its "
                    "tail was cut, or links were added around Odoo.",
                    chain=chain.name,
                    found=seq,
                    said=chain.length,
                )
            )
        if chain.head != previous:
            self.report.say(
                self.env._(
                    "The head of the chain %(chain)s is not the hash of its last link: "
                    "its end was changed.",
                    chain=chain.name,
                )
            )

    def check_strays(self):
        """Name the links without a chain, and what the index has without a link."""
        if not self.report.chains(SQL("chain.kind = 'database'")):
            self.report.say(
                self.env._("The database %s has no chain.", self.env.cr.dbname)
            )
        strays = self.env.execute_query(
            SQL(
                """
                SELECT link.id, link.chain_id, link.seq FROM ansm_chain_link link
                  LEFT JOIN ansm_chain chain ON chain.id = link.chain_id
                 WHERE chain.id IS NULL ORDER BY link.id
                """
            )
        )
        for link_id, chain_id, seq in strays:
            self.report.say(
                self.env._(
                    "The chain %(chain)s is gone; its link %(seq)s (id %(link)s) is "
                    "still there.",
                    chain=chain_id,
                    seq=seq,
                    link=link_id,
                )
            )
        self._check_stray_places()

    def _check_stray_places(self):
        strays = self.env.execute_query(
            SQL(
                """
                SELECT place.res_model, place.res_id FROM ansm_chain_place place
                  LEFT JOIN ansm_chain_link link ON link.id = place.link_id
                 WHERE link.id IS NULL ORDER BY place.id
                """
            )
        )
        for res_model, row_id in strays:
            self.report.say(
                self.env._(
                    "The link that sealed %s is gone.",
                    self.report.record(res_model, row_id),
                )
            )
