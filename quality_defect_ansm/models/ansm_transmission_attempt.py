# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmTransmissionAttempt(models.Model):
    """One step of one try at a transmission, with the mail server's own words."""

    _name = "ansm.transmission.attempt"
    _inherit = "ansm.evidence.mixin"
    _description = "Transmission attempt"
    _order = "id"

    transmission_id = fields.Many2one(
        "ansm.transmission", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    at = fields.Datetime("At (UTC)", required=True)
    step = fields.Selection(
        [
            ("started", "Started"),
            ("transferring", "Transferring the message"),
            ("accepted", "Accepted by the mail server"),
            ("refused", "Refused by the mail server"),
            ("deferred", "Postponed by the mail server"),
            ("failed", "Failed before the message was transferred"),
            ("unknown", "Unknown: check"),
            ("settled_sent", "Checked by a person: it did leave"),
            ("settled_not_sent", "Checked by a person: it did not leave"),
        ],
        required=True,
    )
    host = fields.Char("Mail server")
    code = fields.Integer("SMTP code")
    reply = fields.Text("Server's words")
    recipient = fields.Char()

    _evidence_sealed = (
        "transmission_id",
        "company_id",
        "at",
        "step",
        "host",
        "code",
        "reply",
        "recipient",
    )
