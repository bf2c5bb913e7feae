# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class AnsmDeclaration(models.Model):
    """Whether all of a case left the system, and was found intact after that."""

    _inherit = "ansm.declaration"

    def _ansm_not_taken_out(self):
        """Return what was not exported since it changed, or not verified since.

        :return: sentences
        """
        found = []
        for company, cases in self.grouped("company_id").items():
            exported = {case: case._ansm_exported_at() for case in cases}
            missing = [case.name for case, at in exported.items() if not at]
            if missing:
                found.append(
                    self.env._(
                        "%(company)s: not exported since the last change: %(cases)s.",
                        company=company.name,
                        cases=", ".join(missing),
                    )
                )
            last = max(filter(None, exported.values()), default=None)
            if company._ansm_waiting():
                found.append(
                    self.env._("%s: messages received wait to be sorted.", company.name)
                )
            if not company._ansm_found_intact(last):
                found.append(
                    self.env._(
                        "%s: its evidence was not found intact since the last export.",
                        company.name,
                    )
                )
        return found

    def _ansm_exported_at(self):
        """Return when the case was exported, if nothing changed in it since."""
        # sudo: the trail of each company counts, whoever asks
        events = self.env["ansm.event"].sudo()
        last = events.search([("declaration_id", "=", self.id)], order="id desc")[:1]
        return last.at if last.kind == "exported" else None


class ResCompany(models.Model):
    _inherit = "res.company"

    def _ansm_found_intact(self, since):
        """Tell whether the last verification of all, after a moment, was intact."""
        # sudo: the verifications of each company count, whoever asks
        verifications = self.env["ansm.verification"].sudo()
        whole = [("company_id", "=", self.id), ("case_id", "=", False)]
        last = verifications.search(whole, order="id desc", limit=1)
        return bool(since and last.intact and last.at >= since)
