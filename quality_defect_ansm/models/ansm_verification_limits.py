# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmVerificationLimits(models.AbstractModel):
    """Says on each screen of a verification what none can see."""

    _name = "ansm.verification.limits"
    _description = "Limits of a verification"

    linked_later = fields.Char(
        "Linked a few minutes later", compute="_compute_linked_later"
    )

    @api.depends_context("lang")
    def _compute_linked_later(self):
        models_ = self.env["ansm.chain"]._evidence_models()
        # sudo: the names of models only
        known = self.env["ir.model"].sudo()
        names = sorted(
            known._get(model._name).name
            for model in models_
            if model._evidence_deferred
        )
        self.linked_later = ", ".join(names)
