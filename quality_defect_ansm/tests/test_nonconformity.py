# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AnsmCommon


@tagged("post_install", "-at_install")
class TestNonconformity(AnsmCommon):
    def test_the_button_opens_the_decision_of_this_nonconformity(self):
        action = self.nonconformity.with_user(self.qa).action_quality_defect()
        self.assertEqual(action["res_model"], "ansm.decision.wizard")
        self.assertEqual(
            action["context"]["default_nonconformity_id"], self.nonconformity.id
        )

    def test_the_smart_button_leads_back_to_the_one_declaration(self):
        declaration = self._declare()
        self.assertEqual(self.nonconformity.ansm_declaration_count, 1)
        action = self.nonconformity.action_ansm_declarations()
        self.assertEqual(action["res_id"], declaration.id)

    def test_company_cannot_change_once_declared_even_unseen(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        self.nonconformity.company_id = other
        self.nonconformity.company_id = self.company
        self._declare()
        with self.assertRaisesRegex(UserError, "company of .* cannot change"):
            self.nonconformity.company_id = other
        # Somebody of the management system who may not even read declarations
        outsider = self._new_user(
            "outsider",
            "reader",
            group_ids=[
                Command.set(self.env.ref("mgmtsystem.group_mgmtsystem_manager").ids)
            ],
            company_ids=[Command.set((self.company | other).ids)],
        )
        with self.assertRaisesRegex(UserError, "company of .* cannot change"):
            self.nonconformity.with_user(outsider).write({"company_id": other.id})

    def test_writing_the_same_company_again_is_harmless(self):
        self._declare()
        self.nonconformity.write({"company_id": self.company.id})
        self.assertEqual(self.nonconformity.company_id, self.company)

    def test_it_is_deleted_by_nobody_once_declared(self):
        other = self._new_nonconformity()
        self._declare()
        with self.assertRaisesRegex(UserError, f"recorded on {self.nonconformity.ref}"):
            (self.nonconformity | other).unlink()
        other.unlink()
        self.assertFalse(other.exists())
