# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .. import french

#: The meanings as they are printed: French always.
MEANINGS = {
    "prepared": "Préparé",
    "checked": "Vérifié",
    "approved": "Approuvé",
    "decided": "Décidé",
}
#: The role of who signs without an appointment.
ROLES = {"prepared": "Préparation du dossier", "checked": "Vérification du dossier"}


class AnsmSignature(models.Model):
    """One signature: who, in which role, with which meaning, of which bytes.

    Names and roles are copied as text, and the hashes bind the exact content
    (21 CFR 11.50, 11.70): renaming a user changes no signature, and a volet made
    again leaves the signatures of the version before behind.
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
    signed_at = fields.Datetime("Signed at", required=True)
    auth_method = fields.Char("Proof of identity", required=True)
    content_sha256 = fields.Char("SHA-256 of the content", required=True)
    preview_sha256 = fields.Char("SHA-256 of the Word previewed", required=True)
    docx_sha256 = fields.Char("SHA-256 of the signed Word", required=True)
    pdf_sha256 = fields.Char("SHA-256 of the signed PDF", required=True)
    chain_head = fields.Char(
        "Head of the chain", help="Of the case's chain of evidence, just before."
    )
    current = fields.Boolean(
        "Binds what is there now",
        compute="_compute_current",
        help="Whether the content signed is the one of the volet.",
    )

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
        "chain_head",
    )

    @api.depends("content_sha256", "volet_id.content_sha256")
    def _compute_current(self):
        for signature in self:
            current = signature.volet_id.content_sha256
            signature.current = signature.content_sha256 == current

    @api.model
    def _role_text(self, meaning, signatory):
        """Return the role as printed: the appointment's, or the part played."""
        return signatory._role_label() if meaning == "approved" else ROLES[meaning]

    def _block(self):
        """Return one line of the block of the signatures, as printed (21 CFR 11.50)."""
        return {
            "name": self.signer_name,
            "role": self.signer_role,
            "meaning": MEANINGS[self.meaning.partition("_")[0]],
            "signed_at": self.volet_id._signing_moment(self.signed_at),
            "content_sha256": self.content_sha256,
            "preview_sha256": self.preview_sha256,
            "chain_head": self.chain_head or french.NOTHING,
        }
