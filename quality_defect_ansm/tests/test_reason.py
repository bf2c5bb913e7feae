# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .trail_common import TrailCommon


@tagged("post_install", "-at_install")
class TestReason(TrailCommon):
    def _tasks(self, user=None):
        return self.env["mail.activity"].search(
            [
                ("user_id", "=", (user or self.qa).id),
                (
                    "activity_type_id",
                    "=",
                    self.env.ref("quality_defect_ansm.activity_reason").id,
                ),
            ]
        )

    def _change(self, value="2026-DQ-9", **vals):
        after = self._last()
        self.declaration.write({"case_number": value, **vals})
        return self._events(after)

    def test_a_missing_reason_holds_nothing_back_and_becomes_a_task(self):
        event = self._change()
        self.assertEqual(self.declaration.case_number, "2026-DQ-9")
        self.assertTrue(event.reason_missing)
        task = self._tasks()
        self.assertEqual(len(task), 1)
        self.assertEqual(
            (task.res_model, task.res_id), ("ansm.declaration", self.declaration.id)
        )

    def test_a_first_value_needs_no_reason(self):
        after = self._last()
        self.declaration.write({"contact_mobile": "06", "falsification": "no"})
        self.assertEqual(len(self._events(after)), 2)
        self.assertFalse(any(self._events(after).mapped("reason_missing")))
        self.assertFalse(self._tasks())

    def test_a_given_reason_is_kept_and_makes_no_task(self):
        event = self._change(ansm_change_reason="Letter of the agency")
        self.assertEqual(event.reason, "Letter of the agency")
        self.assertFalse(event.reason_missing)
        self.assertFalse(self._tasks())
        self.assertFalse(self.declaration.ansm_change_reason)

    def test_blanks_are_no_reason(self):
        self.assertTrue(self._change(ansm_change_reason="  ").reason_missing)

    def test_emptying_a_value_asks_for_a_reason(self):
        self.assertTrue(self._change(False).reason_missing)

    def test_figures_read_from_the_stock_carry_their_source(self):
        line = self.declaration.batch_ids
        # as the stock told it before
        line.sudo().with_context(ansm_reading_stock=True).quantity_total = 5
        after = self._last()
        line._refresh_figures()
        event = self._events(after, field_name="quantity_total")
        self.assertIn("UTC", event.reason)
        self.assertFalse(event.reason_missing)

    def test_many_changes_make_one_task_per_case(self):
        self._change("1")
        self._change("2")
        self.assertEqual(len(self._tasks()), 1)

    def test_the_task_is_for_the_next_office_day(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Bureau", "tz": "Europe/Paris", "company_id": self.company.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Lundi de Pâques",
                "calendar_id": calendar.id,
                "date_from": datetime(2026, 4, 5, 22, 0),
                "date_to": datetime(2026, 4, 6, 21, 59),
            }
        )
        self.company.resource_calendar_id = calendar
        examples = {
            datetime(2026, 4, 1, 8, 0): date(2026, 4, 2),
            # Thursday 23:30 in UTC is Friday in Paris; Monday is closed
            datetime(2026, 4, 2, 23, 30): date(2026, 4, 7),
            datetime(2026, 4, 4, 8, 0): date(2026, 4, 7),
        }
        for moment, day in examples.items():
            self.assertEqual(self.company._ansm_next_office_day(moment), day, moment)
        self._change()
        now = self.env.cr.now()
        self.assertEqual(
            self._tasks().date_deadline, self.company._ansm_next_office_day(now)
        )

    def test_without_a_calendar_the_office_is_open_from_monday_to_friday(self):
        self.company.resource_calendar_id = False
        for day, following in {3: 6, 4: 6, 5: 6, 6: 7}.items():
            self.assertEqual(
                self.company._ansm_next_office_day(datetime(2026, 4, day, 8)),
                date(2026, 4, following),
            )

    def _dialog(self, user=None):
        action = self.declaration.with_user(user or self.qa).action_ansm_give_reasons()
        model = self.env[action["res_model"]].with_user(user or self.qa)
        return model.browse(action["res_id"])

    def test_giving_the_reasons_names_the_changes_and_closes_the_task(self):
        first, second = self._change("1"), self._change("2")
        dialog = self._dialog()
        self.assertEqual(dialog.line_ids.event_id, first + second)
        dialog.line_ids.filtered(lambda line: line.event_id == first).reason = "Typo"
        dialog.reason = "Letter"
        dialog.action_give()
        self.assertEqual(first.answer_ids.reason, "Typo")
        self.assertEqual(second.answer_ids.reason, "Letter")
        self.assertEqual(first.answer_ids.kind, "reason_given")
        self.assertEqual(first.answer_ids.user_id, self.qa)
        self.assertFalse(self._tasks())
        self.declaration.invalidate_recordset()
        self.assertEqual(self.declaration.ansm_missing_reasons, 0)

    def test_the_task_stays_while_a_reason_misses(self):
        first, _second = self._change("1"), self._change("2")
        first.with_user(self.qa)._give_reasons({first: "Typo"})
        self.assertTrue(self._tasks())

    def test_each_change_needs_its_reason_in_the_dialog(self):
        self._change()
        with self.assertRaisesRegex(UserError, "reason of each"):
            self._dialog().action_give()

    def test_deleting_the_task_loses_nothing(self):
        event = self._change()
        self._tasks().unlink()
        self.assertEqual(self.declaration.ansm_missing_reasons, 1)
        found = self.env["ansm.event"].search([("without_reason", "=", True)])
        self.assertIn(event, found)
        rest = self.env["ansm.event"].search([("without_reason", "=", False)])
        self.assertNotIn(event, rest)

    def test_only_who_made_the_change_or_a_manager_explains_it(self):
        event = self._change()
        with self.assertRaises(AccessError):
            event.with_user(self.reader)._give_reasons({event: "Not mine"})
        event.with_user(self.manager)._give_reasons({event: "He is away"})
        self.assertEqual(event.answer_ids.user_id, self.manager)
        with self.assertRaisesRegex(UserError, "by now"):
            event.with_user(self.manager)._give_reasons({event: "Again"})

    def test_a_change_on_no_case_becomes_a_task_too(self):
        self.medicine.with_user(self.manager).inn = "Autre"
        task = self._tasks(self.manager)
        self.assertFalse(task.res_model)
        self.assertIn("ansm-without-reason", task.note)
        event = self._events(res_model="ansm.medicine", reason_missing=True)
        event.with_user(self.manager)._give_reasons(dict.fromkeys(event, "Typo"))
        self.assertFalse(self._tasks(self.manager))

    def test_the_form_takes_the_reason_for_the_case_and_its_lines(self):
        self.declaration.batch_ids.batch_size = 10
        after = self._last()
        with Form(self.declaration) as form:
            form.case_number = "2026-DQ-5"
            form.ansm_change_reason = "Letter"
            with form.batch_ids.edit(0) as line:
                line.batch_size = 20
        events = self._events(after)
        self.assertEqual(
            set(events.mapped("field_name")), {"case_number", "batch_size"}
        )
        self.assertEqual(set(events.mapped("reason")), {"Letter"})

    def test_a_line_deleted_with_the_case_s_reason_carries_it(self):
        after, line = self._last(), self.declaration.batch_ids
        self.declaration.write(
            {
                "batch_ids": [Command.delete(line.id)],
                "ansm_change_reason": "Not concerned",
            }
        )
        reasons = self._events(after, kind="deleted").mapped("reason")
        self.assertEqual(set(reasons), {"Not concerned"})
