# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL


class AnsmChainPlace(models.Model):
    """In which link a row is sealed: the index of the chains.

    It says nothing the links do not say, and a verification compares the two. A
    table of its own, so that linking a row never touches the row itself, which
    its sender may hold at that moment.
    """

    _name = "ansm.chain.place"
    _inherit = "ansm.evidence.mixin"
    _description = "Place of a record in the chains"
    _order = "id"

    link_id = fields.Many2one(
        "ansm.chain.link", required=True, readonly=True, index=True, ondelete="restrict"
    )
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )

    _evidence_chained = False
    _evidence_sealed = ("link_id", "res_model", "res_id")

    #: Evidence is sealed once; the head of a chain is told again and again.
    _once = models.UniqueIndex(
        "(res_model, res_id) WHERE res_model <> 'ansm.chain'",
        "This record is in the chain already.",
    )

    @api.model
    def _insert(self, link_id, res_model, row_ids):
        self.env.cr.execute(
            SQL(
                "INSERT INTO ansm_chain_place (link_id, res_model, res_id) "
                "SELECT %s, %s, unnest(%s)",
                *(link_id, res_model, row_ids),
            )
        )
