# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AnsmCommon

SEALED = "2026-01-01 00:00:00"


@tagged("post_install", "-at_install")
class TestEvidenceByCode(AnsmCommon):
    """What an administrator sets or gives himself makes no evidence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.declaration = cls._declare()

    def _make_volet(self):
        wizards = self.env["ansm.volet.wizard"].with_user(self.qa)
        wizard = wizards.create(
            {"declaration_id": self.declaration.id, "kind": "volet_1"}
        )
        action = wizard.action_make()
        return self.env["ansm.volet"].browse(action["res_id"])

    def _forged(self):
        return {
            "company_id": self.company.id,
            "user_id": self.manager.id,
            "signer_name": "Pharmacien responsable",
            "signer_role": "Pharmacien responsable",
            "meaning": "approved_pr",
            "signed_at": datetime(2026, 1, 1),
            "auth_method": "password",
            **dict.fromkeys(
                ("content_sha256", "preview_sha256", "docx_sha256", "pdf_sha256"), "-"
            ),
        }

    def _give_rights(self, model):
        self.env["ir.model.access"].create(
            {
                "name": "given by an administrator",
                "model_id": self.env["ir.model"]._get_id(model),
                "group_id": self.env.ref("quality_defect_ansm.group_preparer").id,
                "perm_read": True,
                "perm_create": True,
                "perm_write": True,
            }
        )

    def test_no_default_of_an_administrator_seals_a_volet(self):
        self.env["ir.default"].set("ansm.volet", "sealed_at", SEALED)
        self.assertFalse(self._make_volet().sealed_at)

    def test_a_right_given_to_oneself_signs_nothing(self):
        volet = self._make_volet()
        self._give_rights("ansm.signature")
        signatures = self.env["ansm.signature"].with_user(self.qa)
        with self.assertRaisesRegex(AccessError, "the application alone"):
            signatures.create({**self._forged(), "volet_id": volet.id})

    def test_a_right_given_to_oneself_seals_nothing(self):
        volet = self._make_volet().with_user(self.qa)
        self._give_rights("ansm.volet")
        with self.assertRaisesRegex(AccessError, "the application alone"):
            volet.write({"sealed_at": SEALED})
