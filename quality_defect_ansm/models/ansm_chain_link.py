# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .. import chains


class AnsmChainLink(models.Model):
    """One link of a chain: the canonical text of the rows it seals, hashed.

    The text stays, not its hash alone, so that a verification can say which
    column of which record is no longer what was sealed.
    """

    _name = "ansm.chain.link"
    _inherit = "ansm.evidence.mixin"
    _description = "Link of a chain of evidence"
    _order = "chain_id, seq"
    _rec_name = "seq"

    chain_id = fields.Many2one(
        "ansm.chain", required=True, readonly=True, ondelete="restrict"
    )
    seq = fields.Integer("Number", required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True)
    previous = fields.Char("Hash before", required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)
    hash_version = fields.Integer(required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    late = fields.Boolean(
        "Linked later",
        readonly=True,
        help="The rows were made in an earlier transaction: while a message was "
        "being sent, or before there were chains.",
    )
    rows = fields.Text("What it seals", required=True, readonly=True)

    _evidence_chained = False
    _evidence_sealed = (
        "chain_id",
        "seq",
        "at",
        "previous",
        "hash",
        "hash_version",
        "res_model",
        "late",
        "rows",
    )

    _seq_uniq = models.Constraint(
        "UNIQUE (chain_id, seq)", "This link has a successor already."
    )

    @api.model
    def _insert(self, chain, seq, previous, res_model, rows, late):
        """Insert the link whose number and predecessor the append has just taken.

        :return: its hash
        """
        at, text = fields.Datetime.now(), chains.dump(rows)
        digest = chains.link_hash(
            *(chain.code, seq, at, previous, res_model, late, text)
        )
        row = (chain.id, seq, at, previous, digest, chains.VERSION, res_model, late)
        [[link_id]] = self.env.execute_query(
            SQL(
                """
                INSERT INTO ansm_chain_link (chain_id, seq, at, previous, hash,
                    hash_version, res_model, late, rows, create_uid, create_date)
                VALUES %s RETURNING id
                """,
                (*row, text, self.env.uid, at),
            )
        )
        places = self.env["ansm.chain.place"]
        places._insert(link_id, res_model, [row_id for row_id, _row in rows])
        return digest
