# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain


class AnsmSignatory(models.Model):
    """Who may sign for a company, in which role, from when to when.

    A right of its own, by appointment: no group gives it, an administrator has
    it no more than anybody else (EU GMP Annex 11; R. 5124-55 CSP puts the duty
    to declare on the pharmacien responsable).
    """

    _name = "ansm.signatory"
    _description = "Signatory"
    _order = "company_id, role, date_from desc"

    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="restrict",
    )
    role = fields.Selection(
        [
            ("pr", "Pharmacien responsable"),
            ("pri", "Pharmacien responsable intérimaire"),
            ("pq", "Personne qualifiée"),
        ],
        required=True,
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To")
    phone = fields.Char()
    mobile = fields.Char()
    email = fields.Char("E-mail")

    @api.depends("user_id", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for signatory in self:
            signatory.display_name = (
                f"{signatory.user_id.name} – {roles.get(signatory.role, '')}"
            )

    @api.model
    def _in_force_domain(self, company, day=None):
        day = day or fields.Date.context_today(self)
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("date_from", "<=", day)
        return domain & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))

    @api.model
    def _in_force(self, company, roles=("pr", "pri", "pq"), user=None, day=None):
        """Return the signatories of a company in force on a day, PR first."""
        domain = self._in_force_domain(company, day)
        domain &= Domain("role", "in", roles)
        if user:
            domain &= Domain("user_id", "=", user.id)
        return self.search(domain).sorted(lambda one: roles.index(one.role))
