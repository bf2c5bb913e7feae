# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class AnsmFactMixin(models.AbstractModel):
    """A fact recorded on a nonconformity, before there is a case or without one.

    Once the case is opened it is the case's too: its audit trail shows it.
    """

    _name = "ansm.fact.mixin"
    _description = "Fact of a nonconformity"

    nonconformity_id = fields.Many2one(
        "mgmtsystem.nonconformity", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", readonly=True, index=True, ondelete="restrict"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Record facts, and let the case take what they say."""
        prepared = [self._of_nonconformity(vals) for vals in vals_list]
        cases = {vals["declaration_id"] for vals in prepared} - {False}
        before = self._said(self.env["ansm.declaration"].browse(cases))
        facts = super().create(prepared)
        for case, said in before.items():
            case._take_facts(said)
        return facts

    @api.model
    def _said(self, cases):
        """Return, by case, what its facts say by now."""
        return {case: case._facts() for case in cases}

    def _facts(self):
        """Return, by field of the case, what these facts say."""
        raise NotImplementedError

    @api.model
    def _of_nonconformity(self, vals):
        """Return values with the company and the case of the nonconformity."""
        case = self.env["ansm.declaration"].browse(vals.get("declaration_id"))
        given = vals.get("nonconformity_id") or case.nonconformity_id.id
        nonconformity = self.env["mgmtsystem.nonconformity"].browse(given)
        company = nonconformity.company_id or self.env.company
        return {
            **vals,
            "nonconformity_id": nonconformity.id,
            "company_id": company.id,
            "declaration_id": nonconformity.ansm_declaration_ids[:1].id,
        }

    def write(self, vals):
        if {"nonconformity_id", "company_id"} & vals.keys():
            raise UserError(
                self.env._("A fact stays with the nonconformity it was recorded on.")
            )
        if "declaration_id" in vals and not self.env.su:
            raise UserError(self.env._("The case follows from the nonconformity."))
        before = self._said(self.declaration_id)
        result = super().write(vals)
        for case, said in before.items():
            case._take_facts(said)
        return result
