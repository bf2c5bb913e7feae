# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, Command
from odoo.tests import tagged

from ..models.res_users import ResUsers
from .common import GROUP
from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestEventActor(SigningCase):
    def _newest(self, **wanted):
        domain = [(name, "=", value) for name, value in wanted.items()]
        return self.env["ansm.event"].search(domain, limit=1)

    def test_sudo_does_not_hide_who_acts(self):
        self.medicine.with_user(self.manager).sudo().inn = "Autre"
        self.assertEqual(self._newest().user_id, self.manager)

    def test_a_job_says_it_is_the_system(self):
        self.medicine.with_user(SUPERUSER_ID).inn = "Autre"
        event = self._newest()
        self.assertEqual(event.user_id.id, SUPERUSER_ID)
        self.assertNotIn("Manager", event.role)
        self.assertFalse(event.reason_missing, "a job is asked for no reason")

    def test_the_role_names_the_appointment_and_the_group(self):
        self.pr_user.group_ids += self.env.ref(GROUP + "manager")
        self.medicine.with_user(self.pr_user).inn = "Autre"
        role = self._newest(res_model="ansm.medicine").role
        self.assertIn("Pharmacien responsable", role)
        manager = self.env.ref(GROUP + "manager")
        names = {
            manager.with_context(lang=lang).name
            for lang, _name in self.env["res.lang"].get_installed()
        }
        self.assertTrue(any(name in role for name in names), role)

    def test_a_session_of_somebody_else_shows(self):
        keyboard = self.manager_2
        self.patch(ResUsers, "_ansm_at_keyboard", lambda _self: keyboard)
        self.medicine.with_user(self.manager).inn = "Autre"
        self.assertIn(self.manager_2.login, self._newest().user_name)

    def test_a_failed_signing_stays_in_the_trail(self):
        volet = self._volet()
        dialog = self._dialog(volet, self.pr_user)
        with self.assertRefused("password is wrong"):
            self._press(dialog, self.pr_user, password="guess")
        event = self._newest(kind="signing_failed")
        self.assertEqual(event.user_id, self.pr_user)
        self.assertNotIn("guess", f"{event.old_value}{event.new_value}{event.reason}")

    def test_a_right_given_and_taken_is_recorded_however_done(self):
        group = self.env.ref(GROUP + "manager")
        self.reader.group_ids += group
        given = self._newest(kind="rights")
        self.assertEqual(given.res_id, self.reader.id)
        self.assertNotEqual(given.old_value, given.new_value)
        group.write({"user_ids": [Command.unlink(self.reader.id)]})
        taken = self._newest(kind="rights")
        self.assertGreater(taken.id, given.id)
        self.assertEqual(taken.new_value, given.old_value)

    def test_a_proposal_changed_is_recorded_and_what_happens_next(self):
        proposal = (
            self.env["ansm.signatory"]
            .with_user(self.manager)
            .create(self._appointment(self.pri_user, "pri"))
        )
        proposal.write({"date_from": "2026-02-01", "ansm_change_reason": "Typo"})
        event = self._newest(res_model="ansm.signatory", field_name="date_from")
        self.assertEqual(
            (event.old_value, event.new_value), ("2026-01-01", "2026-02-01")
        )
        self.assertEqual(event.reason, "Typo")
        proposal.with_user(self.manager_2)._confirm()
        confirmed = self._newest(res_model="ansm.signatory", field_name="confirmed_at")
        self.assertEqual(confirmed.user_id, self.manager_2)
