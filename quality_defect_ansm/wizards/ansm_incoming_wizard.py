# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from ..documents import errors
from ..documents.limited.call import call
from ..documents.mails.outlook import MAGIC

#: Megabytes no mail server takes.
MOST = 60


class AnsmIncomingWizard(models.TransientModel):
    """The adding of a message that came to somebody's own mailbox."""

    _name = "ansm.incoming.wizard"
    _description = "Add a message received"

    declaration_id = fields.Many2one("ansm.declaration", "Case", required=True)
    file = fields.Binary("Message (.eml or .msg)", attachment=False, required=True)
    file_name = fields.Char()

    def action_add(self):
        """Keep the message; it goes into the case where nothing else says better."""
        self.ensure_one()
        self.declaration_id.check_access("write")
        incoming = self.env["ansm.incoming"]
        incoming._check_sorter()
        raw, outlook = self._read()
        company = self.declaration_id.company_id
        # sudo: evidence is written by code alone; the rights were checked
        kept, known = incoming.sudo()._take(
            raw, "person", company, outlook, self.declaration_id.id
        )
        self.unlink()
        return self._open(kept, known)

    def _read(self):
        try:
            content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        except binascii.Error as error:
            raise UserError(self.env._("The file did not arrive whole.")) from error
        if not content or len(content) > MOST * 2**20:
            raise UserError(self.env._("A message has 1 byte to %s MB.", MOST))
        if not content.startswith(MAGIC):
            return content, b""
        try:
            found = call("outlook", content, largest=MOST * 2**20)
        except errors.DocumentError as error:
            raise UserError(
                "\n".join(
                    self.env._(errors.MESSAGES[one.code], **one.params)
                    for one in error.problems
                )
            ) from error
        return base64.b64decode(found["eml"]), content

    def _open(self, kept, known):
        action = {
            "type": "ir.actions.act_window",
            "res_model": kept._name,
            "res_id": kept.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
        if not known:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._("This message was received already."),
                "next": action,
            },
        }
