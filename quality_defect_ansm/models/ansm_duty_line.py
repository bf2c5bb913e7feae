# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .ansm_duty import READER

MANAGER = "quality_defect_ansm.group_manager"
PREPARER = "quality_defect_ansm.group_preparer"


class AnsmDuty(models.Model):
    """Who is alerted, and in which order: the chain of duty."""

    _inherit = "ansm.duty"

    @api.model
    def _line(self, company, at=None):
        """Return the users to alert for a company, the first one first.

        On duty, backup, who stands in; then the pharmacien responsable, before
        whom the PRI steps in when he is away; the manager on duty last. When that
        is nobody: all who prepare, so that an alert has somebody to go to.

        :param at: a naive UTC datetime, now by default
        :return: active users who read the company's cases, none of them twice
        """
        # sudo: whoever opens a case may have it alerted; duties, nominations and
        # absences are read for that alone
        duties, at = self.sudo(), at or fields.Datetime.now()
        found = duties._on(company, at, ("on_duty", "backup", "interim"))
        found |= duties._pharmacists(company, at)
        found |= duties._on(company, at, ("manager",))
        line = duties._reachable(found, company)
        return (line or duties._preparers(company)).sudo(False)

    @api.model
    def _there(self, users, company):
        """Return those, of these, who are not away and may read the company's cases:
        who was moved to another post is told nothing of them."""
        now = fields.Datetime.now()
        # sudo: see _line
        found = self.sudo()._reachable(users.sudo(), company)
        return found.filtered(lambda one: not self._is_away(one, now)).sudo(False)

    @api.model
    def _speaks_for(self, user, company):
        """Tell whether a user prepares, signs or is on duty for a company: a reader on
        duty is the one who is awake at three in the morning."""
        return bool(
            user.has_group(PREPARER)
            or self.env["ansm.signatory"]._in_force(company, user=user)
            or user in self._line(company)
        )

    @api.model
    def _check_speaks_for(self, company):
        """
        :raise AccessError: for who has nothing to say for the company
        """
        if not self._speaks_for(self.env.user, company):
            raise AccessError(
                self.env._(
                    "Who prepares, signs or is on duty for %s does that.", company.name
                )
            )

    @api.model
    def _administrators(self, company):
        """Return who administers Odoo for a company: the last to be told, when nobody
        is left who reads its cases."""
        # sudo: who administers is not for everybody to read
        users = self.env.ref("base.group_system").sudo().all_user_ids
        return users.filtered(
            lambda one: one.active
            and company in one.company_ids
            and not one._is_superuser()
        ).sudo(False)

    @api.model
    def _phone_of(self, user, company, at=None):
        """Return where a user is reached at a moment: '' when no number is known.

        The telephone of his duty, else that of his nomination, else his own.
        """
        # sudo: see _line
        duties, at = self.sudo(), at or fields.Datetime.now()
        mine = duties.search(duties._at(at, company) & Domain("user_id", "=", user.id))
        day = company._ansm_local(at).date()
        signatory = duties.env["ansm.signatory"]._in_force(
            company, user=user, day=day, suspended=True
        )
        known = (
            *mine.mapped("phone"),
            *signatory.mapped("mobile"),
            *signatory.mapped("phone"),
            user.sudo().phone,
        )
        return next(filter(None, known), "")

    @api.model
    def _on(self, company, at, roles):
        """Return who has duty in these roles, in the order of the roles."""
        found = self.search(
            self._at(at, company) & Domain("role", "in", roles),
            order="date_from, id",
        )
        return found.sorted(lambda one: roles.index(one.role)).user_id

    @api.model
    def _pharmacists(self, company, at):
        """Return the pharmacien responsable; the PRI before him when he is away.

        Who is suspended keeps his function, and is alerted.
        """
        day = company._ansm_local(at).date()
        signatories = self.env["ansm.signatory"]
        named = signatories._in_force(company, ("pr", "pri"), day=day, suspended=True)
        pharmacists = named.filtered(lambda one: one.role == "pr").user_id
        there = self._reachable(pharmacists, company).filtered(
            lambda one: not self._is_away(one, at)
        )
        if there and not self._on(company, at, ("interim",)):
            return there | pharmacists
        return (named.user_id - pharmacists) | pharmacists

    @api.model
    def _is_away(self, user, at):
        """Tell whether a user is out of office at a moment, as he told Odoo.

        Odoo's own ``is_out_of_office`` tells it of now alone.
        """
        start, end = user.out_of_office_from, user.out_of_office_to
        return bool(start and start <= at and (not end or at <= end))

    @api.model
    def _reachable(self, users, company):
        """Return the active users, of these, who read the company's cases."""
        return users.filtered(
            lambda one: one.active
            and company in one.company_ids
            and not one._is_superuser()
            and one.has_group(READER)
        )

    @api.model
    def _preparers(self, company):
        """Return everybody who prepares declarations of the company, the managers
        after those who do nothing else."""
        found = self._reachable(self.env.ref(PREPARER).all_user_ids, company)
        return found.sorted(lambda one: (one.has_group(MANAGER), one.name, one.id))
