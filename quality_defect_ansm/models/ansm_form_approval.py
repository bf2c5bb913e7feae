# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmFormApproval(models.Model):
    """The approval of a form by a signatory, for his company: one row each.

    It binds the file and its ties by their hash: either changed, the form is not in
    force for the company until it is approved again.
    """

    _name = "ansm.form.approval"
    _inherit = "ansm.evidence.mixin"
    _description = "Approval of a form"
    _order = "id desc"

    form_id = fields.Many2one(
        "ansm.form.template", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    form_name = fields.Char("Name of the form", required=True)
    edition = fields.Char(required=True)
    file_sha256 = fields.Char("SHA-256 of the file", required=True)
    fingerprint = fields.Char("SHA-256 of file and ties", required=True)
    signatory_id = fields.Many2one("ansm.signatory", required=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    signer_name = fields.Char("By", required=True)
    signer_role = fields.Char("Role", required=True)
    approved_at = fields.Datetime(required=True)
    auth_method = fields.Char("Proof of identity", required=True)

    _evidence_sealed = (
        "form_id",
        "company_id",
        "form_name",
        "edition",
        "file_sha256",
        "fingerprint",
        "signatory_id",
        "user_id",
        "signer_name",
        "signer_role",
        "approved_at",
        "auth_method",
    )
