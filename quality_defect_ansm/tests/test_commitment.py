# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .signing_common import SigningData

WHY = "Fournisseur en retard"


@tagged("post_install", "-at_install")
class TestCommitment(SigningData):
    """What was promised to the agency is not dropped or postponed in silence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._declare()
        cls.action = (
            cls.env["mgmtsystem.action"]
            .with_context(ansm_demo=True)
            .create(
                {
                    "name": "Caméra de détection",
                    "type_action": "prevention",
                    "user_id": cls.qa.id,
                    "date_deadline": date(2026, 12, 1),
                    "ansm_commitment": True,
                }
            )
        )
        cls.case.nonconformity_id.sudo().action_ids = cls.action

    def _status(self):
        content = self.case._prepare_content("volet_2", 1, False)
        return content["capa"][0]["status"]

    def test_a_commitment_is_told_as_one(self):
        self.assertIn("engagement envers l’agence", self._status())
        self.action.ansm_commitment_reason = "Abandonné"
        self.action.write(
            {"ansm_commitment": False, "ansm_commitment_reason": "Sans objet"}
        )
        self.assertNotIn("engagement", self._status())

    def test_postponing_or_dropping_takes_a_reason(self):
        cancel = self.env.ref("mgmtsystem_action.stage_cancel")
        for vals in (
            {"date_deadline": date(2027, 2, 1)},
            {"date_deadline": False},
            {"stage_id": cancel.id},
            {"active": False},
            {"ansm_commitment": False},
            {"stage_id": cancel.id, "ansm_commitment_reason": " "},
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(UserError, "takes a reason"),
            ):
                self.action.write(vals)
        self.assertEqual(self.action.date_deadline, date(2026, 12, 1))

    def test_a_reason_given_for_another_change_is_not_taken(self):
        self.action.write(
            {"date_deadline": date(2027, 2, 1), "ansm_commitment_reason": WHY}
        )
        with self.assertRaisesRegex(UserError, "takes a reason"):
            self.action.date_deadline = date(2027, 3, 1)

    def test_an_earlier_date_and_other_work_ask_nothing(self):
        self.action.date_deadline = date(2026, 11, 1)
        self.action.name = "Caméra"
        self.action.stage_id = self.env.ref("mgmtsystem_action.stage_open")
        self.assertFalse(self.action.ansm_promised_for)

    def test_the_next_version_shows_the_first_date_and_the_reason(self):
        first = self.env["ansm.volet"].with_user(self.qa)._make(self.case, "volet_2")
        self._approve(first)
        for due in (date(2027, 2, 1), date(2027, 3, 1)):
            self.action.write({"date_deadline": due, "ansm_commitment_reason": WHY})
        self.assertIn("reportée du 01/12/2026", self._status())
        second = self.env["ansm.volet"].with_user(self.qa)._make(self.case, "volet_2")
        found = {one["label"]: one for one in second._content()["changes"]}
        words = [one["after"] for label, one in found.items() if "État" in label]
        self.assertIn(WHY, words[0])

    def test_dropping_shows_with_its_reason_and_is_in_the_trail(self):
        cancel = self.env.ref("mgmtsystem_action.stage_cancel")
        self.action.with_user(self.manager).write(
            {"stage_id": cancel.id, "ansm_commitment_reason": WHY}
        )
        self.assertIn("abandonnée", self._status())
        self.assertIn(WHY, self._status())
        event = self.env["ansm.event"].search(
            [
                ("res_model", "=", "mgmtsystem.action"),
                ("field_name", "=", "stage_id"),
                ("kind", "=", "changed"),
            ]
        )
        self.assertEqual(event.declaration_id, self.case)
        self.assertEqual((event.reason, event.user_name), (WHY, self.manager.name))

    def test_a_commitment_is_not_deleted_nor_taken_out_of_the_case(self):
        with self.assertRaisesRegex(UserError, "not deleted"):
            self.action.unlink()
        with self.assertRaisesRegex(UserError, "stay with the nonconformity"):
            self.case.nonconformity_id.sudo().action_ids = False

    def test_what_was_not_promised_is_as_free_as_before(self):
        self.action.sudo().write(
            {"ansm_commitment": False, "ansm_commitment_reason": "Jamais promis"}
        )
        self.action.date_deadline = date(2028, 1, 1)
        self.case.nonconformity_id.sudo().action_ids = False
        self.action.unlink()
        self.assertFalse(self.action.exists())

    def test_nobody_rewrites_what_was_promised_first_nor_the_reason(self):
        for vals in (
            {"ansm_promised_for": date(2027, 6, 1)},
            {"ansm_promised_for": False},
        ):
            with self.assertRaises(AccessError):
                self.action.with_user(self.manager).write(vals)
        self.action.write(
            {"date_deadline": date(2027, 2, 1), "ansm_commitment_reason": WHY}
        )
        with self.assertRaisesRegex(UserError, "stays"):
            self.action.ansm_commitment_reason = False

    def test_it_does_not_leave_the_nonconformity_from_its_own_side(self):
        action = self.action.with_user(self.manager)
        for command in (Command.clear(), Command.set([])):
            with (
                self.assertRaisesRegex(UserError, "stay with the nonconformity"),
                self.env.cr.savepoint(),
            ):
                action.nonconformity_ids = [command]

    def test_once_promised_it_is_kept_whatever_is_unticked(self):
        volets = self.env["ansm.volet"].with_user(self.qa)
        self._approve(volets._make(self.case, "volet_2"))
        self.action.write({"ansm_commitment": False, "ansm_commitment_reason": WHY})
        with self.assertRaisesRegex(UserError, "not deleted"):
            self.action.unlink()
        with (
            self.assertRaisesRegex(UserError, "stay with the nonconformity"),
            self.env.cr.savepoint(),
        ):
            self.case.nonconformity_id.sudo().action_ids = False
        self.assertIn(WHY, self._status())

    def test_what_was_promised_is_not_reworded_in_silence(self):
        self.action.with_user(self.manager).name = "Étude d’une caméra"
        event = self.env["ansm.event"].search(
            [
                ("res_model", "=", "mgmtsystem.action"),
                ("field_name", "=", "name"),
                ("kind", "=", "changed"),
            ]
        )
        self.assertEqual(event.declaration_id, self.case)
        self.assertEqual(event.old_value, "Caméra de détection")
