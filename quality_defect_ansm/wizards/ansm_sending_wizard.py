# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import human_size

#: What the person who sends may change; the rest comes from the volet.
EDITABLE = ("email_cc", "body", "identity_checked")


class AnsmSendingWizard(models.TransientModel):
    """The preview of exactly what will go: from, to, subject, body, files.

    The recipient is the agency's address in force and nothing else; a copy may be
    added, and the body changed. Nothing leaves before a person has said that the
    files listed tell who no patient and no reporter is.
    """

    _name = "ansm.sending.wizard"
    _description = "Send a volet"

    volet_id = fields.Many2one("ansm.volet", required=True)
    email_from = fields.Char("From", compute="_compute_message")
    email_to = fields.Char("To", compute="_compute_message")
    email_cc = fields.Char("Copy")
    subject = fields.Char(compute="_compute_message")
    body = fields.Text(compute="_compute_body", store=True, readonly=False)
    shown_from = fields.Char(
        "From, as the mail server will have it", compute="_compute_preview"
    )
    host = fields.Char("Mail server", compute="_compute_preview")
    files = fields.Text(compute="_compute_files")
    problems = fields.Text(compute="_compute_preview")
    identity_checked = fields.Boolean("Checked for patient identity")
    identity_warnings = fields.Text(compute="_compute_identity_warnings")

    @api.depends("volet_id")
    def _compute_message(self):
        for wizard in self:
            message = wizard.volet_id._prepare_message()
            for name in ("email_from", "email_to", "subject"):
                wizard[name] = message[name]

    @api.depends("volet_id")
    def _compute_body(self):
        for wizard in self:
            wizard.body = wizard.volet_id._prepare_message()["body"]

    @api.depends("volet_id")
    def _compute_files(self):
        for wizard in self:
            wizard.files = "\n".join(
                f"{name} ({human_size(len(content))})"
                for name, content in wizard.volet_id._files()
            )

    @api.depends("volet_id", "email_cc", "body")
    def _compute_preview(self):
        messages = self.env["ansm.message"]
        for wizard in self:
            vals, company = wizard._message(), wizard.volet_id.company_id
            problems = wizard.volet_id._sending_problems(vals)
            wizard.problems = "\n".join(problems)
            wizard.host = messages._route(vals["email_from"], company).host
            wizard.shown_from = messages._shown_from(vals, company)

    @api.depends("volet_id", "body")
    def _compute_identity_warnings(self):
        for wizard in self:
            warnings = wizard.volet_id._identity_warnings(wizard.body)
            wizard.identity_warnings = "\n".join(warnings)

    def _message(self):
        self.ensure_one()
        return {
            **self.volet_id._prepare_message(),
            **{name: self[name] for name in EDITABLE},
        }

    def action_send(self):
        """Prepare the sending; it leaves when this request has committed.

        :raise UserError: listing all that forbids it
        """
        self.ensure_one()
        self.env["ansm.transmission"]._prepare(self.volet_id, self._message())
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.declaration",
            "view_mode": "form",
            "res_id": self.volet_id.declaration_id.id,
        }
