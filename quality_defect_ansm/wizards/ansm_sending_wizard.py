# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmSendingWizard(models.TransientModel):
    """The preview of exactly what will go: from, to, subject, body, files."""

    _name = "ansm.sending.wizard"
    _description = "Send a volet"

    volet_id = fields.Many2one("ansm.volet", required=True)
    email_from = fields.Char("From")
    email_to = fields.Char("To")
    email_cc = fields.Char("Copy")
    subject = fields.Char()
    body = fields.Text()
    files = fields.Text(compute="_compute_files")
    problems = fields.Text(compute="_compute_problems")

    @api.model
    def default_get(self, fields):
        """Propose the whole message, of which any part may be given otherwise."""
        values = super().default_get(fields)
        volet = self.env["ansm.volet"].browse(values.get("volet_id"))
        return {**(volet._prepare_message() if volet else {}), **values}

    @api.depends("volet_id")
    def _compute_files(self):
        for wizard in self:
            wizard.files = "\n".join(
                f"{name} ({len(content) / 1024:.0f} KB)"
                for name, content in wizard.volet_id._files()
            )

    @api.depends("volet_id", "email_from", "email_to", "email_cc", "subject", "body")
    def _compute_problems(self):
        for wizard in self:
            problems = wizard.volet_id._sending_problems(wizard._message())
            wizard.problems = "\n".join(problems)

    def _message(self):
        names = ("email_from", "email_to", "email_cc", "subject", "body")
        return {name: self[name] for name in names}

    def action_send(self):
        """Prepare the sending; it leaves when this request has committed."""
        self.ensure_one()
        self.env["ansm.transmission"]._prepare(self.volet_id, self._message())
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.declaration",
            "view_mode": "form",
            "res_id": self.volet_id.declaration_id.id,
        }
