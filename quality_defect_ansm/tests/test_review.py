# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from psycopg2.errors import RaiseException

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestReview(SigningCase):
    def setUp(self):
        super().setUp()
        # the agency's addresses are checked on days of their own
        self.company.ansm_agency_months = 0

    def _review(self, kind="trail", user=None):
        wizard = (
            self.env["ansm.review.wizard"]
            .with_user(user or self.manager)
            .create({"kind": kind})
        )
        action = wizard.action_prepare()
        return self.env["ansm.review"].browse(action["res_id"])

    def _dialog(self, review, user=None):
        user = user or self.manager
        action = review.with_user(user).action_sign()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def _conclude(self, review, user=None, **typed):
        user = user or self.manager
        dialog = self._dialog(review, user)
        dialog.conclusion = "Nothing unusual."
        self._press(dialog, user, **typed)

    def _tasks(self, user):
        return self.env["ansm.review"].sudo()._tasks(user)

    def test_the_review_of_the_trail_counts_and_lists_what_to_look_at(self):
        declaration = self._declare()
        declaration.case_number = "2026-DQ-1"
        declaration.case_number = "2026-DQ-2"
        volet_dialog = super()._dialog(
            self._volet(declaration=declaration), self.pr_user
        )
        with self.assertRefused("password is wrong"):
            self._press(volet_dialog, self.pr_user, password="guess")
        text = self._review().content
        events = self.env["ansm.event"].search([("company_id", "=", self.company.id)])
        missing = events.filtered("without_reason")
        failed = events.filtered(lambda one: one.kind == "signing_failed")
        self.assertIn(self.qa.name, text)
        for event in missing + failed:
            self.assertIn(f"  {event.id}  {event.at} UTC", text)
        head = self.env["ansm.chain"]._of(self.company).head_text
        self.assertIn(head.split("-")[1], text)

    def test_what_was_done_outside_office_hours_is_listed(self):
        self.company.resource_calendar_id = False
        review = self._review().sudo()
        event = self.env["ansm.event"].search([], limit=1)
        hours = self.company._ansm_office_hours(
            datetime(2026, 4, 3), datetime(2026, 4, 8)
        )
        # Friday, Monday, Tuesday and Wednesday, from midnight in Paris
        self.assertIn((datetime(2026, 4, 2, 22), datetime(2026, 4, 3, 22)), hours)
        self.assertNotIn(4, [start.day for start, _stop in hours])
        for wanted, found in (
            (event, []),
            (event.browse(), [(datetime.min, datetime.max)]),
        ):
            self.patch(
                type(self.company), "_ansm_office_hours", lambda *_args, f=found: f
            )
            self.assertEqual(review._outside_office(event), wanted)

    def test_the_review_of_the_rights_names_each_user_and_his_right(self):
        text = self._review("access").content
        for user in (self.manager, self.qa, self.reader, self.pr_user):
            self.assertIn(f"{user.name} ({user.login})", text)
        self.assertIn("Pharmacien responsable, 2026-01-01", text)
        granted = self.env["ansm.event"].search(
            [("kind", "=", "rights"), ("res_id", "=", self.reader.id)]
        )
        self.assertRegex(text, rf"\b{granted.id}\b")
        plain = self._new_user("plain_test", "reader")
        plain.group_ids = self.env.ref("base.group_user")
        self.assertNotIn("(plain_test)\n", self._review("access").content)

    def test_the_text_is_frozen_when_it_is_made(self):
        review = self._review()
        text = review.content
        self.medicine.with_user(self.manager).inn = "Later"
        review.invalidate_recordset()
        self.assertEqual(review.content, text)
        review.with_user(self.manager).action_make_again()
        self.assertNotEqual(review.content, text)

    def test_signing_asks_the_password_and_seals(self):
        review = self._review()
        with self.assertRefused("password is wrong"):
            self._conclude(review, password="guess")
        self.assertFalse(review.signed_at)
        self.env["ansm.signing.failure"].search([]).unlink()
        self._conclude(review)
        self.assertTrue(review.signed_at)
        self.assertEqual(review.reviewer_name, self.manager.name)
        self.assertEqual(review.auth_method, "password")
        self.assertEqual(review.conclusion, "Nothing unusual.")
        event = self.env["ansm.event"].search([("kind", "=", "reviewed")], limit=1)
        self.assertEqual((event.res_model, event.res_id), ("ansm.review", review.id))
        self.env.flush_all()
        for name in review._evidence_sealed:
            with self.assertRaises(UserError):
                review.sudo().write({name: False})
            with (
                self.assertRaisesRegex(RaiseException, "evidence: "),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE ansm_review SET {name} = NULL WHERE id = %s", [review.id]
                )
        with self.assertRaisesRegex(UserError, "stays as it is"):
            review.with_user(self.manager).action_make_again()

    def test_an_api_key_signs_no_review(self):
        review, key = self._review(), self._key(self.manager)
        with self.assertRefused("password is wrong"):
            self._conclude(review, password=key)
        self.assertFalse(review.signed_at)

    def test_no_conclusion_no_signature(self):
        dialog = self._dialog(self._review())
        with self.assertRefused("conclusion"):
            self._press(dialog, self.manager)

    def test_a_text_made_again_since_it_was_shown_is_not_signed(self):
        review = self._review()
        dialog = self._dialog(review)
        dialog.conclusion = "Read."
        self.medicine.with_user(self.manager).inn = "Later"
        review.with_user(self.manager).action_make_again()
        with self.assertRefused("made again"):
            self._press(dialog, self.manager)

    def test_a_manager_or_a_signatory_reviews_nobody_else(self):
        for user in (self.reader, self.qa):
            with self.assertRaises(AccessError):
                self._review(user=user)
        review = self._review(user=self.pr_user)
        self._conclude(review, self.pr_user)
        self.assertIn("Pharmacien responsable", review.reviewer_role)

    def test_no_user_writes_a_review_but_by_its_dialogs(self):
        review = self._review()
        for user in (self.reader, self.qa, self.manager, self.pr_user):
            for operation in ("create", "write", "unlink"):
                self.assertFalse(review.with_user(user).has_access(operation))

    def test_a_user_of_another_company_sees_no_review(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        stranger = self._new_user(
            "stranger_test",
            "manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        review = self._review()
        self.assertFalse(review.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            review.with_user(stranger)._check_reviewer(self.company)

    def _at(self, **delta):
        """Let the reviews be looked at some time from now."""
        moment = fields.Datetime.now() + timedelta(**delta)
        self.patch(fields.Datetime, "now", lambda: moment)

    def test_a_review_that_is_due_becomes_a_task_even_long_after(self):
        reviews = self.env["ansm.review"]
        reviews._remind_due()
        due = [reviews._due_on(self.company, kind) for kind in ("trail", "access")]
        self.assertTrue(all(due))
        self._at(days=900)
        reviews._remind_due()
        for user in (self.manager, self.pr_user):
            self.assertEqual(len(self._tasks(user)), 1, user.name)
        self.assertFalse(self._tasks(self.qa))
        reviews._remind_due()
        self.assertEqual(len(self._tasks(self.manager)), 1)
        self._tasks(self.manager).unlink()
        reviews._remind_due()
        self.assertEqual(len(self._tasks(self.manager)), 1)

    def test_signing_both_reviews_closes_the_task(self):
        self._at(days=900)
        self.env["ansm.review"]._remind_due()
        self._conclude(self._review("trail"))
        self.assertTrue(self._tasks(self.manager))
        self._conclude(self._review("access"))
        self.assertFalse(self._tasks(self.manager))
        self.assertFalse(self._tasks(self.pr_user))

    def test_no_review_is_due_where_the_company_wants_none(self):
        self.company.ansm_review_months = 0
        self._at(days=900)
        self.assertFalse(self.env["ansm.review"]._due(self.manager))
