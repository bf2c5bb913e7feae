# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..demo import more_cases


class AnsmDemo(models.AbstractModel):
    """Two more cases: of two specialities, and of a medicine made for export only."""

    _inherit = "ansm.demo"

    def _cases(self, company, lots):
        super()._cases(company, lots)
        user = self.env["res.users"].search([("login", "=", "qa")])
        self._one_more(user, company, lots, more_cases.EXPORT)
        mixed = self._one_more(user, company, lots, more_cases.MIXED)
        self._numbered(mixed, more_cases.MIXED["numbers"])

    def _one_more(self, user, company, lots, words):
        """Declare a case and make the Volet 1 of each of its specialities."""
        found = self._nonconformity(user, company, *words["nonconformity"])
        batches = self.env["stock.lot"].union(*(lots[one] for one in words["batches"]))
        found.ansm_lot_ids = batches
        case = self._declare(user, found, batches, words["age"])
        self._fill(case, words["words"])
        self._make_each(case)
        return case

    def _make_each(self, case, reason=""):
        volets = self.env["ansm.volet"].with_user(case.user_id)
        for speciality in case._each_speciality():
            volets._make(case, "volet_1", reason=reason, speciality=speciality)

    def _numbered(self, case, numbers):
        """Send each Volet 1; the agency numbers each; make the next versions."""
        signer = self.env["res.users"].search([("login", "=", "pr")])
        for volet in case.volet_ids.with_user(signer):
            volet._sign("approved", volet._my_appointments()[:1], "password")
            self._hand_over(volet.with_env(self.env))
        case.case_number = numbers["case"]
        case.speciality_ids.case_number = numbers["other"]
        self._make_each(case, "Numéros de dossier attribués par l’agence")
