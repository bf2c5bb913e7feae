# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AnsmSignatory(models.Model):
    """The decisions on an appointment, each with all that speaks against it.

    They are taken by somebody else than the person they are about, so that
    nobody, an administrator least of all, gives himself the right to sign.
    """

    _inherit = "ansm.signatory"

    @api.model
    def _appoint(self, vals, proposer, confirmer):
        """Return an appointment proposed by one user and confirmed by another."""
        proposal = self.with_user(proposer).create(vals)
        proposal.with_user(confirmer)._confirm()
        return proposal.with_env(self.env)

    def _confirm(self):
        """Confirm a proposal, as the second person.

        :raise UserError: listing all that speaks against it
        """
        self.ensure_one()
        self.env.user._ansm_refuse_another_hand()
        self._raise_all(self._confirm_problems())
        # sudo: the columns of the confirmation are closed to everybody; the
        # right to confirm is what was just checked.
        super(AnsmSignatory, self.sudo()).write(
            {
                "user_name": self.user_id.name,
                "confirmed_by_id": self.env.uid,
                "confirmed_by_name": self.env.user.name,
                "confirmed_at": fields.Datetime.now(),
                "accounts": self._accounts_text(),
            }
        )

    def _confirm_problems(self):
        user = self.env.user
        problems = self._decider_problems(self.env["res.users"])
        problems += self._account_problems()
        if self.confirmed_at:
            problems.append(self.env._("This appointment is confirmed already."))
        if user == self.proposed_by_id:
            problems.append(
                self.env._("You proposed this appointment: somebody else confirms it.")
            )
        return problems + self._nomination_problems() + self._start_problems()

    def _decider_problems(self, others):
        """Return what keeps the current user from deciding on this signatory.

        :param others: the users whose second person he is to be
        """
        problems = []
        if self.env.user == self.user_id:
            problems.append(
                self.env._("You cannot confirm yourself: somebody else does it.")
            )
        if not self._may_decide():
            problems.append(
                self.env._(
                    "Only a manager or a signatory in force of %s decides on its "
                    "signatories.",
                    self.company_id.name,
                )
            )
        # sudo: his own appointments, in all his companies
        his = self.sudo().search([("user_id", "=", self.env.uid)])
        if any(one._suspensions() for one in his):
            problems.append(
                self.env._("You are suspended yourself: your credentials were changed.")
            )
        problems += self.env["ansm.credential.change"]._problems(others)
        return problems

    def _may_decide(self):
        user = self.env.user
        return user.has_group("quality_defect_ansm.group_manager") or bool(
            self._in_force(self.company_id, user=user)
        )

    def _reinstate(self, reason):
        """Confirm a suspended signatory: his credentials are in his hands again.

        :raise UserError: listing all that speaks against it
        """
        self.ensure_one()
        self.env.user._ansm_refuse_another_hand()
        self._raise_all(self._reinstate_problems(reason))
        self._add_entry("confirmed", reason)

    def _reinstate_problems(self, reason):
        suspensions = self._suspensions()
        problems = self._decider_problems(suspensions.by_id)
        if not suspensions:
            problems.append(self.env._("This signatory is not suspended."))
        if not reason:
            problems.append(self._reason_missing())
        if suspensions and self.env["ansm.credential.change"]._hands(self.user_id):
            problems.append(
                self.env._(
                    "%s has not chosen a password himself since (Preferences > "
                    "Security): who changed his credentials could still sign in his "
                    "name.",
                    self.user_id.name,
                )
            )
        if self.env.user in suspensions.by_id:
            problems.append(
                self.env._(
                    "You changed the credentials of this signatory: you could sign "
                    "in his name. Somebody else confirms him."
                )
            )
        elif suspensions and self._hand_unknown(suspensions):
            problems.append(
                self.env._(
                    "Nobody knows who changed the credentials of this signatory, and "
                    "an administrator can reach every account: a manager or "
                    "signatory who is no administrator confirms him."
                )
            )
        return problems

    def _hand_unknown(self, suspensions):
        """Tell whether an administrator may be behind an anonymous change.

        A password reset by a mailed link, or by the server itself, has no
        author; whoever administers the users or the mail can have used it.
        """
        anonymous = suspensions.by_id.filtered(
            lambda user: not user._is_internal() or user._is_superuser()
        )
        return bool(anonymous) and self.env.user.has_group("base.group_erp_manager")

    def _end(self, last_day, reason):
        """End an appointment earlier than it says.

        :param last_day: the last day of the right to sign, a date in the
            company's zone; yesterday at the earliest, which takes it away now
        :raise UserError: listing all that speaks against it
        """
        self.ensure_one()
        self._raise_all(self._end_problems(last_day, reason))
        self._add_entry("ended", reason, last_day=last_day)

    def _end_problems(self, last_day, reason):
        problems, known = [], self._last_day()
        if not (self._may_decide() or self.env.user == self.user_id):
            problems += self._decider_problems(self.env["res.users"])
        if not self.confirmed_at:
            problems.append(self.env._("This appointment was never confirmed."))
        if not reason:
            problems.append(self._reason_missing())
        if not last_day or last_day < fields.Date.subtract(self._today(), days=1):
            problems.append(
                self.env._(
                    "An appointment does not end in the past: what was signed until "
                    "now was signed rightly. Yesterday is the earliest last day."
                )
            )
        elif known and last_day >= known:
            problems.append(self.env._("This appointment ends on %s already.", known))
        return problems

    def _suspend(self, reason):
        """Suspend the appointments that are not over, until somebody confirms."""
        for signatory in self:
            last = signatory._last_day()
            if signatory.confirmed_at and not (last and last < signatory._today()):
                signatory._add_entry("suspended", reason)

    def _add_entry(self, kind, reason, **vals):
        user = self.env.user
        # sudo: what happened is recorded by these methods alone.
        self.env["ansm.signatory.entry"].sudo().create(
            {
                "signatory_id": self.id,
                "company_id": self.company_id.id,
                "kind": kind,
                "at": fields.Datetime.now(),
                "by_id": user.id,
                "by_name": user.name,
                "reason": reason,
                **vals,
            }
        )

    def _reason_missing(self):
        return self.env._("The reason is missing.")

    def _approval_problems(self, company):
        """Return what keeps the current user from approving for a company.

        :param self: the appointment he signs under; empty when he has none in
            force, and then every one of his is told about
        """
        if self and self.user_id != self.env.user:
            return [self.env._("This appointment is not yours.")]
        # sudo: his own appointments, in all his companies
        his = self or self.sudo().search([("user_id", "=", self.env.uid)])
        if not his:
            return [
                self.env._(
                    "You are not a signatory of %s: being an administrator or a "
                    "manager gives no right to sign.",
                    company.name,
                )
            ]
        return [
            one._right_problem(company) for one in his if one._right_problem(company)
        ]

    def _right_problem(self, company):
        """Return the sentence that says why this appointment gives no right now."""
        role, last = self._role_label(), self._last_day()
        if self.company_id != company:
            return self.env._(
                "You are a signatory (%(role)s) of %(own)s, not of %(other)s.",
                role=role,
                own=self.company_id.name,
                other=company.name,
            )
        return {
            "proposed": self.env._(
                "Your appointment (%s) was not confirmed by a second person.", role
            ),
            "coming": self.env._(
                "Your appointment (%(role)s) starts on %(day)s.",
                role=role,
                day=self.date_from,
            ),
            "ended": self.env._(
                "Your appointment (%(role)s) ended on %(day)s.", role=role, day=last
            ),
            "suspended": self._suspended_sentence(),
        }.get(self._state_on(self._today()))

    def _suspended_sentence(self):
        newest = self._suspensions()[-1:]
        return self.env._(
            "Your appointment (%(role)s) is suspended since %(at)s (UTC): your "
            "credentials were changed by %(who)s. A manager or another signatory "
            "confirms you; meanwhile whoever replaces you signs.",
            role=self._role_label(),
            at=newest.at,
            who=newest.by_name,
        )

    @api.model
    def _raise_all(self, problems):
        if problems:
            raise UserError("\n".join(f"– {problem}" for problem in problems))
