# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..demo import answers
from ..documents.mails import reading


class AnsmDemo(models.AbstractModel):
    """An answer of the demo's agency: received, and confirmed by a person."""

    _inherit = "ansm.demo"

    def _acknowledge(self, case, user):
        """Receive the acknowledgement of what the case sent; a user confirms it."""
        sent = case.transmission_ids.sorted("id")[-1:]
        words = {"to": sent.email_from, "answered": sent.message_id}
        raw = answers.ACKNOWLEDGED.format(**words).replace("\n", "\r\n").encode()
        told, messages = reading.read(raw), self.env["ansm.incoming"]
        # not by the gateway's own transactions: the case is not committed yet
        kept, _known = messages._keep(raw, told, "gateway", case.company_id, b"")
        messages.browse(kept)._match(told)
        messages.browse(kept).with_user(user).action_confirm()
