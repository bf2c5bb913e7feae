# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .trail_common import TrailCommon

WHO = {
    "kind": "patient",
    "name": "Zéphyrine Quatrebarbes",
    "initials": "ZQBX",
    "phone": "0199887766",
    "email": "zephyrine@patiente.example",
    "address": "7 impasse du Tilleulnoir",
    "notes": "Allergie rarissimette",
}


@tagged("post_install", "-at_install")
class TestPerson(TrailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.declaration.write({"person_ids": [Command.create(WHO)]})
        cls.person = cls.declaration.person_ids

    def _found(self, text):
        """Return the columns of the database that hold a text somewhere."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                AND c.data_type IN ('text', 'character varying', 'jsonb')
                """
            )
        )
        by_table = {}
        for table, column in columns:
            by_table.setdefault(table, []).append(column)
        needle = f"%{text}%"
        return [
            table
            for table, names in by_table.items()
            if self._holds(table, names, needle)
        ]

    def _holds(self, table, names, needle):
        tests = SQL(" OR ").join(
            SQL("%s::text ILIKE %s", SQL.identifier(name), needle) for name in names
        )
        query = SQL("SELECT 1 FROM %s WHERE %s LIMIT 1", SQL.identifier(table), tests)
        return bool(self.env.execute_query(query))

    def test_readers_do_not_see_persons_and_preparers_do(self):
        self.assertTrue(self.person.with_user(self.qa).has_access("write"))
        self.assertFalse(self.person.with_user(self.reader).has_access("read"))
        with self.assertRaises(AccessError):
            self.declaration.with_user(self.reader).read(["person_ids"])

    def test_a_user_of_another_company_sees_no_person(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        stranger = self._new_user(
            "stranger_test",
            "manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.env["ansm.person"].with_user(stranger).search([]))

    def test_the_trail_holds_only_a_salted_hash(self):
        events = self._events(res_model="ansm.person", res_id=self.person.id)
        self.assertEqual(set(events.mapped("field_name")), set(WHO))
        texts = " ".join(
            str(value) for event in events.read() for value in event.values()
        )
        for name, value in WHO.items():
            if name != "kind":
                self.assertNotIn(value, texts)
        hashed = events.filtered(lambda one: one.field_name == "phone").new_value
        self.assertRegex(hashed, r"^SHA-256 [0-9a-f]{64}$")

    def test_two_persons_with_the_same_name_have_other_hashes(self):
        self.declaration.write({"person_ids": [Command.create(WHO)]})
        events = self._events(res_model="ansm.person", field_name="name")
        self.assertEqual(len(set(events.mapped("new_value"))), 2)

    def test_nobody_reads_or_gives_the_salt(self):
        with self.assertRaises(AccessError):
            self.person.with_user(self.manager).read(["salt"])
        with self.assertRaises(AccessError):
            self.person.with_user(self.qa).write({"salt": "known"})
        with self.assertRaises(AccessError):
            self.person.with_user(self.qa).create(
                {**WHO, "declaration_id": self.declaration.id, "salt": "known"}
            )

    def test_only_a_manager_erases_and_says_why(self):
        with self.assertRaises(AccessError):
            self.person.with_user(self.qa)._erase("On request")
        person = self.person.with_user(self.manager)
        for reason in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "why"):
                person._erase(reason)
        with self.assertRaisesRegex(UserError, "must not repeat"):
            person._erase("Asked by madame quatrebarbes")

    def test_after_erasing_no_table_holds_the_person(self):
        texts = [
            "Quatrebarbes",
            *(value for name, value in WHO.items() if name not in ("kind", "name")),
            self.person.sudo().salt,
        ]
        for text in texts:
            self.assertEqual(self._found(text), ["ansm_person"], text)
        action = self.person.with_user(self.manager).action_erase()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.manager)
            .with_context(**action["context"])
            .create({"reason": "Request of the person concerned"})
        )
        wizard.action_erase()
        for text in texts:
            self.assertEqual(self._found(text), [], text)

    def test_erasing_is_an_event_and_what_is_erased_stays_empty(self):
        after, person = self._last(), self.person.with_user(self.manager)
        person._erase("Request of the person concerned")
        events = self._events(after)
        self.assertEqual(set(events.mapped("kind")), {"erased"})
        self.assertEqual(
            set(events.mapped("reason")), {"Request of the person concerned"}
        )
        self.assertEqual(set(events.mapped("new_value")), {""})
        self.assertEqual(events.user_id, self.manager)
        with self.assertRaisesRegex(UserError, "stays empty"):
            person.write({"name": "Again"})
        with self.assertRaisesRegex(UserError, "already"):
            person._erase("Twice")

    def test_the_case_verifies_after_erasing(self):
        self.person.with_user(self.manager)._erase("Request of the person concerned")
        self.env.flush_all()
        ids = (self.company.id, self.declaration.id)
        result = self.env["ansm.verification"].sudo()._check(*ids)
        self.assertTrue(result["intact"], result["problems"])
        self.assertGreater(result["rows"], 0)

    def test_a_person_is_not_deleted_but_erased(self):
        with self.assertRaisesRegex(UserError, "erase"):
            self.person.sudo().unlink()

    def test_changing_a_person_asks_for_no_reason(self):
        after = self._last()
        self.person.with_user(self.qa).phone = "0100000000"
        self.assertFalse(self._events(after).reason_missing)
