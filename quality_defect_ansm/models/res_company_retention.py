# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Years a case is kept at least: after the last expiry of its batches, after its
#: closing (GMP 4.11; the choice of domain, section 5).
AFTER_EXPIRY, AFTER_CLOSING = 1, 5


class ResCompany(models.Model):
    """How long this exploitant keeps its cases: as the rule says, or longer."""

    _inherit = "res.company"

    ansm_retention_after_expiry = fields.Integer(
        "Cases are kept after the last expiry (years)",
        default=AFTER_EXPIRY,
        required=True,
    )
    ansm_retention_after_closing = fields.Integer(
        "Cases are kept after their closing (years)",
        default=AFTER_CLOSING,
        required=True,
    )

    @api.constrains("ansm_retention_after_expiry", "ansm_retention_after_closing")
    def _check_ansm_retention(self):
        for company in self:
            if (
                company.ansm_retention_after_expiry < AFTER_EXPIRY
                or company.ansm_retention_after_closing < AFTER_CLOSING
            ):
                raise ValidationError(
                    self.env._(
                        "Cases are kept at least %(expiry)s year(s) after the last "
                        "expiry of their batches and %(closing)s years after their "
                        "closing.",
                        expiry=AFTER_EXPIRY,
                        closing=AFTER_CLOSING,
                    )
                )
