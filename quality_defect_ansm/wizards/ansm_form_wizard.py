# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError


class AnsmFormWizard(models.TransientModel):
    """The approval of a form by a signatory, who has its filled sample before him."""

    _name = "ansm.form.wizard"
    _inherit = "ansm.identity.mixin"
    _description = "Approve a form"

    form_id = fields.Many2one("ansm.form.template", required=True, readonly=True)
    edition = fields.Char(related="form_id.edition")
    tied = fields.Char(related="form_id.tied")
    sample_pdf = fields.Binary(related="form_id.sample_pdf")
    sample_docx = fields.Binary(related="form_id.sample_docx")
    sample_docx_name = fields.Char(related="form_id.sample_docx_name")
    shown_fingerprint = fields.Char("SHA-256 of file and ties", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    def write(self, vals):
        if vals.keys() & {"form_id", "shown_fingerprint", "company_id"}:
            raise AccessError(
                self.env._("A signing dialog stays on the document it was opened on.")
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the hash of what is shown: read here, never given by the client."""
        forms = self.env["ansm.form.template"]
        prepared = []
        for vals in vals_list:
            form = forms.browse(vals.get("form_id"))
            company = form.company_id or self.env.company
            shown = {"shown_fingerprint": form.fingerprint, "company_id": company.id}
            prepared.append({**vals, **shown})
        return super().create(prepared)

    def action_approve(self):
        """Approve what was shown, as the user of the session, after his password."""
        return self._run()

    def _run(self):
        self.ensure_one()
        signatory = self.form_id._my_appointment(self.company_id)
        # All that speaks against it first: nobody types a password in vain.
        signatory._raise_all(self._problems(signatory))
        proof = self._prove_identity()
        form = self._without_secrets().form_id
        form._approve(self.company_id, signatory, proof)
        return {"type": "ir.actions.act_window_close"}

    def _problems(self, signatory):
        problems = self.form_id._approval_problems(self.company_id, signatory)
        if self.shown_fingerprint != self.form_id.fingerprint:
            problems.append(
                self.env._(
                    "The form or its ties changed since they were shown to you: close "
                    "the dialog, look at the sample, and approve that one."
                )
            )
        return problems
