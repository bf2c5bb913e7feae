# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmSignature(models.Model):
    """One signature: who, in which role, with which meaning, of which bytes.

    Names and roles are copied as text, and the hashes bind the exact content
    (21 CFR 11.50, 11.70): renaming a user changes no signature.
    """

    _name = "ansm.signature"
    _inherit = "ansm.evidence.mixin"
    _description = "Signature"
    _order = "id"

    volet_id = fields.Many2one(
        "ansm.volet", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    signatory_id = fields.Many2one("ansm.signatory", ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    signer_name = fields.Char(required=True)
    signer_role = fields.Char(required=True, help="Role, in French, as printed.")
    meaning = fields.Selection(
        [
            ("prepared", "Prepared"),
            ("checked", "Checked"),
            ("approved_pr", "Approved (PR)"),
            ("approved_pri", "Approved (PRI)"),
            ("approved_pq", "Approved (PQ)"),
            ("decided", "Decided"),
        ],
        required=True,
    )
    signed_at = fields.Datetime("Signed at (UTC)", required=True)
    auth_method = fields.Char(required=True)
    content_sha256 = fields.Char(required=True)
    preview_sha256 = fields.Char("SHA-256 of the Word previewed", required=True)
    docx_sha256 = fields.Char("SHA-256 of the signed Word", required=True)
    pdf_sha256 = fields.Char("SHA-256 of the signed PDF", required=True)

    _evidence_sealed = (
        "volet_id",
        "company_id",
        "signatory_id",
        "user_id",
        "signer_name",
        "signer_role",
        "meaning",
        "signed_at",
        "auth_method",
        "content_sha256",
        "preview_sha256",
        "docx_sha256",
        "pdf_sha256",
    )
