# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmTransmission(models.Model):
    """One sending of something to somebody outside: what, to whom, exact bytes.

    Prepared and committed first; the row is fixed when the sending starts, and
    each try is a row of its own (``ansm.transmission.attempt``). The state is
    read from those rows: no button sets "sent".
    """

    _name = "ansm.transmission"
    _inherit = "ansm.evidence.mixin"
    _description = "Transmission"
    _order = "id desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    volet_id = fields.Many2one("ansm.volet", index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    prepared_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    prepared_by_name = fields.Char(required=True)
    prepared_at = fields.Datetime("Prepared at (UTC)", required=True)
    email_from = fields.Char("From", required=True)
    email_to = fields.Char("To", required=True)
    email_cc = fields.Char("Copy")
    subject = fields.Char(required=True)
    body = fields.Text(required=True)
    started_at = fields.Datetime("Started at (UTC)")
    message_id = fields.Char("Message-ID")
    eml = fields.Binary("Message sent (.eml)", attachment=False)
    eml_sha256 = fields.Char("SHA-256 of the message")
    attempt_ids = fields.One2many("ansm.transmission.attempt", "transmission_id")

    _evidence_sealed_when = "started_at"
    _evidence_sealed = (
        "declaration_id",
        "volet_id",
        "company_id",
        "prepared_by_id",
        "prepared_by_name",
        "prepared_at",
        "email_from",
        "email_to",
        "email_cc",
        "subject",
        "body",
        "started_at",
        "message_id",
        "eml",
        "eml_sha256",
    )
