# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .. import chains


class AnsmChainHead(models.Model):
    """A head that left its chain: when, how long the chain was, by which way.

    What others hold cannot be recomputed here. These notes say up to when that is
    so, and which chains moved since they were last told above. The head and the
    length are compared with today's chain; when and how it left is a note alone.
    """

    _name = "ansm.chain.head"
    _inherit = "ansm.evidence.mixin"
    _description = "Head that left a chain of evidence"
    _order = "id desc"

    chain_id = fields.Many2one(
        "ansm.chain", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # no field attribute of old, but how long the chain was
    # pylint: disable=attribute-deprecated
    length = fields.Integer("Links", required=True, readonly=True)
    head = fields.Char(required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True)
    way = fields.Selection(
        [
            ("above", "Told to the chain above"),
            ("volet", "Printed in a volet"),
            ("message", "In a message"),
            ("mail", "In the daily mail"),
        ],
        required=True,
        readonly=True,
    )

    _evidence_chained = False
    _evidence_sealed = ("chain_id", "length", "head", "at", "way")


class AnsmChain(models.Model):
    """The heads: told to the chain above, printed, mailed."""

    _inherit = "ansm.chain"

    head_ids = fields.One2many("ansm.chain.head", "chain_id", "Heads that left")
    left_words = fields.Char("Last head that left", compute="_compute_left_words")

    @api.depends("head_ids")
    def _compute_left_words(self):
        ways = dict(
            self.env["ansm.chain.head"]._fields["way"]._description_selection(self.env)
        )
        for chain in self:
            # sudo: a reader of the chain may know when its head left
            left = chain.sudo().head_ids.filtered(lambda one: one.way != "above")
            newest = left.sorted("id")[-1:]
            if not newest:
                chain.left_words = False
                continue
            chain.left_words = self.env._(
                "%(at)s UTC, %(length)s links: %(way)s",
                at=newest.at,
                length=newest.length,
                way=ways[newest.way],
            )

    def _leave(self, way):
        """Note that the heads of these chains leave now, and return them as text.

        Rows are only inserted: a sender may do it while others write.
        """
        # sudo: noted by code alone, whoever makes the document
        self.env["ansm.chain.head"].sudo().create(
            [
                {
                    "chain_id": chain.id,
                    "length": chain.length,
                    "head": chain.head,
                    "at": fields.Datetime.now(),
                    "way": way,
                }
                for chain in self
            ]
        )
        return "\n".join(self.mapped("head_text"))

    def _unnoted(self, way):
        """Return those of these chains whose head did not leave by this way yet."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT chain.id FROM ansm_chain chain
                 WHERE chain.id = ANY(%s) AND chain.length > (
                       SELECT COALESCE(MAX(head.length), 0) FROM ansm_chain_head head
                        WHERE head.chain_id = chain.id AND head.way = %s)
                 ORDER BY chain.id
                """,
                *(self.ids, way),
            )
        )
        return self.browse([chain_id for (chain_id,) in rows])

    def _tell_above(self):
        """Put the heads of these chains into the chains above, one link in each."""
        for above, told in self.grouped(lambda chain: chain._above()).items():
            if above:
                rows = [[one.id, one._telling()] for one in told]
                above._append(self._name, rows)
                told._leave("above")

    def _telling(self):
        return {"code": self.code, "length": self.length, "head": self.head}

    @api.model
    def _tell_moved(self):
        """Tell above the heads of the chains that moved since they were last told.

        The cases' first, so that the companies' heads hold them.
        """
        for kind in ("case", "company"):
            self._retry(lambda env, kind=kind: env[self._name]._tell_kind(kind))

    @api.model
    def _tell_kind(self, kind):
        self.search([("kind", "=", kind)], order="id")._unnoted("above")._tell_above()

    @api.model
    def _head_in_two(self, text):
        """Return a head with a space in it: a header line is folded there.

        A longer word without one would be encoded, which nobody can paste.
        """
        middle = len(text) - len(chains.sha256("")) // 2
        return f"{text[:middle]} {text[middle:]}"
