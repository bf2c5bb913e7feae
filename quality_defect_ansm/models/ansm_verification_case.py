# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmDeclaration(models.Model):
    """What proves the case: its chain, the last verification of it."""

    _inherit = "ansm.declaration"

    chain_id = fields.Many2one("ansm.chain", compute="_compute_chain")
    chain_length = fields.Integer("Links", compute="_compute_chain")
    chain_head = fields.Char("Head of the chain", compute="_compute_chain")
    chain_left = fields.Char("Last head that left", compute="_compute_chain")
    verification_id = fields.Many2one(
        "ansm.verification", "Last verification", compute="_compute_verification"
    )
    verified_at = fields.Datetime("Verified at", compute="_compute_verification")
    verified_intact = fields.Boolean("Intact", compute="_compute_verification")

    def _compute_chain(self):
        # sudo: whoever may read a case may read where its proof stands
        found = (
            self.env["ansm.chain"].sudo().search([("declaration_id", "in", self.ids)])
        )
        chains = {chain.declaration_id.id: chain for chain in found}
        for case in self:
            chain = chains.get(case.id, found.browse())
            case.chain_id = chain.id
            case.chain_length = chain.length
            case.chain_head = chain.head_text
            case.chain_left = chain.left_words

    def _compute_verification(self):
        """Find the last verification that looked at the case: its own, or of all."""
        verifications = self.env["ansm.verification"].sudo()
        for case in self:
            found = verifications.search(
                [
                    ("company_id", "=", case.company_id.id),
                    ("case_id", "in", (case.id, False)),
                ],
                limit=1,
            )
            case.verification_id = found.id
            case.verified_at, case.verified_intact = found.at, found.intact

    def action_verify(self):
        """Open the verification of this case's evidence."""
        self.ensure_one()
        return self.env["ansm.verification.wizard"]._open(self)

    def action_chain(self):
        """Open the chain of this case."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.chain",
            "res_id": self.chain_id.id,
            "view_mode": "form",
        }


class AnsmChain(models.Model):
    """Each chain shows since when what it holds is out of everybody's reach."""

    _inherit = "ansm.chain"

    verification_ids = fields.Many2many(
        "ansm.verification", compute="_compute_verification_ids"
    )

    @api.depends("company_id", "declaration_id")
    def _compute_verification_ids(self):
        for chain in self:
            cases = (
                (chain.declaration_id.id, False) if chain.declaration_id else (False,)
            )
            chain.verification_ids = self.env["ansm.verification"].search(
                [("company_id", "=", chain.company_id.id), ("case_id", "in", cases)],
                limit=10,
            )
