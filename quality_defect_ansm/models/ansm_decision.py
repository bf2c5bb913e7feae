# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import chains
from .ansm_decision_facts import CRITERIA, OUTCOME_FIELDS

#: What one outcome or another takes besides the criteria.
BESIDES = tuple(dict.fromkeys(name for one in OUTCOME_FIELDS.values() for name in one))
#: What the dialog gives.
GIVEN = ("known_at", *CRITERIA, "outcome", *BESIDES, "replace_reason")


class AnsmDecision(models.Model):
    """One decision on a nonconformity: must the agency know, and why.

    Kept with the nonconformity, also when nothing is declared (GMP chapter 8). It
    is prepared in the dialog, changed there until a signatory in force signs it by
    his own means, and evidence from then on; a new one names the one before.
    """

    _name = "ansm.decision"
    _inherit = ["ansm.decision.facts", "ansm.evidence.mixin", "ansm.audited.mixin"]
    _description = "Decision on a quality defect"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", index=True, ondelete="restrict"
    )
    number = fields.Integer(required=True)
    replaces_id = fields.Many2one("ansm.decision", ondelete="restrict")
    medicine_id = fields.Many2one("ansm.medicine", index=True, ondelete="restrict")
    product_name = fields.Char("Product")
    batch_names = fields.Char("Batches")
    declared_by_name = fields.Char("Declared by (name)")
    proof_sha256 = fields.Char("SHA-256 of the proof")
    prepared_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    prepared_by_name = fields.Char("Prepared by", required=True)
    prepared_at = fields.Datetime(required=True)
    content = fields.Text("What is signed")
    content_sha256 = fields.Char("SHA-256 of the text")
    signatory_id = fields.Many2one("ansm.signatory", ondelete="restrict")
    user_id = fields.Many2one("res.users", "Signed by (user)", ondelete="restrict")
    signer_name = fields.Char("Signed by")
    signer_role = fields.Char("In the role of")
    signed_at = fields.Datetime("Signed at", index=True)
    auth_method = fields.Char("Proof of identity")
    state = fields.Selection(
        [
            ("to_sign", "To sign"),
            ("in_force", "In force"),
            ("replaced", "Replaced"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    replaced_by_ids = fields.One2many("ansm.decision", "replaces_id")

    _evidence_sealed_when = "signed_at"
    _evidence_sealed = (
        "nonconformity_id",
        "company_id",
        "declaration_id",
        "number",
        "replaces_id",
        "medicine_id",
        "product_name",
        "batch_names",
        "signal_received_at",
        *GIVEN,
        "declared_by_name",
        "proof_sha256",
        "prepared_by_id",
        "prepared_by_name",
        "prepared_at",
        "content",
        "content_sha256",
        "signatory_id",
        "user_id",
        "signer_name",
        "signer_role",
        "signed_at",
        "auth_method",
    )
    _audited_fields = GIVEN
    # Until it is signed it is a draft, and its reason is the decision itself.
    _audit_asks_reason = False

    _number_uniq = models.Constraint(
        "UNIQUE (nonconformity_id, number)", "This decision is recorded already."
    )
    _one_to_sign = models.UniqueIndex(
        "(nonconformity_id) WHERE signed_at IS NULL",
        "A decision on this nonconformity waits for its signature.",
    )

    @api.depends("nonconformity_id.ref", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for decision in self:
            decision.display_name = self.env._(
                "%(nonconformity)s – decision %(number)s",
                nonconformity=decision.nonconformity_id.ref,
                number=decision.number,
            )

    @api.depends("signed_at", "replaced_by_ids.signed_at")
    def _compute_state(self):
        for decision in self:
            replaced = any(one.signed_at for one in decision.replaced_by_ids)
            state = "replaced" if replaced else "in_force"
            decision.state = state if decision.signed_at else "to_sign"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        signed = fields.Domain("signed_at", "!=", False)
        replaced = fields.Domain("replaced_by_ids.signed_at", "!=", False)
        domains = {
            "to_sign": ~signed,
            "in_force": signed & ~replaced,
            "replaced": signed & replaced,
        }
        return fields.Domain.OR(domains[one] for one in value if one in domains)

    def _replaced_name(self):
        return self.replaces_id.display_name

    @api.model
    def _record(self, nonconformity, vals):
        """Record what was decided, to be signed: a new decision, or the one that
        waits for its signature, changed.

        :param vals: the fields named in ``GIVEN``, with medicine and batches
        :raise AccessError: for whoever may not decide on that nonconformity
        """
        self._check_may_prepare(nonconformity)
        # sudo: decisions are written by code alone, the right was checked above
        decisions = nonconformity.sudo().ansm_decision_ids.sorted("number")
        waiting = decisions.filtered(lambda one: not one.signed_at)
        vals = {**self._copied(nonconformity, vals), **self._prepared()}
        if waiting:
            waiting.write(vals)
        else:
            waiting = decisions.create(
                {
                    **vals,
                    "nonconformity_id": nonconformity.id,
                    "number": len(decisions) + 1,
                    "replaces_id": decisions[-1:].id,
                }
            )
        return waiting.with_env(self.env)

    @api.model
    def _kept(self):
        """Return the signed decisions that opened no case and have to be kept.

        As long as a case from its closing: what was not declared is asked for too.
        """
        found = self.search(
            [("signed_at", "!=", False), ("declaration_id", "=", False)]
        )
        now = fields.Datetime.now()
        return found.filtered(
            lambda one: one.signed_at
            + relativedelta(years=one.company_id.ansm_retention_after_closing)
            > now
        )

    def _link_case(self, case):
        """Keep the decision with the case, the one it opened or the one there is."""
        self.sudo().declaration_id = case  # sudo: written by code alone

    @api.model
    def _check_may_prepare(self, nonconformity):
        nonconformity.check_access("read")
        company = nonconformity.company_id or self.env.company
        preparer = self.env.user.has_group("quality_defect_ansm.group_preparer")
        if not preparer or company not in self.env.companies:
            raise AccessError(
                self.env._("A preparer of %s records its decisions.", company.name)
            )

    @api.model
    def _prepared(self):
        return {
            "prepared_by_id": self.env.uid,
            "prepared_by_name": self.env.user.name,
            "prepared_at": fields.Datetime.now(),
        }

    @api.model
    def _copied(self, nonconformity, vals):
        """Return the values with what they name as text: it may be renamed later."""
        # what the outcome does not take was typed before it was changed
        foreign = set(BESIDES) - set(OUTCOME_FIELDS[vals["outcome"]])
        vals = {**vals, **dict.fromkeys(foreign, False)}
        partner = self.env["res.partner"].browse(vals["declared_by_id"])
        proof = base64.b64decode(vals["proof"] or b"")
        return {
            **vals,
            "company_id": (nonconformity.company_id or self.env.company).id,
            "declared_by_name": partner.display_name,
            "proof_sha256": chains.sha256(proof) if proof else False,
        }
