# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AnsmCommon


@tagged("post_install", "-at_install")
class TestSharedRecords(AnsmCommon):
    """The agency's address and the shipped forms, which all companies use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shared = [("company_id", "=", False)]
        cls.agency = cls.env["ansm.agency"].search(shared, limit=1)
        cls.form = cls.env["ansm.form.template"].search(shared, limit=1)
        cls.admin = cls._new_user("admin_test", "manager")
        cls.admin.group_ids += cls.env.ref("base.group_system")

    def test_the_manager_of_one_company_reads_them_and_does_not_change_them(self):
        for record in (self.agency, self.form):
            shown = record.with_user(self.manager)
            self.assertTrue(shown.name)
            with self.assertRaises(AccessError):
                shown.name = "Another"

    def test_nor_does_he_change_or_delete_the_ladders_of_all_companies(self):
        shared = [("company_id", "=", False)]
        ladder = self.env["ansm.deadline.ladder"].search(shared, limit=1)
        shown = ladder.with_user(self.manager)
        self.assertTrue(shown.rungs)
        with self.assertRaises(AccessError):
            shown.rungs = "J"
        with self.assertRaises(AccessError):
            shown.unlink()
        ladder.with_user(self.admin).rungs = "J-2 J"
        self.assertEqual(ladder.rungs, "J-2 J")

    def test_he_changes_those_of_his_company(self):
        made = self.env["ansm.agency"].with_user(self.manager)
        own = made.create(
            {
                "name": "Agence",
                "email": "defauts@agence.example",
                "phone": "01 99 00 00 00",
                "company_id": self.company.id,
                "date_from": "2026-01-01",
            }
        )
        own.name = "Another"
        self.assertEqual(own.name, "Another")

    def test_an_administrator_of_the_database_changes_the_shared_ones(self):
        self.agency.with_user(self.admin).name = "Another"
        self.assertEqual(self.agency.name, "Another")
