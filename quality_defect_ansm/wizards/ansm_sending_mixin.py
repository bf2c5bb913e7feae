# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import human_size


class AnsmSendingMixin(models.AbstractModel):
    """The preview of exactly what will go: from, to, subject, body, files.

    Nothing leaves before a person has said that the files listed tell who no
    patient and no reporter is. A dialog says what it sends (``_sent_record``) and what
    of the message its user may change (``_editable``).
    """

    _name = "ansm.sending.mixin"
    _description = "Preview of a message"

    #: Names of the fields of the message the user may change.
    _editable = ()

    email_from = fields.Char("From", compute="_compute_email_from")
    email_cc = fields.Char("Copy")
    shown_from = fields.Char(
        "From, as the mail server will have it", compute="_compute_preview"
    )
    reply_to = fields.Char("Answers come to", compute="_compute_preview")
    host = fields.Char("Mail server", compute="_compute_preview")
    files = fields.Text(compute="_compute_files")
    problems = fields.Text(compute="_compute_preview")
    identity_checked = fields.Boolean("Checked for patient identity")
    identity_warnings = fields.Text(compute="_compute_identity_warnings")

    def _sent_record(self):
        """Return what is sent: a volet, or this dialog itself."""
        raise NotImplementedError

    def _proposed(self):
        """Return the message proposed: sender, recipients, subject and body."""
        raise NotImplementedError

    def _compute_email_from(self):
        for wizard in self:
            wizard.email_from = wizard._proposed()["email_from"]

    def _compute_files(self):
        for wizard in self:
            wizard.files = "\n".join(
                f"{name} ({human_size(len(content))})"
                for name, content in wizard._sent_record()._files_to_send()
            )

    def _compute_preview(self):
        messages = self.env["ansm.message"]
        for wizard in self:
            vals, company = (
                wizard._message(),
                wizard._sent_record().declaration_id.company_id,
            )
            wizard.problems = "\n".join(wizard._sent_record()._sending_problems(vals))
            wizard.host = messages._route(vals["email_from"], company).host
            wizard.shown_from = messages._shown_from(vals, company)
            wizard.reply_to = company._ansm_answers_to() or vals["email_from"]

    def _compute_identity_warnings(self):
        for wizard in self:
            warnings = wizard._sent_record()._identity_warnings(wizard.body)
            wizard.identity_warnings = "\n".join(warnings)

    def _message(self):
        """Return the message as it will go."""
        self.ensure_one()
        return {**self._proposed(), **{name: self[name] for name in self._editable}}

    def action_send(self):
        """Prepare the sending; it leaves when this request has committed.

        :raise UserError: listing all that forbids it
        """
        self.ensure_one()
        transmissions = self.env["ansm.transmission"]
        transmissions._prepare(self._sent_record(), self._message())
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.declaration",
            "view_mode": "form",
            "res_id": self._sent_record().declaration_id.id,
        }
