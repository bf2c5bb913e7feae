# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class MgmtsystemNonconformity(models.Model):
    """A nonconformity raises the question: must the agency know?"""

    _inherit = "mgmtsystem.nonconformity"

    ansm_declaration_ids = fields.One2many(
        "ansm.declaration", "nonconformity_id", string="Quality defect declarations"
    )
    ansm_declaration_count = fields.Integer(compute="_compute_ansm_declaration_count")

    @api.depends("ansm_declaration_ids")
    def _compute_ansm_declaration_count(self):
        counts = dict(
            self.env["ansm.declaration"]._read_group(
                [("nonconformity_id", "in", self.ids)],
                ["nonconformity_id"],
                ["__count"],
            )
        )
        for nonconformity in self:
            nonconformity.ansm_declaration_count = counts.get(nonconformity, 0)

    def write(self, vals):
        """Refuse another company once something of a quality defect is recorded.

        The parent leaves ``company_id`` writable, and the exploitant of a
        declaration cannot change: the evidence belongs to one company.
        """
        if "company_id" in vals:
            moved = self.filtered(lambda one: one.company_id.id != vals["company_id"])
            held = moved._ansm_held()
            if held:
                raise UserError(
                    self.env._(
                        "The company of %s cannot change: a quality defect is "
                        "recorded on it.",
                        ", ".join(held.mapped("ref")),
                    )
                )
        return super().write(vals)

    def _ansm_held(self):
        """Return those of which a signal, a decision, a case is recorded."""
        # sudo: what is of a company the user cannot see counts as well
        return self.filtered(
            lambda one: (
                one.sudo().ansm_declaration_ids
                or one.sudo().ansm_decision_ids
                or one.sudo().ansm_signal_ids
                or one.sudo().ansm_told_ids
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_declared(self):
        """What is recorded names it, and stays (R. 5124-60 CSP)."""
        held = self._ansm_held()
        if held:
            raise UserError(
                self.env._(
                    "Not deleted: a quality defect is recorded on %s.",
                    ", ".join(held.mapped("ref")),
                )
            )

    def action_quality_defect(self):
        """Open the decision: must the agency know of this nonconformity?"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Quality defect"),
            "res_model": "ansm.decision.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_nonconformity_id": self.id},
        }

    def action_ansm_declarations(self):
        """Open the declaration(s) of this nonconformity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quality_defect_ansm.action_declaration"
        )
        declarations = self.ansm_declaration_ids
        if len(declarations) == 1:
            action.update(
                views=[(False, "form")], view_mode="form", res_id=declarations.id
            )
        else:
            action["domain"] = [("id", "in", declarations.ids)]
        return action
