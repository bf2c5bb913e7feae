# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import chains


class AnsmVerificationWizard(models.TransientModel):
    """Asks which past heads to check, says what a verification cannot see."""

    _name = "ansm.verification.wizard"
    _inherit = "ansm.verification.limits"
    _description = "Verify the evidence"

    case_id = fields.Many2one("ansm.declaration", readonly=True)
    heads = fields.Text(
        "Past heads",
        help="Lines “ANSM-…” of a volet, a message or a daily mail; the text around "
        "them does not matter.",
    )

    @api.model
    def _open(self, case):
        wizard = self.create({"case_id": case.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verify the evidence"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_verify(self):
        """Verify, keep the result as evidence, and show it.

        :raise UserError: when something was pasted in which no head was found
        """
        self.ensure_one()
        heads = chains.find_heads(self.heads or "")
        if (self.heads or "").strip() and not heads:
            raise UserError(
                self.env._(
                    "No head is in what you pasted. A head looks like “%s”.",
                    "ANSM-0a1b2c3d-12-" + "…" + "4f5e",
                )
            )
        verifications = self.env["ansm.verification"]
        if self.case_id:
            self.case_id.check_access("read")
            company = self.case_id.company_id
            return self._show(verifications._verify(company, self.case_id, heads))
        if not self.env.user.has_group("quality_defect_ansm.group_manager"):
            raise AccessError(self.env._("Managers verify all cases at once."))
        return self._show(verifications._verify_all(self.env.companies, heads))

    def _show(self, done):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Verification"),
            "res_model": done._name,
            "view_mode": "list,form",
            "domain": [("id", "in", done.ids)],
        }
        return action | (
            {"view_mode": "form", "res_id": done.id} if len(done) == 1 else {}
        )
