# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmSendingWizard(models.TransientModel):
    """The preview of a volet that will go.

    The recipient is the agency's address in force and nothing else; a copy may be
    added, and the body changed.
    """

    _name = "ansm.sending.wizard"
    _inherit = "ansm.sending.mixin"
    _description = "Send a volet"

    _editable = ("email_cc", "body", "identity_checked")

    volet_id = fields.Many2one("ansm.volet", required=True)
    email_to = fields.Char("To", compute="_compute_message")
    address_checked_on = fields.Date(
        "Address last checked on", compute="_compute_address_checked_on"
    )
    subject = fields.Char(compute="_compute_message")
    body = fields.Text(compute="_compute_body", store=True, readonly=False)

    def _sent_record(self):
        return self.volet_id

    def _proposed(self):
        return self.volet_id._prepare_message()

    @api.depends("volet_id")
    def _compute_message(self):
        for wizard in self:
            message = wizard._proposed()
            wizard.email_to, wizard.subject = message["email_to"], message["subject"]

    @api.depends("volet_id")
    def _compute_address_checked_on(self):
        agencies = self.env["ansm.agency"]
        for wizard in self:
            agency = agencies._in_force(wizard.volet_id.company_id)
            wizard.address_checked_on = agency.checked_on

    @api.depends("volet_id")
    def _compute_body(self):
        for wizard in self:
            wizard.body = wizard._proposed()["body"]

    @api.depends("volet_id")
    def _compute_email_from(self):
        return super()._compute_email_from()

    @api.depends("volet_id")
    def _compute_files(self):
        return super()._compute_files()

    @api.depends("volet_id", "email_cc", "body")
    def _compute_preview(self):
        return super()._compute_preview()

    @api.depends("volet_id", "body")
    def _compute_identity_warnings(self):
        return super()._compute_identity_warnings()
