# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
from datetime import datetime

from psycopg2.errors import RaiseException

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .trail_common import TrailCommon

#: Every model of which a regulated field may change.
AUDITED = (
    "ansm.declaration",
    "ansm.declaration.batch",
    "ansm.medicine",
    "ansm.presentation",
    "ansm.signatory",
    "ansm.agency",
    "ansm.form.template",
    "ansm.person",
    "res.company",
    "ir.config_parameter",
)


@tagged("post_install", "-at_install")
class TestEvent(TrailCommon):
    def test_a_line_of_a_case_is_named_by_what_it_is(self):
        after = self._last()
        self.declaration.write(
            {"measure_ids": [Command.create({"kind": "recall", "state": "taken"})]}
        )
        names = self._events(after).mapped("record_name")
        self.assertEqual(set(names), {"Rappel de lot(s)"})

    def test_a_change_says_what_from_what_to_what_and_why(self):
        after = self._last()
        self.declaration.write(
            {"case_number": "2026-DQ-2", "ansm_change_reason": "Misread"}
        )
        event = self._events(after)
        self.assertEqual(len(event), 1)
        self.assertEqual((event.kind, event.field_name), ("changed", "case_number"))
        self.assertEqual(event.old_value, "2026-DQ-1")
        self.assertEqual(event.new_value, "2026-DQ-2")
        self.assertEqual(event.reason, "Misread")
        self.assertEqual(event.declaration_id, self.declaration)
        self.assertEqual(event.company_id, self.company)
        self.assertIn(self.declaration.name, event.record_name)
        self.assertEqual(event.user_name, self.qa.name)
        self.assertEqual(event.user_login, "qa_test")

    def test_values_are_written_as_a_reader_understands_them(self):
        other = self.medicine.create({"name": "CORDAXINE 5 mg", "cis_code": "60000002"})
        after = self._last()
        self.declaration.write(
            {
                "medicine_id": other.id,
                "known_at": datetime(2026, 4, 3, 9, 30),
                "falsification": "no",
            }
        )
        texts = {one.field_name: one.new_value for one in self._events(after)}
        self.assertEqual(texts["medicine_id"], "CORDAXINE 5 mg")
        self.assertEqual(texts["known_at"], "2026-04-03 09:30:00 UTC")
        labels = {
            dict(
                self.declaration.with_context(lang=lang)
                ._fields["falsification"]
                ._description_selection(self.env(context={"lang": lang}))
            )["no"]
            for lang, _name in self.env["res.lang"].get_installed()
        }
        self.assertIn(texts["falsification"], labels)

    def test_a_file_is_its_sha256(self):
        proposal = self.env["ansm.signatory"].create(
            {
                "user_id": self.reader.id,
                "company_id": self.company.id,
                "role": "pr",
                "date_from": "2026-01-01",
                "nomination": base64.b64encode(b"a decision"),
            }
        )
        content, after = b"another decision", self._last()
        proposal.nomination = base64.b64encode(content)
        event = self._events(after, field_name="nomination")
        self.assertIn(hashlib.sha256(content).hexdigest(), event.new_value)
        self.assertIn("SHA-256", event.old_value)
        self.assertNotIn(base64.b64encode(content).decode(), event.new_value)

    def test_no_key_of_the_context_switches_the_trail_off(self):
        keys = (
            "tracking_disable",
            "mail_notrack",
            "mail_create_nolog",
            "no_reset_password",
            "install_mode",
            "import_file",
        )
        for key in keys:
            after = self._last()
            self.declaration.with_context(**{key: True}).case_number = key
            self.assertEqual(self._events(after).new_value, key)

    def test_defaults_in_the_context_fill_nothing_in_the_trail(self):
        first = self._events()[:1]
        after = self._last()
        self.declaration.with_context(
            default_answers_id=first.id, default_reason="forged", default_role="PR"
        ).case_number = "2026-DQ-3"
        event = self._events(after)
        self.assertFalse(event.answers_id)
        self.assertFalse(event.reason)
        self.assertNotEqual(event.role, "PR")

    def test_lines_changed_through_the_form_of_the_case_are_recorded(self):
        line, after = self.declaration.batch_ids, self._last()
        self.declaration.write(
            {
                "batch_ids": [Command.update(line.id, {"batch_size": 12000})],
                "ansm_change_reason": "Counted",
            }
        )
        event = self._events(after, field_name="batch_size")
        self.assertEqual((event.old_value, event.new_value), ("0", "12000"))
        self.assertEqual(event.declaration_id, self.declaration)
        self.assertEqual(event.reason, "Counted")

    def test_a_line_taken_out_leaves_what_it_held(self):
        line, after = self.declaration.batch_ids, self._last()
        self.declaration.write({"batch_ids": [Command.delete(line.id)]})
        event = self._events(after, kind="deleted", field_name="lot_id")
        self.assertEqual((event.old_value, event.new_value), ("A1234", ""))
        self.assertTrue(event.reason_missing)

    def test_web_save_is_recorded(self):
        after = self._last()
        self.declaration.web_save({"case_number": "2026-DQ-4"}, {"case_number": {}})
        self.assertEqual(self._events(after).new_value, "2026-DQ-4")

    def test_an_import_is_recorded(self):
        after = self._last()
        result = (
            self.env["ansm.medicine"]
            .with_user(self.manager)
            .load(["name", "cis_code"], [["IMPORTÉE 1 mg", "60000009"]])
        )
        self.assertTrue(result["ids"], result["messages"])
        events = self._events(after, res_model="ansm.medicine", kind="created")
        texts = {one.field_name: one.new_value for one in events}
        self.assertEqual(texts["name"], "IMPORTÉE 1 mg")
        self.assertEqual(texts["cis_code"], "60000009")

    def test_archiving_and_restoring_are_recorded(self):
        medicine, after = self.medicine.with_user(self.manager), self._last()
        medicine.action_archive()
        medicine.action_unarchive()
        kinds = self._events(after, field_name="active").mapped("kind")
        self.assertEqual(kinds, ["archived", "restored"])

    def test_many_records_and_fields_give_one_event_each(self):
        medicines = self.medicine.create([{"name": name} for name in ("A", "B", "C")])
        after = self._last()
        medicines.write({"inn": "x", "cis_code": False})
        events = self._events(after)
        self.assertEqual(len(events), 3)
        self.assertEqual(set(events.mapped("res_id")), set(medicines.ids))

    def test_the_settings_of_the_company_are_recorded(self):
        after = self._last()
        self.company.write({"ansm_same_person_may_sign": True, "phone": "01"})
        event = self._events(after)
        self.assertEqual(event.field_name, "ansm_same_person_may_sign")
        self.assertEqual(event.company_id, self.company)

    def test_arming_and_disarming_are_recorded_however_done(self):
        after = self._last()
        self.env["ansm.arming"]._arm()
        parameter = self.env["ir.config_parameter"].search(
            [("key", "=", "quality_defect_ansm.armed")]
        )
        parameter.unlink()
        events = self._events(after, field_name="value")
        self.assertEqual(events.mapped("kind"), ["armed", "disarmed"])

    def test_parameters_of_others_stay_out_of_the_trail(self):
        after = self._last()
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("another.module", "x")
        # names the head of a chain, which an event would move on
        parameters.set_param("quality_defect_ansm.uninstall_after_export", "x")
        self.assertFalse(self._events(after))

    def test_every_audited_model_names_its_fields(self):
        for name in AUDITED:
            model = self.env[name]
            self.assertTrue(model._audit_names(), name)
            for field in model._audit_names():
                self.assertTrue(model._fields[field].store, field)

    def test_no_user_may_create_change_or_delete_an_event(self):
        event = self._events()[:1]
        admin = self.env.ref("base.user_admin")
        for user in (self.reader, self.qa, self.manager, admin):
            trail = event.with_user(user)
            for operation in ("create", "write", "unlink"):
                self.assertFalse(trail.has_access(operation), operation)
            with self.assertRaises(UserError):
                trail.create(
                    event.copy_data()[0] | {"user_id": user.id, "role": "forged"}
                )
            with self.assertRaises(UserError):
                trail.write({"reason": "forged"})
            with self.assertRaises(UserError):
                trail.unlink()

    def test_the_database_refuses_to_change_or_delete_an_event(self):
        event, table = self._events()[:1], SQL.identifier("ansm_event")
        queries = [SQL("DELETE FROM %s WHERE id = %s", table, event.id)]
        for name in event._evidence_sealed:
            column = SQL.identifier(name)
            set_null = SQL(
                "UPDATE %s SET %s = NULL WHERE id = %s", *(table, column, event.id)
            )
            queries.append(set_null)
        for query in queries:
            with (
                self.assertRaisesRegex(RaiseException, "evidence: "),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(query)

    def test_a_user_of_another_company_sees_no_event(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        stranger = self._new_user(
            "stranger_test",
            "manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        events = self.env["ansm.event"]
        domain = [("company_id", "=", self.company.id)]
        self.assertTrue(events.with_user(self.reader).search(domain))
        self.assertFalse(events.with_user(stranger).search(domain))
        with self.assertRaises(AccessError):
            self._events(declaration_id=self.declaration.id).with_user(stranger).read()

    def test_the_trail_of_a_case_holds_its_lines_and_nobody_elses(self):
        action = self.declaration.action_ansm_trail()
        found = self.env["ansm.event"].search(action["domain"])
        self.assertEqual(
            set(found.mapped("res_model")),
            {"ansm.declaration", "ansm.declaration.batch"},
        )
        self.assertEqual(found.declaration_id, self.declaration)
