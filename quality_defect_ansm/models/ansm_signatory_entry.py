# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmSignatoryEntry(models.Model):
    """What happened to an appointment after it was confirmed: one row each.

    Rows are only inserted; the state of the signatory is read from them.
    """

    _name = "ansm.signatory.entry"
    _inherit = "ansm.evidence.mixin"
    _description = "What happened to a signatory"
    _order = "id"

    signatory_id = fields.Many2one(
        "ansm.signatory", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("suspended", "Suspended"),
            ("confirmed", "Confirmed again"),
            ("ended", "Ended"),
        ],
        required=True,
    )
    at = fields.Datetime(required=True)
    by_id = fields.Many2one(
        "res.users", "By (user)", required=True, ondelete="restrict"
    )
    by_name = fields.Char("By", required=True)
    reason = fields.Char(required=True)
    last_day = fields.Date(help="Last day of the right to sign, when it ends.")

    _evidence_sealed = (
        "signatory_id",
        "company_id",
        "kind",
        "at",
        "by_id",
        "by_name",
        "reason",
        "last_day",
    )
