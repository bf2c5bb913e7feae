# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError

MODULE = "quality_defect_ansm"
#: Holds the head of the database's chain once all of it was exported and verified.
EXPORTED = "quality_defect_ansm.uninstall_after_export"


class IrModuleModule(models.Model):
    """The addon stays while a case must be kept: uninstalling drops its tables.

    Refused where every road passes, the state of the module: its own button, the
    wizard, or a parent's uninstall, which takes this one along. In a hook of the
    uninstall it would be too late.
    """

    _inherit = "ir.module.module"

    def write(self, vals):
        if vals.get("state") in ("to remove", "uninstalled"):
            self._ansm_refuse_uninstall()
        return super().write(vals)

    def module_uninstall(self):
        self._ansm_refuse_uninstall()
        return super().module_uninstall()

    def _ansm_refuse_uninstall(self):
        # what is to be removed was let through before, and is half gone by now
        ours = self.filtered(lambda one: one.name == MODULE)
        there = ours.state in ("installed", "to upgrade")
        problems = there and ours._ansm_uninstall_problems()
        if problems:
            raise UserError("\n".join(problems))

    def _ansm_uninstall_problems(self):
        """Return why the evidence cannot be dropped, one sentence each."""
        # sudo: the cases and decisions of every company count, whoever uninstalls
        cases = self.env["ansm.declaration"].sudo()
        kept = cases.search([("exercise", "=", False)])
        kept -= kept._retention_over()
        decisions = self.env["ansm.decision"].sudo()._kept()
        if not (kept or decisions):
            return []
        left = kept._ansm_not_taken_out()
        if self._ansm_exported() and not left:
            return []
        return [
            self.env._("Uninstalling would destroy regulated evidence:"),
            *self._ansm_kept_words(kept, decisions),
            *left,
            self.env._(
                "If the law allows it, export and verify everything; then set the "
                "system parameter %(name)s to the head of the database's chain "
                "(menu Chains of evidence).",
                name=EXPORTED,
            ),
        ]

    def _ansm_kept_words(self, cases, decisions):
        """Return what has to be kept, a sentence for each company."""
        words = [
            self.env._(
                "%(company)s: %(count)s case(s) must be kept, until %(last)s at least.",
                company=company.name,
                count=len(some),
                last=max(some.mapped(lambda one: str(one.retention_until or "")))
                or self.env._("five years after their closing"),
            )
            for company, some in cases.grouped("company_id").items()
        ]
        return words + [
            self.env._(
                "%(company)s: %(count)s signed decision(s) must be kept.",
                company=company.name,
                count=len(some),
            )
            for company, some in decisions.grouped("company_id").items()
        ]

    def _ansm_exported(self):
        """Whether the export named in the parameter is of this very evidence."""
        # sudo: parameters are readable by administrators only, chains by readers
        named = self.env["ir.config_parameter"].sudo().get_param(EXPORTED)
        return bool(named) and named == self.env["ansm.chain"].sudo()._of().head_text
