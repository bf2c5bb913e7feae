# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """An exploitant that has cases stays in sight.

    Nobody has access to an archived company: its cases could be read by nobody,
    an inspector least of all.
    """

    _inherit = "res.company"

    @api.constrains("active")
    def _check_ansm_cases_in_sight(self):
        archived = self.filtered(lambda company: not company.active)
        # sudo: the cases count, whoever archives their company
        cases = self.env["ansm.declaration"].sudo()
        kept = cases.search([("company_id", "in", archived.ids)])
        if kept:
            raise ValidationError(
                self.env._(
                    "%(company)s is not archived: nobody could read its "
                    "%(number)s case(s) of quality defects any more.",
                    company=", ".join(kept.company_id.mapped("name")),
                    number=len(kept),
                )
            )
