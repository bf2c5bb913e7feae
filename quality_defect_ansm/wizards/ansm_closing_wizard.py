# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from .. import chains
from ..models.ansm_closing import KINDS

ACKNOWLEDGED = ("acknowledged_on", "acknowledged_by", "acknowledged_reference")
#: What its text tells, where there is something to tell.
TOLD = ("reason", *ACKNOWLEDGED, "late", "lateness", "commitments", "still_due")


class AnsmClosingWizard(models.TransientModel):
    """The closing of a case: what is missing, what stays promised, the signature."""

    _name = "ansm.closing.wizard"
    _inherit = "ansm.identity.mixin"
    _description = "Close a case"

    declaration_id = fields.Many2one("ansm.declaration", required=True, readonly=True)
    kind = fields.Selection(KINDS, "How", required=True, default="final")
    gap_ids = fields.One2many("ansm.closing.gap", "wizard_id")
    commitments = fields.Text("Promised to the agency", compute="_compute_told")
    still_due = fields.Text("Stays due after the closing", compute="_compute_told")
    late = fields.Text("Sent late", compute="_compute_told")
    kept_until = fields.Date("Kept until, closed today", compute="_compute_told")
    lateness = fields.Text("Why it was late")
    reason = fields.Text("Why no final Volet 2")
    acknowledged_on = fields.Date()
    acknowledged_by = fields.Char("Acknowledged by", help="Who at the agency.")
    acknowledged_reference = fields.Char("Reference of the acknowledgement")

    @api.depends("declaration_id")
    @api.depends_context("lang")
    def _compute_told(self):
        for wizard in self:
            case = wizard.declaration_id
            wizard.commitments = "\n".join(case._commitment_lines())
            wizard.still_due = "\n".join(case._still_due_lines())
            wizard.late = "\n".join(case._lateness())
            wizard.kept_until = case._kept_until()

    @api.model_create_multi
    def create(self, vals_list):
        """List what is missing, each with its button."""
        wizards = super().create(vals_list)
        for wizard in wizards:
            case = wizard.declaration_id
            kind = wizard._proposed_kind(case)
            rows = [wizard._prepare_gap(*gap) for gap in case._closing_gaps(kind)]
            # sudo: what is missing, and what mends it, is written by code alone
            super(AnsmClosingWizard, wizard.sudo()).write(
                {"kind": kind, "gap_ids": rows}
            )
        return wizards

    @api.model
    def _proposed_kind(self, case):
        if case._decided_against():
            return "not_declared"
        return "withdrawn" if case.state == "withdrawn" else "final"

    def write(self, vals):
        if vals.keys() & {"declaration_id", "gap_ids"}:
            raise AccessError(
                self.env._("A closing dialog stays on the case it was opened on.")
            )
        return super().write(vals)

    def _prepare_gap(self, sentence, record, method):
        return Command.create(
            {
                "sentence": sentence,
                "res_model": record._name,
                "res_id": record.id,
                "opener": method,
            }
        )

    def action_sign(self):
        """Close the case, as the user of the session, after his password."""
        return self._run()

    def _run(self):
        self.ensure_one()
        self._check_right()
        # All that speaks against it first: nobody types a password in vain.
        self.env["ansm.signatory"]._raise_all(self._problems())
        proof = self._prove_identity()
        self._without_secrets()._close(proof)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_right(self):
        self.declaration_id.check_access("read")
        preparer = self.env.user.has_group("quality_defect_ansm.group_preparer")
        if not preparer and not self._signatory():
            raise AccessError(self.env._("Who prepares or signs a case closes it."))

    def _problems(self):
        """Return all that speaks against this closing."""
        case, kind = self.declaration_id, self.kind
        problems = [sentence for sentence, *_how in case._closing_gaps(kind)]
        if case._closing_in_force():
            problems.append(self.env._("%s is closed already.", case.display_name))
        if self.late and not (self.lateness or "").strip():
            problems.append(self.env._("Say why it was late: %s", self.late))
        return problems + self._kind_problems(case)

    def _kind_problems(self, case):
        if (self.kind == "withdrawn") != (case.state == "withdrawn"):
            return [
                self.env._(
                    "A case is closed as withdrawn once its letter left, and only then."
                )
            ]
        if self.kind == "not_declared" and not case._decided_against():
            return [
                self.env._(
                    "A case is closed as not declared by a signed decision that says "
                    "so, before anything left, and only then."
                )
            ]
        if self.kind == "withdrawn":
            return [
                self.env._(
                    "“%s” is empty.", self._fields[name]._description_string(self.env)
                )
                for name in ACKNOWLEDGED
                if not self[name]
            ] + self._acknowledged_problems(case)
        if self.kind == "without":
            problems = self._signatory()._approval_problems(case.company_id)
            if not (self.reason or "").strip():
                problems.append(self.env._("Say why no final Volet 2 is sent."))
            return problems
        return []

    def _acknowledged_problems(self, case):
        """Return that the agency cannot have acknowledged the letter on that day."""
        letters = [
            case._first_sent("withdrawal", one) for one in case._each_speciality()
        ]
        left = max(filter(None, letters), default=None)
        today = case.company_id._ansm_today()
        day = self.acknowledged_on
        if not day or not left or case._local(left).date() <= day <= today:
            return []
        return [
            self.env._(
                "The day of the acknowledgement is not between the day the letter left "
                "and today."
            )
        ]

    def _signatory(self):
        signatories = self.env["ansm.signatory"]
        company = self.declaration_id.company_id
        return signatories._in_force(company, user=self.env.user)[:1]

    def _close(self, proof):
        """Record the closing, whose text says all that was before who signed."""
        case = self.declaration_id
        self.env.user._ansm_refuse_another_hand()
        actor = self.env["ansm.event"]._writer()._actor(case.company_id)
        text = "\n".join(self._content_lines())
        # sudo: evidence is made by this method alone, after the checks above
        closing = self.env["ansm.closing"].sudo()
        closing.create(
            {
                "declaration_id": case.id,
                "company_id": case.company_id.id,
                "last_volet_id": max(case.volet_ids.ids, default=False),
                "decision_id": self._decided_against().id,
                "kind": self.kind,
                "content": text,
                "content_sha256": chains.sha256(text),
                "lateness": self.late and self.lateness,
                "reason": self.kind == "without" and self.reason,
                **self._prepare_acknowledgement(),
                "user_id": self.env.uid,
                "signer_name": actor["user_name"],
                "signer_role": actor["role"],
                "signed_at": fields.Datetime.now(),
                "auth_method": proof,
            }
        )
        self.env["ansm.event"]._log(case, "changed", new_value=text, reason=proof)

    def _prepare_acknowledgement(self):
        if self.kind != "withdrawn":
            return {}
        return {name: self[name] for name in ACKNOWLEDGED}

    def _content_lines(self):
        """Return the text of the closing, in the language of the trail."""
        wizard = self.with_env(self.env["ansm.event"]._writer().env)
        case = wizard.declaration_id
        labels = dict(wizard._fields["kind"]._description_selection(wizard.env))
        pairs = [
            (wizard.env._("Case"), case.display_name),
            (wizard.env._("How"), labels[self.kind]),
            *wizard._decided_lines(),
            *case._sent_lines(),
            *(
                (wizard._fields[name]._description_string(wizard.env), wizard[name])
                for name in TOLD
                if wizard[name]
            ),
            (
                wizard._fields["kept_until"]._description_string(wizard.env),
                format_date(wizard.env, self.kept_until),
            ),
        ]
        return [f"{label}: {value}" for label, value in pairs]

    def _decided_against(self):
        """Return the decision by which what is not declared is closed."""
        none = self.env["ansm.decision"]
        known = self.kind == "not_declared"
        return self.declaration_id._decided_against() if known else none

    def _decided_lines(self):
        """Return that decision in words, with its SHA-256."""
        return [
            (one.display_name, f"{one._label_of('outcome')} – {one.content_sha256}")
            for one in self._decided_against()
        ]


class AnsmClosingGap(models.TransientModel):
    """One thing that is missing for the closing, with the way to mend it.

    Written by code alone: its button calls what the row says.
    """

    _name = "ansm.closing.gap"
    _description = "Missing for a closing"

    wizard_id = fields.Many2one(
        "ansm.closing.wizard", required=True, ondelete="cascade"
    )
    sentence = fields.Char(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
    opener = fields.Char(readonly=True)

    def action_open(self):
        """Open what mends it."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return getattr(record, self.opener)()
