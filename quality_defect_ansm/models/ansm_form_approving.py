# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmFormTemplate(models.Model):
    """The approval of a form: until then it is not in force."""

    _inherit = "ansm.form.template"

    def action_approve(self):
        """Open the approval, on a sample filled anew with the ties of now."""
        self.ensure_one()
        self.check_access("read")
        company = self.company_id or self.env.company
        signatory = self._my_appointment(company)
        if self.sample_pdf and self.sample_fingerprint != self.fingerprint:
            self._load(fresh=False)
        signatory._raise_all(self._approval_problems(company, signatory))
        wizard = self.env["ansm.form.wizard"].create({"form_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Approve the form"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _my_appointment(self, company):
        """Return the appointment with which the current user approves for a company."""
        signatories = self.env["ansm.signatory"]
        return signatories._in_force(company, user=self.env.user)[:1]

    def _approval_problems(self, company, signatory):
        """Return all that keeps the current user from approving this form."""
        problems = []
        if not signatory:
            problems.append(
                self.env._(
                    "A signatory of %s approves its forms: the pharmacien responsable, "
                    "his replacement, or a qualified person.",
                    company.name,
                )
            )
        state = self._state_for(company)
        if state == "shipped":
            problems.append(
                self.env._(
                    "The reconstruction shipped with the software needs no approval."
                )
            )
        if state == "approved":
            problems.append(self.env._("This form is approved already."))
        if self.sample_fingerprint != self.fingerprint:
            problems.append(
                self.env._(
                    "No sample of this form as it is now was made: load it again."
                )
            )
        return problems

    def _approve(self, company, signatory, auth_method):
        """Record the approval of the current user, whose identity was just checked.

        :raise UserError: listing all that speaks against it
        """
        self.ensure_one()
        self.env.user._ansm_refuse_another_hand()
        signatory._raise_all(self._approval_problems(company, signatory))
        # sudo: approvals are made by this method alone
        return (
            self.env["ansm.form.approval"]
            .sudo()
            .create(
                {
                    "form_id": self.id,
                    "company_id": company.id,
                    "form_name": self.display_name,
                    "edition": self.edition,
                    "file_sha256": self.sha256,
                    "fingerprint": self.fingerprint,
                    "signatory_id": signatory.id,
                    "user_id": self.env.uid,
                    "signer_name": self.env.user.name,
                    "signer_role": signatory._role_label(),
                    "approved_at": fields.Datetime.now(),
                    "auth_method": auth_method,
                }
            )
        )
