# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .. import french
from ..documents.volets import LAYOUTS
from ..documents.volets.case import NOT_NUMBERED
from ..documents.volets.changes import changes

#: What Volet 2 copies from Volet 1, and marks when it was corrected since.
COPIED = {"product_name", "presentation", "inn", "cip13"}
NO_VOLET_1 = "aucun Volet 1 signé"


class AnsmDeclaration(models.Model):
    """What a volet says of its version, the product, the company and its people."""

    _inherit = "ansm.declaration"

    def _content_head(self, number, final, replaced, reason):
        """Return which version it is, of what, and to which agency it goes."""
        agency = self.env["ansm.agency"]._in_force(self.company_id)
        return {
            "version": str(number),
            "status": "version définitive" if final else "version non définitive",
            "replaces": replaced.display_name if replaced else "",
            "change_reason": reason,
            "exercise": self.exercise,
            "agency": {
                "name": agency.name or "",
                "department": agency.department or "",
                "address": agency.postal_address or "",
                "email": agency.email or "",
            },
        }

    def _content_made(self, kind, speciality):
        """Return what no single field says."""
        content = {**self._content_company(), **self._content_people()}
        content |= self._content_others(speciality)
        if kind == "volet_1":
            teller = speciality or self
            content |= teller._content_distribution()
            content |= self._content_sites(teller.medicine_id)
        return content

    def _content_others(self, speciality):
        """Return the case's other specialities, with their numbers."""
        tellers = [one or self for one in self._each_speciality() if one != speciality]
        if not speciality:
            tellers = self.speciality_ids
        told = (
            f"{one.medicine_id.name} ({one.case_number or NOT_NUMBERED})"
            for one in tellers
        )
        return {"other_specialities": "\n".join(told)}

    def _content_sites(self, medicine):
        """Return the holder and the sites, name and postal address each (row 14)."""
        medicine = medicine.sudo()  # sudo: partners the user may not open
        return {
            "holder": medicine.holder_id._ansm_name_and_address(),
            "production_sites": medicine.production_site_ids._ansm_name_and_address(),
            "packaging_sites": medicine.packaging_site_ids._ansm_name_and_address(),
            "release_sites": medicine.release_site_ids._ansm_name_and_address(),
            "sample_sites": medicine.sample_site_ids._ansm_name_and_address(),
        }

    def _content_company(self):
        return {
            "company_name": self.company_id.name,
            "company_address": self.company_id.partner_id._ansm_address(),
        }

    def _content_people(self):
        pharmacist = self._pharmacist()
        return {
            "pr": {
                "name": pharmacist.user_id.name or "",
                "phone": pharmacist.phone or "",
                "mobile": pharmacist.mobile or "",
                "email": pharmacist.email or "",
            },
            "contact": {
                "name": self.user_id.name or "",
                "phone": self.contact_phone or "",
                "mobile": self.contact_mobile or "",
                "email": self.contact_email or "",
            },
        }

    def _content_corrections(self, content, speciality):
        """Return what of the last signed Volet 1 is corrected in a Volet 2."""
        signed = self._last_signed("volet_1", speciality)
        if not signed:
            return {
                "volet_1_version": NO_VOLET_1,
                "corrections_words": NO_VOLET_1,
                "corrections": [],
            }
        layout = LAYOUTS["volet_1"]
        lines = [line for line in layout.lines if line.key in COPIED]
        tables = [table for table in layout.tables if table.key == "batches"]
        found = list(changes(lines, tables, signed._content(), content))
        sealed = french.moment(self._local(signed.sealed_at))
        return {
            "volet_1_version": f"{signed.display_name}, signé le {sealed}",
            "corrections_words": "voir ci-dessous" if found else "aucune correction",
            "corrections": found,
        }
