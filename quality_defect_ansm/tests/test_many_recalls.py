# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .many_common import ManyCommon

CASE, RECALL, CALL = "ansm.declaration", "ansm.recall", "ansm.call"


@tagged("post_install", "-at_install")
class TestManyRecalls(ManyCommon):
    """What a recall lacks is read for a page of them at once, not one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calls = cls.env[CALL].with_user(cls.qa)
        for case in cls.cases:
            cls._open_two(case)
            # completes the one that was mailed; the other has its call and no mail
            calls._begin(case)._reach("Mme Accueil")
            calls._begin(case)._fail("busy")
            cls.env[RECALL].with_user(cls.qa)._open(case, "action", "extension")
        cls.recalls = cls.cases.sudo().recall_ids.with_user(cls.qa)
        cls.calls = cls.cases.sudo().call_ids.with_user(cls.qa)

    @classmethod
    def _open_two(cls, case):
        recalls = cls.env[RECALL].with_user(cls.qa)
        mailed = recalls._open(case, "action")
        recalls._open(case, "action", "extension", about=mailed)
        cls.env["ansm.recall.mail"]._carry(mailed.sudo(), volet=case.sudo().volet_ids)

    def test_the_cases_show_all_states(self):
        self.assertEqual(set(self.cases.mapped("recall_state")), {"incomplete"})
        self.assertEqual(set(self.recalls.mapped("state")), {"complete", "incomplete"})
        self.assertEqual(set(self.calls.mapped("state")), {"reached", "failed"})

    def test_what_cases_say_of_their_recalls_is_read_together(self):
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                self.assertIn("recall_state", self._fields(CASE, kind))
                self._assert_page(self.cases, kind)

        def read(few):
            few.mapped("recall_words")

        self._assert_one_costs_as_many(self.cases, read)

    def test_a_list_and_a_kanban_of_proposals_are_read_together(self):
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                self._assert_page(self.recalls, kind)

    def test_a_list_of_calls_is_read_together(self):
        self._assert_page(self.calls, "list")

    def test_incomplete_ones_are_found_together(self):
        found = self._searched()
        for case in self.cases:
            self._open_two(case)
        more = self._searched()
        self.assertEqual(more, found)

    def _searched(self):
        """Return what it costs to find the incomplete ones, twice to be warm."""
        for _time in range(2):
            costs = [
                self._queries(
                    lambda name=name, field=field: self.env[name]
                    .with_user(self.qa)
                    .search([(field, "=", "incomplete")])
                )
                for name, field in ((RECALL, "state"), (CASE, "recall_state"))
            ]
        return costs
