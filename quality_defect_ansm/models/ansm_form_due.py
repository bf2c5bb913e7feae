# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import clocks
from .ansm_deadline_case import Clock

MANAGER = "quality_defect_ansm.group_manager"
#: How the clock is called; it is told in French, as the reckoning is.
ABOUT = "formulaires de l’agence"


class ResCompany(models.Model):
    """The forms in force are compared with the agency's page every year.

    A shared form is used by several companies: each one says for itself when it
    has looked.
    """

    _inherit = "res.company"

    ansm_form_months = fields.Integer(
        "Months between checks of the agency's forms",
        default=12,
        help="How often somebody looks on the agency's page whether the forms in "
        "force are still its newest. 0: no reminder.",
    )
    ansm_forms_checked_on = fields.Date("Forms last checked on", readonly=True)

    _ansm_form_months_check = models.Constraint(
        "CHECK (ansm_form_months >= 0)", "Months between checks: 0 or more."
    )

    def _wanted_clocks(self):
        return [*super()._wanted_clocks(), *self._clock_forms()]

    def _clock_forms(self):
        """The yearly look at the forms in force."""
        forms = self.env["ansm.form.template"]._all_in_force(self)
        if not forms or not self.ansm_form_months:
            return []
        last = self._ansm_forms_seen_on(forms)
        due = clocks.due_date(
            last + relativedelta(months=self.ansm_form_months),
            *(self.ansm_tz, self.ansm_region, "vérification des formulaires"),
        )
        start = min(fields.Datetime.to_datetime(last), due.at)
        place = f"check/form/{last}"
        found = [Clock("check", place, ABOUT, start, due)]
        return found + self._clocks_checked("check/form/", place, start)

    def _ansm_forms_seen_on(self, forms):
        """Return the day the forms were last compared: each one when it was loaded,
        all of them when somebody said so."""
        loaded = min(max(one.date_from, one.create_date.date()) for one in forms)
        return max(filter(None, (loaded, self.ansm_forms_checked_on)))


class AnsmFormTemplate(models.Model):
    _inherit = "ansm.form.template"

    checked_on = fields.Date("Last checked on", compute="_compute_checked_on")

    @api.depends("company_id.ansm_forms_checked_on")
    @api.depends_context("company")
    def _compute_checked_on(self):
        for form in self:
            company = form.company_id or self.env.company
            form.checked_on = company.ansm_forms_checked_on

    @api.model
    def _all_in_force(self, company):
        """Return the forms a company uses today, one of each kind."""
        kinds = self._fields["kind"].get_values(self.env)
        return self.browse().concat(*(self._in_force(one, company) for one in kinds))

    def action_checked(self):
        """Say that all forms in force were compared with the agency's page today.

        :raise AccessError: for who is no manager of the company
        """
        self.ensure_one()
        self.check_access("read")
        company = self.company_id or self.env.company
        mine = company in self.env.user.company_ids
        if not mine or not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Managers check the forms of their company."))
        # sudo: of a company's settings this one is a manager's
        company.sudo().write(
            {
                "ansm_forms_checked_on": company._ansm_today(),
                "ansm_change_reason": self.env._(
                    "Compared with the agency's page: %s", self._in_words(company)
                ),
            }
        )

    @api.model
    def _in_words(self, company):
        """Name the editions in force of a company."""
        forms = self._all_in_force(company)
        return ", ".join(f"{one.name} ({one.edition})" for one in forms)
