# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..documents import pdf
from .recall_common import RecallCommon


@tagged("post_install", "-at_install")
class TestExercise(RecallCommon):
    """An exercise is walked to its end, says so everywhere, and reaches nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.write({"exercise_phone": "01 99 00 99 99", "email": "a@ansm.fr"})

    def _exercise(self):
        wizard = self.env["ansm.exercise.wizard"].with_user(self.qa)
        dialog = wizard.create({"name": "Rappel de nuit", "lot_ids": self.lot.ids})
        case = self.env["ansm.declaration"].browse(dialog.action_open()["res_id"])
        self.declaration = case
        return case

    def test_without_a_stand_in_or_batches_nothing_is_opened_and_all_is_named(self):
        self.agency.exercise_phone = False
        dialog = self.env["ansm.exercise.wizard"].with_user(self.qa).create({})
        with self.assertRaisesRegex(UserError, "batches.*\n.*never dials"):
            dialog.action_open()

    def test_it_dials_the_stand_in_and_never_the_agency(self):
        case = self._exercise()
        screen = self._screen(self._propose(case))
        action = screen.action_dial()
        self.assertEqual(action["params"]["url"], "tel:0199009999")
        self.assertTrue(screen.call_id.exercise)
        self.assertIn("EXERCISE", screen.call_id.state_words)
        # in the title, which stays when the screen is scrolled, and in what is said
        self.assertIn("EXERCISE", action["params"]["next"]["name"])
        self.assertIn("EXERCICE", screen.to_say)
        self.agency.exercise_phone = False
        self.assertEqual(self._screen(case).phone, "–")

    def test_its_clocks_say_so_among_those_that_are_late_for_good(self):
        real = self._propose().declaration_id.deadline_ids
        self.assertNotIn("EXERCISE", " ".join(real.mapped("object_words")))
        played = self._propose(self._exercise()).declaration_id.deadline_ids
        self.assertTrue(played)
        for clock in played:
            self.assertIn("EXERCISE", clock.object_words)

    def test_every_page_is_stamped(self):
        recall = self._propose(self._exercise())
        self._approve(recall.letter_ids)
        _docx, made = (content for _name, content in recall.letter_ids._files())
        for page in pdf.pages(made):
            self.assertIn("EXERCICE", page)

    def test_it_is_complete_and_no_mail_server_was_called(self):
        case = self._exercise()
        recall = self._propose(case)
        session = self._send_exercise(recall)
        self.assertEqual(session.sent, [])
        sent = case.transmission_ids
        self.assertEqual(
            (sent.state, sent.email_to), ("exercised", "exercice@agence.invalid")
        )
        self.assertIn("EXERCICE", sent.subject)
        self.assertEqual(recall.state, "incomplete")
        self._call(recall)
        self.assertEqual(recall.state, "complete")

    def _send_exercise(self, recall):
        self._approve(recall.letter_ids)
        self.volet = recall.letter_ids
        transmission = self._prepare()
        return self._run([], transmission)

    def test_no_real_address_can_be_added_to_it(self):
        recall = self._propose(self._exercise())
        self._approve(recall.letter_ids)
        self.volet = recall.letter_ids
        with self.assertRaisesRegex(UserError, "exercise is never sent"):
            self._prepare(email_cc="quelqu.un@ansm.fr")

    def test_a_reader_opens_none(self):
        with self.assertRaises(UserError):
            self.env["ansm.exercise.wizard"].with_user(self.reader).create({})
