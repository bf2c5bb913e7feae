# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError


class AnsmAnnexWizard(models.TransientModel):
    """The adding of a file to a case: it is read within limits before it is kept."""

    _name = "ansm.annex.wizard"
    _description = "Add an annex"

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    file = fields.Binary(attachment=False, required=True)
    file_name = fields.Char()
    description = fields.Char(help="In French: printed in the volet.")
    goes_with = fields.Selection(
        [
            ("volet_1", "Volet 1"),
            ("volet_2", "Volet 2"),
            ("both", "Both volets"),
            ("none", "No volet: a letter, or proof"),
        ],
        required=True,
        default=lambda self: self._default_goes_with(),
    )
    largest = fields.Integer(related="declaration_id.company_id.ansm_annex_mega")

    @api.model
    def _default_goes_with(self):
        """Offer the volet that will be made next."""
        case = self.env["ansm.declaration"].browse(
            self.env.context.get("default_declaration_id")
        )
        return "volet_2" if case.volet_ids.filtered("sealed_at") else "volet_1"

    def action_add(self):
        """Add the file and close."""
        self._add()
        return {"type": "ir.actions.act_window_close"}

    def action_add_another(self):
        """Add the file and ask for the next one."""
        self._add()
        return self.declaration_id.action_add_annex()

    def _add(self):
        self.ensure_one()
        try:
            content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        except binascii.Error as error:
            raise UserError(self.env._("The file did not arrive whole.")) from error
        annex = self.env["ansm.annex"]._add(
            self.declaration_id,
            self.file_name,
            content,
            self.description,
            self.goes_with,
        )
        # its bytes are in the case: the dialog keeps none
        self.unlink()
        return annex
