# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .recall_common import RecallCommon
from .sending_common import ALL_WELL

#: A tally, and the filter its button opens.
TALLIES = {"late": "late", "today": "today", "soon": "soon", "reason": "no_reason"}


@tagged("post_install", "-at_install")
class TestDashboard(RecallCommon):
    """What a tally counts is what its button opens; an exercise is no figure."""

    def _board(self):
        return self.env["ansm.dashboard"].with_user(self.reader).create({})

    def _counts(self):
        board = self._board()
        return {name: board[f"{name}_count"] for name in (*TALLIES, "recall")}

    def _opened(self, band):
        """Return how many clocks the button of a tally opens, by its filters."""
        board = self._board().with_context(ansm_band=band)
        action = board.action_clocks()
        arch = self.env["ansm.deadline"].get_view(
            self.env.ref("quality_defect_ansm.view_deadline_search").id, "search"
        )["arch"]
        domain = []
        for key in action["context"]:
            name = key.removeprefix("search_default_")
            [found] = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")
            domain += safe_eval(found.get("domain"))
        return self.env["ansm.deadline"].with_user(self.reader).search_count(domain)

    def test_each_tally_is_what_its_button_opens(self):
        self._propose()
        self.volet = self.declaration.volet_ids.filtered("sealed_at")[:1]
        self._send(ALL_WELL)
        counts = self._counts()
        self.assertTrue(counts["late"] and counts["reason"])
        for tally, band in TALLIES.items():
            self.assertEqual(counts[tally], self._opened(band), tally)

    def test_a_reason_that_is_given_is_no_longer_asked_for(self):
        self._send(ALL_WELL)
        before = self._counts()["reason"]
        clocks = self.declaration.sudo().deadline_ids.filtered("reason_due")
        clocks[:1].with_user(self.qa)._give_reason("Panne")
        self.assertEqual(self._counts()["reason"], before - 1)

    def test_an_exercise_is_shown_and_not_counted(self):
        self.agency.exercise_phone = "01 99 00 99 99"
        before = self._counts()
        dialog = self.env["ansm.exercise.wizard"].with_user(self.qa)
        dialog = dialog.create({"name": "Nuit", "lot_ids": self.lot.ids})
        case = self.env["ansm.declaration"].browse(dialog.action_open()["res_id"])
        recall = self._propose(case)
        self.assertEqual(self._counts(), before)
        board = self._board()
        self.assertIn(recall, board.recall_ids)
        self.assertIn(case, board.deadline_ids.declaration_id)
