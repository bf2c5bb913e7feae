# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

READER = "quality_defect_ansm.group_reader"


class AnsmDuty(models.Model):
    """Who is on duty, in which role, from when to when, on which telephone.

    A defect is declared without delay, on a Sunday too (R. 5124-55 CSP): somebody
    is reached at any hour. Who is alerted, in which order, is ``_line``.
    """

    _name = "ansm.duty"
    _inherit = "ansm.audited.mixin"
    _description = "On-call duty"
    _order = "date_from desc, id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", "Person", required=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(
        [
            ("on_duty", "On duty"),
            ("backup", "Backup"),
            ("interim", "Stands in for the pharmacien responsable"),
            ("manager", "Manager, called last"),
        ],
        required=True,
        default="on_duty",
    )
    date_from = fields.Datetime("From", required=True, index=True)
    date_to = fields.Datetime("To", required=True, help="The duty ends at this moment.")
    phone = fields.Char(
        "Telephone", help="Where the person is reached during this duty."
    )
    state = fields.Selection(
        [("coming", "Coming"), ("now", "Now"), ("past", "Past")],
        compute="_compute_state",
        search="_search_state",
    )

    _audited_fields = ("company_id", "user_id", "role", "date_from", "date_to", "phone")

    @api.depends("user_id", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for duty in self:
            duty.display_name = f"{duty.user_id.name} – {roles.get(duty.role, '')}"

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        now = fields.Datetime.now()
        for duty in self:
            coming = duty.date_from and duty.date_from > now
            past = duty.date_to and duty.date_to <= now
            duty.state = "coming" if coming else "past" if past else "now"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        domains = {
            "coming": Domain("date_from", ">", now),
            "past": Domain("date_to", "<=", now),
            "now": self._at(now),
        }
        return Domain.OR(domains[one] for one in value if one in domains)

    @api.model
    def _at(self, at, company=None):
        """Return the domain of the duties in force at a moment, of a company.

        :param at: a naive UTC datetime
        """
        domain = Domain("date_from", "<=", at) & Domain("date_to", ">", at)
        return domain & Domain("company_id", "=", company.id) if company else domain

    @api.onchange("user_id")
    def _onchange_user_id(self):
        if self.user_id and not self.phone:
            self.phone = self._phone_of(self.user_id, self.company_id)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for duty in self:
            if duty.date_to <= duty.date_from:
                raise ValidationError(self.env._("A duty ends after it starts."))

    @api.constrains("user_id", "company_id")
    def _check_user_of_company(self):
        """Refuse who could not open what he is alerted of."""
        for duty in self:
            # sudo: groups and companies of another user
            user = duty.user_id.sudo()
            if user not in self._reachable(user, duty.company_id):
                raise ValidationError(
                    self.env._(
                        "%(user)s reads no quality defect of %(company)s.",
                        user=user.name,
                        company=duty.company_id.name,
                    )
                )
