# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import email_split


class AnsmTransmission(models.Model):
    """What came back for a sending: delivery reports, automatic replies, answers."""

    _inherit = "ansm.transmission"

    received_ids = fields.Many2many(
        "ansm.incoming", string="What came back", compute="_compute_received_ids"
    )

    _message_id_idx = models.Index("(message_id) WHERE message_id IS NOT NULL")

    def _compute_received_ids(self):
        """Read them from the rows that say what a message is about: of a page of
        sendings at once."""
        domain = [("entry_ids.transmission_id", "in", self.ids)]
        found, of_sending = self.env["ansm.incoming"].search(domain), {}
        for one in found:
            # where it is now: one that was set aside or moved speaks of it no more
            of_sending.setdefault(one.transmission_id.id, []).append(one.id)
        for sent in self:
            sent.received_ids = found.browse(of_sending.get(sent._origin.id))

    def _came_back(self):
        """Whether a report says that it never arrives where it was sent; a copy that
        does not is no matter."""
        self.ensure_one()
        copies = {one.lower() for one in email_split(self.email_cc or "")}
        return bool(self.received_ids._undelivered_to() - copies)
