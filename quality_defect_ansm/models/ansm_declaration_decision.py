# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

#: All regulated.
AUDITED = (
    "pharmacovigilance_recipient",
    "shortage_told_on",
    "shortage_told_reference",
    "shortage_not_due",
)


class AnsmDeclaration(models.Model):
    """The decision a case was opened by, and the duties beside the declaration."""

    _inherit = "ansm.declaration"

    decision_ids = fields.One2many("ansm.decision", "declaration_id", "Decisions")
    decided_at = fields.Datetime(
        "Decision signed at",
        compute="_compute_decided_at",
        compute_sudo=True,
        help="When the decision to declare was signed first. Neither the signal's "
        "date nor the day it was known is moved by it.",
    )
    decision_to_sign = fields.Boolean(compute="_compute_decided_at", compute_sudo=True)
    decision_against_id = fields.Many2one(
        "ansm.decision",
        compute="_compute_decided_at",
        compute_sudo=True,
        help="The decision in force, when it is not to declare, and none to declare "
        "waits for its signature: the duty holds from the moment one is made.",
    )
    decision_against = fields.Char(
        "Decision in force", compute="_compute_decided_at", compute_sudo=True
    )
    pharmacovigilance_recipient = fields.Char("Handed to pharmacovigilance: to whom")
    pharmacovigilance_open = fields.Boolean(
        compute="_compute_pharmacovigilance_open",
        help="An adverse effect whose handing over is not recorded.",
    )
    shortage_told_on = fields.Date(
        "Shortage declared on",
        help="The separate declaration of a shortage, or of the risk of one, of a "
        "medicine of major therapeutic interest (L. 5121-32 CSP).",
    )
    shortage_told_reference = fields.Char("Reference of that declaration")
    shortage_not_due = fields.Char("Why none is due")
    shortage_duty_open = fields.Boolean(
        compute="_compute_shortage_duty_open",
        help="A duty to declare a shortage that is not recorded.",
    )

    @api.depends(
        "nonconformity_id.ansm_decision_ids.signed_at",
        "nonconformity_id.ansm_decision_ids.outcome",
    )
    def _compute_decided_at(self):
        for case in self:
            nonconformity = case.nonconformity_id
            decisions = nonconformity.ansm_decision_ids
            signed = decisions.filtered(lambda one: one.signed_at).sorted("number")
            declare = signed.filtered(lambda one: one.outcome == "declare")
            case.decided_at = declare[:1].signed_at
            case.decision_to_sign = len(signed) < len(decisions)
            waiting = (decisions - signed).mapped("outcome")
            last = signed[-1:]
            if "declare" in {last.outcome, *waiting}:
                last = last.browse()
            case.decision_against_id = last
            case.decision_against = last._label_of("outcome") if last else False

    @api.depends("adverse_effects", "pharmacovigilance_date")
    def _compute_pharmacovigilance_open(self):
        for case in self:
            handed = case.pharmacovigilance_date
            case.pharmacovigilance_open = case.adverse_effects == "yes" and not handed

    @api.depends(
        "medicine_id.mitm",
        "speciality_ids.medicine_id.mitm",
        "shortage_risk",
        "shortage_told_on",
        "shortage_told_reference",
        "shortage_not_due",
    )
    def _compute_shortage_duty_open(self):
        """A risk of shortage, or a medicine of major interest: is it declared?"""
        for case in self:
            medicines = case.medicine_id | case.speciality_ids.medicine_id
            major = "yes" in medicines.mapped("mitm")
            due = major or case.shortage_risk == "yes"
            told = case.shortage_told_on and case.shortage_told_reference
            case.shortage_duty_open = due and not told and not case.shortage_not_due

    def _audit_names(self):
        return (*super()._audit_names(), *AUDITED)

    def action_sign_decision(self):
        """Open the signing of the decision that waits for it."""
        return self.nonconformity_id.action_sign_decision()
