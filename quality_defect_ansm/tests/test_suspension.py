# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestSuspension(SigningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._new_user("admin_test", "manager")
        cls.admin.group_ids += cls.env.ref("base.group_system")

    def _reset(self, **vals):
        self.pr_user.with_user(self.admin).write(vals or {"password": "chosen"})

    def test_each_credential_changed_by_somebody_else_suspends(self):
        for vals in (
            {"password": "chosen"},
            {"login": "other_login"},
            {"email": "admin@exploitant.example"},
        ):
            with self.subTest(vals=vals), self.env.cr.savepoint() as savepoint:
                self._reset(**vals)
                self.assertEqual(self.pr.state, "suspended")
                self.assertEqual(self.pr.entry_ids.by_id, self.admin)
                self.assertIn(next(iter(vals)), self.pr.entry_ids.reason)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_his_e_mail_changed_on_his_contact_suspends(self):
        self.pr_user.partner_id.with_user(self.admin).email = "x@exploitant.example"
        self.assertEqual(self.pr.state, "suspended")

    def test_the_same_address_written_again_changes_nothing(self):
        self._reset(email=self.pr_user.email, login=self.pr_user.login, name="Dr X")
        self.assertFalse(self.pr.entry_ids)

    def test_his_own_change_suspends_nothing(self):
        self.pr_user.with_user(self.pr_user).sudo().password = "his-own-choice"
        self.pr_user.with_user(self.pr_user).email = "his@exploitant.example"
        self.assertEqual(self.pr.state, "in_force")

    def test_a_password_reset_by_a_mailed_link_suspends(self):
        public = self.env.ref("base.public_user")
        self.pr_user.with_user(public).sudo().write({"password": "by-the-link"})
        self.assertEqual(self.pr.state, "suspended")
        with self.assertRefused("has not chosen a password himself since"):
            self.pr.with_user(self.manager)._reinstate("Vu avec lui")
        self._chooses_password(self.pr_user)
        with self.assertRefused("Nobody knows who changed"):
            self.pr.with_user(self.admin)._reinstate("Vu avec lui")
        self.pr.with_user(self.manager)._reinstate("Vu avec lui")
        self.assertEqual(self.pr.state, "in_force")

    def test_who_is_suspended_is_named_on_the_form_still(self):
        self._reset()
        declaration = self._declare()
        self.assertEqual(declaration._pharmacist(), self.pr)
        self.assertFalse(self.env["ansm.signatory"]._in_force(self.company))

    def test_neither_he_nor_who_changed_them_confirms_him(self):
        self._reset()
        with self.assertRefused("You cannot confirm yourself"):
            self.pr.with_user(self.pr_user)._reinstate("C'est moi")
        with self.assertRefused("You changed the credentials"):
            self.pr.with_user(self.admin)._reinstate("C'est lui")
        with self.assertRefused("reason is missing"):
            self.pr.with_user(self.manager)._reinstate("")
        with self.assertRefused("has not chosen a password himself since"):
            self.pr.with_user(self.manager)._reinstate("Appelé : c'est lui")
        self._chooses_password(self.pr_user)
        self.pr.with_user(self.manager)._reinstate("Appelé : c'est lui")
        self.assertEqual(self.pr.state, "in_force")
        self.assertEqual(self.pr.entry_ids.mapped("kind"), ["suspended", "confirmed"])

    def test_another_signatory_confirms_him(self):
        self._appoint(self.pri_user, "pri")
        self._reset()
        self._chooses_password(self.pr_user)
        self.pr.with_user(self.pri_user)._reinstate("Appelé : c'est lui")
        self.assertEqual(self.pr.state, "in_force")

    def test_who_is_suspended_too_confirms_nobody(self):
        pri_user = self._new_user("pri_manager_test", "manager")
        self._appoint(pri_user, "pri")
        self._reset()
        pri_user.with_user(self.manager_2).sudo().password = "chosen-too"
        with self.assertRefused("You are suspended yourself"):
            self.pr.with_user(pri_user)._reinstate("C'est lui")

    def test_who_is_not_suspended_is_not_confirmed_again(self):
        with self.assertRefused("is not suspended"):
            self.pr.with_user(self.manager)._reinstate("Pour rien")

    def test_an_appointment_to_come_is_suspended_too(self):
        coming = self._appoint(self.pri_user, "pri", date_from="2999-01-01")
        self.pri_user.with_user(self.admin).password = "chosen"
        self.assertEqual(coming.state, "coming")
        self.assertEqual(coming._state_on(date(2999, 1, 1)), "suspended")

    def test_what_happened_is_written_by_nobody_by_hand(self):
        self._reset()
        entries = self.env["ansm.signatory.entry"].with_user(self.admin)
        vals = self.pr.entry_ids.copy_data({"kind": "confirmed"})
        with self.assertRaises(AccessError):
            entries.create(vals)
        with self.assertRaises(AccessError):
            self.pr.entry_ids.with_user(self.admin).unlink()
