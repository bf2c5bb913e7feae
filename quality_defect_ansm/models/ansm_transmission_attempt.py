# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .. import french


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

    def _words(self):
        """Return what is known after this step, as one sentence.

        Never "received": only the agency's answer says that.
        """
        self.ensure_one()
        local = self.company_id._ansm_local(self.at)
        values = {
            "host": self.host or "?",
            "hour": f"{french.date(local)} {french.hour(local)}",
            "reply": f"{self.code or ''} {self.reply or ''}".strip(),
        }
        words = {
            "started": self.env._("connecting, since %(hour)s", **values),
            "transferring": self.env._("being handed to %(host)s, %(hour)s", **values),
            "accepted": self.env._(
                "handed to the mail server %(host)s at %(hour)s", **values
            ),
            "refused": self.env._(
                "NOT SENT: refused by %(host)s at %(hour)s: %(reply)s", **values
            ),
            "deferred": self.env._(
                "NOT SENT yet: postponed by %(host)s at %(hour)s: %(reply)s", **values
            ),
            "failed": self.env._("NOT SENT: %(hour)s: %(reply)s", **values),
            "unknown": self.env._(
                "UNKNOWN whether it left (%(hour)s): %(reply)s. Ask the mail "
                "server’s administrator, or telephone the agency.",
                **values,
            ),
            "settled_sent": self.env._(
                "checked by a person, it did leave: %(reply)s", **values
            ),
            "settled_not_sent": self.env._(
                "checked by a person, it did NOT leave: %(reply)s", **values
            ),
        }
        return words[self.step]
