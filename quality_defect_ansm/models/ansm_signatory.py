# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

#: What the appointment says: proposed by one person, confirmed by another.
APPOINTMENT = {
    "user_id",
    "company_id",
    "role",
    "date_from",
    "date_to",
    "late_reason",
    "nomination",
    "nomination_name",
}
#: What only the methods of this file write.
DECIDED = {
    "accounts",
    "user_name",
    "nomination_sha256",
    "proposed_by_id",
    "proposed_by_name",
    "proposed_at",
    "confirmed_by_id",
    "confirmed_by_name",
    "confirmed_at",
}


class AnsmSignatory(models.Model):
    """Who may sign for a company, in which role, from when to when.

    A right of its own, by appointment: no group gives it, an administrator has
    it no more than anybody else (EU GMP Annex 11; R. 5124-55 CSP puts the duty
    to declare on the pharmacien responsable). One person proposes, another one
    confirms; from then on the appointment is evidence, and what happens to it
    (suspended, confirmed again, ended) is a row of ``ansm.signatory.entry``.
    """

    _name = "ansm.signatory"
    _inherit = ["ansm.evidence.mixin", "ansm.audited.mixin"]
    _description = "Signatory"
    _order = "company_id, role, date_from desc"

    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    user_name = fields.Char(readonly=True, copy=False)
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
    date_to = fields.Date("To", help="Last day, in the company's time zone.")
    phone = fields.Char()
    mobile = fields.Char()
    email = fields.Char("E-mail")
    nomination = fields.Binary("Nomination document", attachment=False)
    nomination_name = fields.Char()
    nomination_sha256 = fields.Char("SHA-256 of the document", readonly=True)
    proposed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    proposed_by_name = fields.Char("Proposed by", readonly=True, copy=False)
    proposed_at = fields.Datetime("Proposed at", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    confirmed_by_name = fields.Char("Confirmed by", readonly=True, copy=False)
    confirmed_at = fields.Datetime("Confirmed at", readonly=True, copy=False)
    entry_ids = fields.One2many("ansm.signatory.entry", "signatory_id")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("coming", "Coming"),
            ("in_force", "In force"),
            ("suspended", "Suspended"),
            ("ended", "Ended"),
        ],
        compute="_compute_state",
    )

    # a person proposes; see write for what he may give
    _evidence_by_code = False
    _evidence_sealed_when = "confirmed_at"
    _evidence_sealed = tuple(sorted(APPOINTMENT | DECIDED))

    # Who proposes and confirms is who makes the events.
    _audited_fields = (
        "user_id",
        "company_id",
        "role",
        "date_from",
        "date_to",
        "late_reason",
        "nomination",
        "nomination_name",
        "confirmed_at",
        "accounts",
        "phone",
        "mobile",
        "email",
    )

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "An appointment ends on or after the day it starts.",
    )
    # In the database itself: whoever writes there directly has to name a second
    # person too.
    _two_persons_check = models.Constraint(
        "CHECK (confirmed_at IS NULL OR (confirmed_by_id IS NOT NULL "
        "AND proposed_by_id IS NOT NULL AND confirmed_by_id <> proposed_by_id "
        "AND confirmed_by_id <> user_id))",
        "An appointment is confirmed by a second person: neither who proposed it "
        "nor who is appointed.",
    )

    @api.depends("user_id", "role")
    def _compute_display_name(self):
        for signatory in self:
            name = signatory.user_name or signatory.user_id.name
            signatory.display_name = f"{name} – {signatory._role_label()}"

    @api.depends("confirmed_at", "date_from", "date_to", "entry_ids")
    def _compute_state(self):
        for signatory in self:
            signatory.state = signatory._state_on(signatory._today())

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_proposal(vals) for vals in vals_list])

    def write(self, vals):
        """Change a proposal, or the telephone and e-mail of an appointment.

        Who changes a proposal is who proposes it: else the second person could
        change what he then confirms.
        """
        if vals.keys() & APPOINTMENT:
            self._check_not_confirmed()
            vals = self._prepare_proposal(vals)
        elif not self.env.su:
            self._refuse_decided(vals)
        return super().write(vals)

    @api.model
    def _prepare_proposal(self, vals):
        self._refuse_decided(vals)
        vals = {
            **vals,
            "proposed_by_id": self.env.uid,
            "proposed_by_name": self.env.user.name,
            "proposed_at": fields.Datetime.now(),
        }
        if "nomination" in vals:
            content = base64.b64decode(vals["nomination"] or b"")
            digest = hashlib.sha256(content).hexdigest() if content else False
            vals["nomination_sha256"] = digest
        if vals.get("user_id"):
            vals["user_name"] = self.env["res.users"].browse(vals["user_id"]).name
        return vals

    @api.model
    def _by_code_alone(self):
        """Return what ``_refuse_decided`` leaves: a proposal writes the others."""
        return super()._by_code_alone() - DECIDED

    @api.model
    def _refuse_decided(self, vals):
        given = sorted(vals.keys() & DECIDED)
        if given:
            raise AccessError(
                self.env._(
                    "Who proposed and who confirmed an appointment is recorded by "
                    "the confirmation itself and cannot be given: %s.",
                    ", ".join(given),
                )
            )

    def _check_not_confirmed(self):
        confirmed = self.filtered("confirmed_at")
        if confirmed:
            raise UserError(
                self.env._(
                    "A confirmed appointment stays as it was confirmed: %s.\n"
                    "End it with its reason, and propose another one.",
                    ", ".join(confirmed.mapped("display_name")),
                )
            )

    @api.constrains("user_id", "company_id")
    def _check_user_of_company(self):
        for signatory in self:
            if signatory.company_id not in signatory.sudo().user_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s has no access to %(company)s.",
                        user=signatory.user_id.name,
                        company=signatory.company_id.name,
                    )
                )

    def action_confirm(self):
        """Open the confirmation by the second person, who gives his password."""
        return self._open_wizard("confirm", self.env._("Confirm the appointment"))

    def action_reinstate(self):
        """Open the confirmation, by somebody else, of a suspended signatory."""
        return self._open_wizard("reinstate", self.env._("Confirm the signatory"))

    def action_end(self):
        """Open the end of an appointment: from which day, and why."""
        return self._open_wizard("end", self.env._("End the appointment"))

    def _open_wizard(self, operation, title):
        self.ensure_one()
        wizard = self.env["ansm.signatory.wizard"].create(
            {"signatory_id": self.id, "operation": operation}
        )
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _role_label(self):
        """Return the role as it is printed: in French, whatever the language."""
        return dict(self._fields["role"].selection).get(self.role, "")

    def _today(self):
        """Return today in the zone of the signatory's company."""
        company = self.company_id or self.env.company
        return company._ansm_today()

    def _state_on(self, day):
        """Return the state on a day of the company; a suspension counts now."""
        if not self.confirmed_at:
            return "proposed"
        last = self._last_day()
        if last and (day > last or last < self.date_from):
            return "ended"
        if day < self.date_from:
            return "coming"
        return "suspended" if self._suspensions() else "in_force"

    def _last_day(self):
        """Return the last day of the appointment, or False: no end is known."""
        ends = self.entry_ids.filtered(lambda entry: entry.kind == "ended")
        days = ends.mapped("last_day") + ([self.date_to] if self.date_to else [])
        return min(days, default=False)

    def _suspensions(self):
        """Return the suspensions nobody has confirmed since."""
        entries = self.entry_ids.sorted("id")
        confirmed = entries.filtered(lambda entry: entry.kind == "confirmed")
        after = confirmed[-1:].id or 0
        return entries.filtered(
            lambda entry: entry.kind == "suspended" and entry.id > after
        )

    @api.model
    def _in_force(
        self,
        company,
        roles=("pr", "pri", "pq"),
        user=None,
        day=None,
        suspended=False,
    ):
        """Return the signatories of a company in force on a day, PR first.

        :param day: a date in the company's time zone, today by default
        :param suspended: whether who is suspended counts: he keeps his function
            (and is named on the form), but signs nothing until confirmed
        """
        day = day or company._ansm_today()
        domain = Domain("company_id", "=", company.id) & Domain("role", "in", roles)
        if user:
            domain &= Domain("user_id", "=", user.id)
        states = ("in_force", "suspended") if suspended else ("in_force",)
        found = self.search(domain).filtered(lambda one: one._state_on(day) in states)
        return found.sorted(lambda one: roles.index(one.role))
