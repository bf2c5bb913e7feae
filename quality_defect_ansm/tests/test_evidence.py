# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2.errors import RaiseException

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import AnsmCommon


@tagged("post_install", "-at_install")
class TestEvidence(AnsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        declaration = cls._declare()
        cls.volet = (
            cls.env["ansm.volet"].with_user(cls.qa)._make(declaration, "volet_1").sudo()
        )
        now = fields.Datetime.now()
        cls.volet.sealed_at = now
        cls.transmission = cls.env["ansm.transmission"].create(
            {
                "declaration_id": declaration.id,
                "volet_id": cls.volet.id,
                "company_id": cls.company.id,
                "prepared_by_id": cls.qa.id,
                "prepared_by_name": cls.qa.name,
                "prepared_at": now,
                "email_from": "pr@exploitant.example",
                "email_to": "defauts@agence.example",
                "subject": "Volet 1",
                "body": "Bonjour",
                "started_at": now,
            }
        )
        cls.attempt = cls.env["ansm.transmission.attempt"].create(
            {
                "transmission_id": cls.transmission.id,
                "company_id": cls.company.id,
                "at": now,
                "step": "accepted",
            }
        )
        cls.env.flush_all()

    def _evidence(self):
        return [self.volet, self.transmission, self.attempt]

    def _refused(self, query):
        with (
            self.assertRaisesRegex(RaiseException, "evidence: "),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env.cr.execute(query)

    def test_the_database_refuses_each_sealed_column_and_the_row(self):
        for record in self._evidence():
            table = SQL.identifier(record._table)
            for name in record._evidence_sealed:
                with self.subTest(table=record._table, column=name):
                    column = SQL.identifier(name)
                    self._refused(
                        SQL(
                            "UPDATE %s SET %s = %s WHERE id = %s",
                            *(table, column, column, record.id),
                        )
                    )
            self._refused(SQL("DELETE FROM %s WHERE id = %s", table, record.id))
            self._refused(SQL("TRUNCATE %s CASCADE", table))

    def test_the_orm_refuses_in_words_even_as_superuser(self):
        for record in self._evidence():
            for name in record._evidence_sealed:
                with self.subTest(model=record._name, field=name):
                    with self.assertRaisesRegex(UserError, "stays as it is"):
                        record.write({name: False})
            with self.assertRaisesRegex(UserError, "not deleted"):
                record.unlink()
            with self.assertRaisesRegex(AccessError, "not copied"):
                record.copy()
            for method in ("action_archive", "action_unarchive", "toggle_active"):
                with self.assertRaisesRegex(AccessError, "stays in sight"):
                    getattr(record, method)()

    def test_no_group_may_create_write_or_delete_evidence(self):
        for record in self._evidence():
            for user in (self.reader, self.qa, self.manager):
                model = record.with_user(user)
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(model.has_access(operation), record._name)

    def test_every_evidence_model_has_its_triggers_and_no_soft_reference(self):
        registry = self.env.registry
        for name in registry.descendants(["ansm.evidence.mixin"], "_inherit"):
            model = registry[name]
            if model._abstract:
                continue
            self.env.cr.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass "
                "AND NOT tgisinternal",
                [model._table],
            )
            names = {row[0] for row in self.env.cr.fetchall()}
            self.assertTrue(
                {
                    "ansm_evidence_update",
                    "ansm_evidence_delete",
                    "ansm_evidence_truncate",
                }
                <= names,
                name,
            )
            for field in model._evidence_sealed:
                field = self.env[name]._fields[field]
                self.assertTrue(field.store and not field.compute, field)
                if field.type == "many2one":
                    self.assertEqual(field.ondelete, "restrict", field)
