# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError


class AnsmReviewSigning(models.TransientModel):
    """The signing of a review: shows its text, takes the conclusion, asks who signs.

    It remembers the hash of the text it was opened on: when that is made again
    meanwhile, nothing is signed.
    """

    _name = "ansm.review.signing"
    _inherit = "ansm.identity.mixin"
    _description = "Sign a review"

    review_id = fields.Many2one("ansm.review", required=True, readonly=True)
    content = fields.Text(related="review_id.content")
    shown_sha256 = fields.Char("SHA-256 of the text shown", readonly=True)
    conclusion = fields.Text()

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the hash of what is shown: read here, never given by the client."""
        review = self.env["ansm.review"]
        return super().create(
            [
                {
                    **vals,
                    "shown_sha256": review.browse(vals.get("review_id")).content_sha256,
                }
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if vals.keys() & {"review_id", "shown_sha256"}:
            raise AccessError(
                self.env._("A signing dialog stays on the review it was opened on.")
            )
        return super().write(vals)

    def action_sign(self):
        """Sign what was shown, as the user of the session, after his password."""
        return self._run()

    def _run(self):
        self.ensure_one()
        review, shown = self.review_id, self.shown_sha256
        # All that speaks against it first: nobody types a password in vain.
        review._check_reviewer(review.company_id)
        problems = review._sign_problems(self.conclusion, shown)
        self.env["ansm.signatory"]._raise_all(problems)
        proof = self._prove_identity()
        wizard = self._without_secrets()
        wizard.review_id._sign(wizard.conclusion, shown, proof)
        return {"type": "ir.actions.act_window_close"}
