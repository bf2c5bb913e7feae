# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AnsmCommon


@tagged("post_install", "-at_install")
class TestDeclaration(AnsmCommon):
    def test_the_decision_opens_a_case_with_what_is_known(self):
        declaration = self._declare()
        self.assertRegex(declaration.name, r"^DQ/\d{4}/\d{4}$")
        self.assertEqual(declaration.company_id, self.company)
        self.assertEqual(declaration.medicine_id, self.medicine)
        self.assertEqual(declaration.presentation_id, self.presentation)
        self.assertEqual(declaration.batch_ids.lot_id, self.lot)
        self.assertEqual(declaration.defect_description, self.nonconformity.description)
        self.assertEqual(declaration.signal_received_at, datetime(2026, 4, 3, 7, 12))
        self.assertEqual(declaration.state, "draft")

    def test_the_expiry_is_the_day_of_the_company_not_of_utc(self):
        batch = self._declare().batch_ids
        self.assertEqual(str(batch.expiration_date), "2028-03-31")

    def test_until_sent_it_says_since_when_it_is_known(self):
        declaration = self._declare()
        self.assertRegex(declaration.without_delay, r"without delay – known for \d")

    def test_a_nonconformity_has_one_case(self):
        case = self._declare()
        self.assertEqual(self._declare(), case)
        with (
            self.assertRaisesRegex(IntegrityError, "nonconformity_uniq"),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            case.create({"nonconformity_id": self.nonconformity.id})

    def test_reader_changes_nothing(self):
        declaration = self._declare()
        with self.assertRaises(AccessError):
            declaration.with_user(self.reader).write({"defect_description": "x"})
        with self.assertRaises(AccessError):
            self._declare(nonconformity=self._new_nonconformity(), user=self.reader)

    def test_nobody_deletes_a_case(self):
        declaration = self._declare()
        for user in (self.qa, self.manager):
            with self.assertRaises(AccessError):
                declaration.with_user(user).unlink()
        with self.assertRaisesRegex(UserError, "not deleted"):
            declaration.sudo().unlink()

    def test_reference_company_and_nonconformity_stay(self):
        declaration = self._declare()
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        for vals in (
            {"company_id": other.id},
            {"name": "DQ/1"},
            {"nonconformity_id": self._new_nonconformity().id},
            {"exercise": True},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "stay as"):
                declaration.write(vals)

    def test_no_client_makes_an_exercise_of_a_real_case(self):
        vals = {"nonconformity_id": self._new_nonconformity().id, "exercise": True}
        with self.assertRaisesRegex(AccessError, "application alone"):
            self.env["ansm.declaration"].with_user(self.qa).create(vals)

    def test_another_company_sees_nothing(self):
        declaration = self._declare()
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        stranger = self._new_user(
            "stranger",
            "manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        cases = self.env["ansm.declaration"].with_user(stranger)
        self.assertFalse(cases.search([("id", "=", declaration.id)]))
        with self.assertRaises(AccessError):
            declaration.with_user(stranger).read(["name"])
