# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from stdnum import ean

from odoo import Command, models

from ..demo import medicines

#: How a French bar code of a medicine begins.
FRENCH = "34009"


class AnsmDemo(models.AbstractModel):
    _inherit = "ansm.demo"

    def _products(self, company):
        """Return the products, each with its medicine, pack and sites."""
        sites = {
            reference: self._partner(reference, *words)
            for reference, words in medicines.SITES.items()
        }
        return [
            self._product(company, sites, *words, *authorisation)
            for words, authorisation in zip(
                medicines.MEDICINES, medicines.AUTHORISATIONS, strict=True
            )
        ]

    def _product(self, company, sites, name, inn, cis, pack, cip12, *authorisation):
        code = cip12 + ean.calc_check_digit(cip12)
        kind = "cip13" if code.startswith(FRENCH) else "export_code"
        medicine = self.env["ansm.medicine"].create(
            {
                "name": name,
                "inn": inn,
                "cis_code": cis,
                "company_id": company.id,
                **self._prepare_authorisation(sites, *authorisation),
            }
        )
        self.env["ansm.presentation"].create(
            {"name": pack, "medicine_id": medicine.id, kind: code}
        )
        return self.env["product.product"].create(
            {
                "name": f"{name} – {pack}",
                "barcode": code,
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                "uom_id": self._box().id,
                "company_id": company.id,
            }
        )

    def _prepare_authorisation(
        self, sites, generic, mitm, procedure, rapporteur, supervisor, number, *places
    ):
        production, packaging = (Command.set(sites[one].ids) for one in places)
        return {
            "status": "amm" if supervisor != "ma" else False,
            "authorisation_number": number,
            "holder_id": sites["TITULAIRE"].id,
            "generic": generic,
            "mitm": mitm,
            "procedure": procedure,
            "rapporteur_id": self.env.ref(f"base.{rapporteur}").id,
            "supervisor_id": self.env.ref(f"base.{supervisor}").id,
            "production_site_ids": [production],
            "packaging_site_ids": [packaging],
            "release_site_ids": [Command.set(sites["USINE"].ids)],
            "sample_site_ids": [Command.set(sites["ECHANT"].ids)],
        }
