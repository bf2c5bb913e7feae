# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date


class ResCompany(models.Model):
    _inherit = "res.company"

    ansm_agency_months = fields.Integer(
        "Months between checks of the agency's addresses",
        default=12,
        help="How often somebody looks on the agency's page whether they are still "
        "right. 0: no reminder.",
    )

    _ansm_agency_months_check = models.Constraint(
        "CHECK (ansm_agency_months >= 0)", "Months between checks: 0 or more."
    )


class AnsmAgency(models.Model):
    """The agency's addresses are checked every year: a mail to an old one is lost."""

    _inherit = "ansm.agency"

    def action_checked(self):
        """Say that these addresses were compared with the agency's page today."""
        self.ensure_one()
        self.write(
            {
                "checked_on": (self.company_id or self.env.company)._ansm_today(),
                "ansm_change_reason": self.env._("Compared with the agency's page"),
            }
        )

    def write(self, vals):
        result = super().write(vals)
        companies = self.company_id or self.env["res.company"].sudo().search([])
        # sudo: the tasks are other users' too
        self.env["ansm.review"].sudo()._close_tasks_of(companies)
        companies._refresh_clocks()
        return result

    def _next_check(self, company):
        """Return the day these addresses are to be compared with the agency's page."""
        last = self.checked_on or self.date_from
        return last + relativedelta(months=company.ansm_agency_months)

    @api.model
    def _check_due(self, company):
        """Return, in words, that a company's addresses are to be checked, or None."""
        agency, months = self._in_force(company), company.ansm_agency_months
        if not months:
            return None
        if not agency:
            return self.env._("No agency address is in force – %s", company.name)
        last = agency.checked_on or agency.date_from
        if agency._next_check(company) > company._ansm_today():
            return None
        return self.env._(
            "Agency addresses, last checked on %(day)s – %(company)s",
            day=format_date(self.env, last),
            company=company.name,
        )


class AnsmReview(models.Model):
    """The check of the agency's addresses is reminded of with the reviews."""

    _inherit = "ansm.review"

    @api.model
    def _due(self, user):
        agencies = self.env["ansm.agency"]
        checks = [
            agencies._check_due(company)
            for company in user.company_ids
            if user in self._reviewers(company)
        ]
        return super()._due(user) + list(filter(None, checks))
