# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..models.ansm_review import KINDS


class AnsmReviewWizard(models.TransientModel):
    """Prepares a review: of what, of which period."""

    _name = "ansm.review.wizard"
    _description = "Prepare a review"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, "Review of", required=True, default="trail")
    date_from = fields.Date(
        "From",
        required=True,
        compute="_compute_date_from",
        store=True,
        precompute=True,
        readonly=False,
    )
    date_to = fields.Date(
        "To", required=True, default=lambda self: self.env.company._ansm_today()
    )

    @api.depends("kind", "company_id")
    def _compute_date_from(self):
        """Go on where the last signed review ended, else a year back."""
        for wizard in self:
            last = self.env["ansm.review"].search(
                [
                    ("company_id", "=", wizard.company_id.id),
                    ("kind", "=", wizard.kind),
                    ("signed_at", "!=", False),
                ],
                limit=1,
            )
            year = wizard.company_id._ansm_today() - relativedelta(years=1)
            wizard.date_from = last.date_to or year

    def action_prepare(self):
        """Make the text of the review, and open it."""
        self.ensure_one()
        review = self.env["ansm.review"]._make(
            self.company_id, self.kind, self.date_from, self.date_to
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": review._name,
            "res_id": review.id,
            "view_mode": "form",
        }
