# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .. import french
from ..smtp import Answer


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
    at = fields.Datetime(required=True)
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
            ("elsewhere", "Sent by another road"),
            ("exercised", "EXERCISE: kept, given to nobody"),
        ],
        required=True,
    )
    host = fields.Char("Mail server")
    code = fields.Integer("SMTP code")
    reply = fields.Text("Server's words")
    recipient = fields.Char()

    _evidence_deferred = True
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

    @api.model
    def _record(self, transmission, step, host="", code=0, reply="", recipient=""):
        """Insert one step of a transmission, now."""
        answer = Answer(step, code, reply, recipient)
        return self._record_all(transmission, [answer], host)

    @api.model
    def _record_all(self, transmission, answers, host):
        """Insert what a mail server answered, one row each, at one moment."""
        now = fields.Datetime.now()
        return self.create(
            [
                {
                    "transmission_id": transmission.id,
                    "company_id": transmission.company_id.id,
                    "at": now,
                    "host": host,
                    **answer._asdict(),
                }
                for answer in answers
            ]
        )

    @api.model
    def _insert(self, cr, work, answers, host):
        """Insert steps on a sender's own cursor, between two words of a conversation.

        In SQL: nothing of the ORM is needed for rows that are linked a moment later,
        and the mail server waits meanwhile.

        :param work: the ``id`` of the transmission and its ``company``
        """
        now, user = fields.Datetime.now(), self.env.uid
        for answer in answers:
            cr.execute(
                SQL(
                    """
                    INSERT INTO ansm_transmission_attempt (
                        transmission_id, company_id, at, host, step, code, reply,
                        recipient, create_uid, create_date, write_uid, write_date
                    ) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
                    """,
                    *(work["id"], work["company"], now, host or None, answer.step),
                    *(answer.code, answer.reply or None, answer.recipient or None),
                    *(user, now, user, now),
                )
            )

    def _of_last_try(self):
        """Return the steps the last try ended with: one for each recipient that was
        not taken, else one."""
        last = self[-1:]
        if not last.recipient:
            return last
        return self.filtered(lambda one: one.recipient and one.at == last.at)

    def _words(self):
        """Return what is known after these attempts, as one sentence.

        Never "received": only the agency's answer says that.
        """
        last = self[-1]
        local = last.company_id._ansm_local(last.at)
        values = {
            "host": last.host or "?",
            "hour": f"{french.date(local)} {french.hour(local)}",
            "reply": " – ".join(one._reply() for one in self),
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
            "elsewhere": self.env._("sent by another road: %(reply)s", **values),
            "exercised": self.env._(
                "EXERCISE: kept at %(hour)s, given to no mail server", **values
            ),
            "settled_not_sent": self.env._(
                "checked by a person, it did NOT leave: %(reply)s", **values
            ),
        }
        return words[last.step]

    def _reply(self):
        # of a server that could not be reached nothing else says the name
        about = self.recipient or (self.host if self.step == "failed" else "")
        words = f"{self.code or ''} {self.reply or ''}".strip()
        return f"{about}: {words}" if about else words
