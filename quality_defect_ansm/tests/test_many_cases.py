# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .many_common import ManyCommon

CASE, CLOCK = "ansm.declaration", "ansm.deadline"


@tagged("post_install", "-at_install")
class TestManyCases(ManyCommon):
    """What a page costs does not grow with the cases on it, nor with all there are."""

    def test_a_list_and_a_kanban_of_cases_are_read_together(self):
        self.assertEqual(set(self.cases.mapped("without_delay")), {False})
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                self._assert_page(self.cases, kind)

    def test_a_list_and_a_kanban_of_deadlines_are_read_together(self):
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                self._assert_page(self.cases.deadline_ids._running(), kind)

    def test_a_calendar_of_deadlines_reads_no_more_than_names(self):
        clocks = self.cases.deadline_ids._running()
        names = [*self._fields(CLOCK, "calendar"), "display_name", "shown_at"]

        def read(few):
            few.search_read([("id", "in", few.ids)], names)

        self._assert_one_costs_as_many(clocks, read)
        self.env.flush_all()
        self.env.invalidate_all()
        read(clocks)
        field = self.cases._fields["defect_description"]
        self.assertFalse(field._get_cache(self.cases.env).keys() & set(self.cases.ids))

    def test_the_reason_is_read_of_late_clocks_alone(self):
        clocks = self.cases.deadline_ids._running()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            clocks.fetch(["met_at", "due_at", "kind"])
        with self.assertQueryCount(0):
            self.assertFalse(any(clocks.mapped("reason_due")))

    def test_pages_open_from_an_index_whatever_there_is(self):
        running = [("met_at", "=", False), ("ended_at", "=", False)]
        company = [("company_id", "=", self.company.id)]
        of_company = [*company, ("declaration_id", "=", False)]
        for model, domain, ordered, index in (
            (CASE, company, True, "ansm_declaration_newest_idx"),
            (CASE, [("state", "=", "sent")], True, "ansm_declaration_column_idx"),
            (CLOCK, running, True, "ansm_deadline_first_idx"),
            (CLOCK, of_company, False, "ansm_deadline_of_company_idx"),
        ):
            with self.subTest(index=index):
                self.assertIn(index, self._plan(model, domain, ordered))

    def _plan(self, model, domain, ordered):
        """Return how PostgreSQL finds a page, among more rows than there are here."""
        model = self.env[model]
        model.flush_model()
        order = model._order if ordered else None
        select = model._search(domain, limit=80, order=order).select()
        for one in ("seqscan", "sort", "bitmapscan"):
            self.cr.execute(SQL("SET LOCAL enable_%s = off", SQL(one)))
        rows = self.env.execute_query(SQL("EXPLAIN %s", select))
        return "\n".join(line for (line,) in rows)

    def test_the_line_of_duty_is_asked_only_when_a_notice_needs_it(self):
        clocks = self.cases.sudo().deadline_ids._running()
        calm = clocks.filtered(lambda one: not one.urgent)[:1]
        self.assertTrue(calm.declaration_id.user_id)
        line = patch.object(type(self.env["ansm.duty"]), "_line")
        with freeze_time(calm.started_at), line as line:
            self.assertEqual(calm._to_tell(), calm.declaration_id.user_id)
            self.assertEqual(calm._first_to_tell(), calm.declaration_id.user_id)
        line.assert_not_called()

    def test_a_case_of_nobody_is_told_to_who_is_on_duty(self):
        calm = self.cases.sudo().deadline_ids._running()
        calm = calm.filtered(lambda one: not one.urgent)[:1]
        calm.declaration_id.user_id = False
        self.env["ansm.duty"].create(
            {
                "company_id": self.company.id,
                "user_id": self.manager.id,
                "role": "on_duty",
                "date_from": "2020-01-01",
                "date_to": "2099-01-01",
            }
        )
        with freeze_time(calm.started_at):
            self.assertEqual(calm._to_tell(), self.manager)
            self.assertEqual(calm._first_to_tell(), self.manager)

    def test_of_each_speciality_volet_1_must_have_left(self):
        case = self.cases[:1]
        self.assertTrue(case.volet_1_sent)
        self.assertFalse(case.without_delay)
        other = self.env["ansm.medicine"].create({"name": "TRUYÈRE, sirop"})
        case.speciality_ids = [Command.create({"medicine_id": other.id})]
        case.invalidate_recordset()
        self.assertIn("known for", case.without_delay)
        self.assertFalse(self.cases[1].without_delay)
