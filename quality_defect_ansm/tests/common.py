# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from odoo.addons.base.tests.common import BaseCommon

from ..documents.volets import LAYOUTS
from ..documents.volets.lines import STATED

GROUP = "quality_defect_ansm.group_"


class AnsmCommon(BaseCommon):
    """An exploitant with one medicine, one batch and a nonconformity on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.ansm_tz = "Europe/Paris"
        cls.qa = cls._new_user("qa_test", "preparer")
        cls.reader = cls._new_user("reader_test", "reader")
        cls.manager = cls._new_user("manager_test", "manager")
        cls.medicine = cls.env["ansm.medicine"].create(
            {
                "name": "AUBRALGINE 500 mg, comprimé",
                "inn": "Paracétamol",
                "cis_code": "60000001",
            }
        )
        cls.presentation = cls.env["ansm.presentation"].create(
            {
                "name": "Plaquette de 16 comprimés",
                "medicine_id": cls.medicine.id,
                "cip13": "3400930000007",
            }
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Aubralgine 500 mg, 16 comprimés",
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                "barcode": "3400930000007",
            }
        )
        cls.lot = cls.env["stock.lot"].create(
            {
                "name": "A1234",
                "product_id": cls.product.id,
                "company_id": cls.company.id,
                # 31/03/2028 in Paris, and still 30/03 in UTC
                "expiration_date": datetime(2028, 3, 30, 22, 30),
            }
        )
        cls.nonconformity = cls._new_nonconformity()

    @classmethod
    def _new_user(cls, login, group, **vals):
        return cls.env["res.users"].create(
            {
                "name": f"{login} (test)",
                "login": login,
                "password": login,
                "email": f"{login}@exploitant.example",
                "phone": "01 99 00 12 34",
                "lang": "en_US",
                "group_ids": [(6, 0, cls.env.ref(GROUP + group).ids)],
                "company_id": cls.env.company.id,
                "company_ids": [(6, 0, cls.env.company.ids)],
                **vals,
            }
        )

    @classmethod
    def _new_nonconformity(cls, **vals):
        return cls.env["mgmtsystem.nonconformity"].create(
            {
                "name": "Fissure du flacon",
                "description": "Trois flacons fissurés à la réception.",
                "partner_id": cls.env["res.partner"].create({"name": "Pharmacie"}).id,
                "responsible_user_id": cls.qa.id,
                "manager_user_id": cls.qa.id,
                "origin_ids": [
                    (0, 0, {"name": "Réclamation"}),
                ],
                **vals,
            }
        )

    @classmethod
    def _declare(cls, nonconformity=None, user=None, **vals):
        """Return the case opened from the nonconformity, as a person opens it."""
        nonconformity = nonconformity or cls.nonconformity
        wizard = (
            cls.env["ansm.decision.wizard"]
            .with_user(user or cls.qa)
            .create(
                {
                    "nonconformity_id": nonconformity.id,
                    "lot_ids": [(6, 0, cls.lot.ids)],
                    "signal_received_at": datetime(2026, 4, 3, 7, 12),
                    "known_at": datetime(2026, 4, 3, 8, 0),
                    **vals,
                }
            )
        )
        action = wizard.action_declare()
        return (
            cls.env["ansm.declaration"]
            .with_user(user or cls.qa)
            .browse(action["res_id"])
        )

    @classmethod
    def _complete(cls, declaration, kind="volet_1"):
        """Fill all that a final volet needs; what is left does not apply."""
        declaration.medicine_id.sudo().status = "amm"
        declaration.write(
            {
                "falsification": "no",
                "risk_assessment": "Faible",
                "risk_class": "class_3",
                "cause_state": "not_found",
                "root_cause": "Inconnue",
                "impact_quality": "Aucun",
                "impact_patient": "Aucun",
                "conclusion": "Défaut isolé",
                "withdrawal_reason": "Autre lot",
                "channel_wholesaler": True,
                "distribution_reason": "Fichier du dépositaire",
            }
        )
        declaration.batch_ids.write(
            {
                "manufacturing_date": (datetime(2026, 3, 1) - timedelta(days=2)).date(),
                "batch_size": 24000,
            }
        )
        cls._say_not_applicable(declaration, kind)

    @classmethod
    def _say_not_applicable(cls, declaration, kind):
        said = declaration.not_applicable_ids.mapped("line")
        content = declaration._prepare_content(kind, 1, False)
        parts = (*LAYOUTS[kind].lines, *LAYOUTS[kind].tables)
        for part in parts:
            value = content[part.key]
            told = value.get("gap") if isinstance(value, dict) else value
            empty = told in ([], "non renseigné à ce stade")
            if part.need == STATED and empty and part.key not in said:
                declaration.not_applicable_ids.create(
                    {
                        "declaration_id": declaration.id,
                        "line": part.key,
                        "reason": "non concerné",
                    }
                )
