# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessDenied, UserError
from odoo.tests import tagged

from ..wizards.ansm_identity import AnsmIdentityMixin
from .signing_common import SigningCase, SigningData


@tagged("post_install", "-at_install")
class TestProof(SigningCase):
    def test_a_wrong_password_signs_nothing(self):
        volet = self._volet()
        with freeze_time(fields.Datetime.now()) as clock:
            for given in ("wrong", ""):
                with self.assertRefused("password is wrong"):
                    self._sign(volet, self.pr_user, password=given)
                clock.tick(60)
        self.assertFalse(volet.signature_ids)

    def test_an_api_key_given_as_password_signs_nothing(self):
        volet = self._volet()
        with self.assertRefused("password is wrong"):
            self._sign(volet, self.pr_user, password=self._key(self.pr_user))
        self.assertFalse(volet.sealed_at)

    def test_a_proof_by_another_road_signs_nothing(self):
        volet = self._volet()
        users = type(self.env["res.users"])
        asked = []

        def by_a_key(user, _credential, env):
            asked.append(env)
            return {"uid": user.id, "auth_method": "apikey", "mfa": "default"}

        self.patch(users, "_check_credentials", by_a_key)
        with self.assertRefused("password is wrong"):
            self._sign(volet, self.pr_user)
        # not interactive, Odoo itself takes a key for a password
        self.assertEqual(asked, [{"interactive": True}])

    def test_a_directory_that_an_administrator_names_signs_nothing(self):
        def by_the_directory(user, _credential, _env):
            return {"uid": user.id, "auth_method": "ldap", "mfa": "default"}

        self.patch(type(self.env["res.users"]), "_check_credentials", by_the_directory)
        volet = self._volet()
        with self.assertRefused("directory (LDAP) does not sign"):
            self._sign(volet, self.pr_user)
        self.assertFalse(volet.signature_ids)
        failed = self.env["ansm.event"].search([("kind", "=", "signing_failed")])
        self.assertEqual(failed[:1].user_id, self.pr_user)

    def test_code_that_changes_the_user_or_takes_all_rights_does_not_sign(self):
        dialog = self._dialog(self._volet(), self.pr_user)
        with self.assertRefused("You sign yourself"):
            self._press(dialog, self.pr_user, keyboard=self.manager)
        self.keyboard = self.pr_user
        with self.assertRefused("You sign yourself"):
            dialog.sudo().with_context(password="pr_test").action_sign()

    def test_a_password_that_was_typed_stays_nowhere(self):
        dialog = self._dialog(self._volet(), self.pr_user)
        dialog.write({"password": "pr_test", "code": "123456"})
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM ansm_signing_wizard")
        self.assertNotIn("pr_test", str(self.env.cr.fetchall()))

    def _seconds_to_wait(self, volet):
        """Return what the right password is answered just after a failure."""
        try:
            self._sign(volet, self.pr_user)
        except UserError as refusal:
            return int(re.search(r"wait (\d+) seconds", str(refusal)).group(1))
        return 0

    def test_failures_slow_down_more_and_more_and_never_lock(self):
        volet = self._volet()
        waits = []
        with freeze_time(fields.Datetime.now()) as clock:
            for _try in range(7):
                with self.assertRefused("password is wrong"):
                    self._sign(volet, self.pr_user, password="wrong")
                waits.append(self._seconds_to_wait(volet))
                clock.tick(waits[-1])
            self._sign(volet, self.pr_user)
        self.assertEqual(waits, [1, 2, 4, 8, 16, 30, 30])
        self.assertTrue(volet.sealed_at)

    def test_the_failures_of_one_slow_nobody_else(self):
        volet = self._volet()
        with self.assertRefused("password is wrong"):
            self._sign(volet, self.manager, password="wrong")
        self.assertTrue(self._sign(volet, self.pr_user))

    def test_a_success_is_no_failure(self):
        self._sign(self._volet(), self.pr_user)
        failures = self.env["ansm.signing.failure"].sudo()
        self.assertFalse(failures.search([("user_id", "=", self.pr_user.id)]))

    def test_the_second_person_proves_who_he_is_too(self):
        proposal = (
            self.env["ansm.signatory"]
            .with_user(self.manager)
            .create(self._appointment(self.pri_user, "pri"))
        )
        action = proposal.with_user(self.manager_2).action_confirm()
        dialogs = self.env["ansm.signatory.wizard"].with_user(self.manager_2)
        dialog = dialogs.browse(action["res_id"])
        self.keyboard = self.manager_2
        with self.assertRefused("password is wrong"):
            dialog.with_context(password="wrong").action_decide()
        self.assertFalse(proposal.confirmed_at)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=60)):
            dialog.with_context(password="manager_2_test").action_decide()
        self.assertEqual(proposal.confirmed_by_id, self.manager_2)

    def _with_an_application(self):
        """Give the users a code application whose code is now 123456."""
        users = type(self.env["res.users"])
        check = users._check_credentials

        def check_too(self, credential, env):
            if credential["type"] != "totp":
                return check(self, credential, env)
            if credential["token"] != 123456:
                raise AccessDenied()
            return {"uid": self.id, "auth_method": "totp", "mfa": "default"}

        self.patch(users, "_mfa_type", lambda _self: "totp")
        self.patch(users, "_check_credentials", check_too)

    def test_who_has_a_code_application_gives_the_code_too(self):
        self._with_an_application()
        volet = self._volet()
        self.assertTrue(self._dialog(volet, self.pr_user).asks_code)
        with freeze_time(fields.Datetime.now()) as clock:
            for code in (None, "", "654321", "abc"):
                with self.assertRefused("password or the code is wrong"):
                    self._sign(volet, self.pr_user, code=code)
                clock.tick(60)
            with self.assertRefused("password or the code is wrong"):
                self._sign(volet, self.pr_user, password="wrong", code="123456")
            clock.tick(60)
            signature = self._sign(volet, self.pr_user, code="123 456")
        self.assertEqual(signature.auth_method, "password+totp")

    def _with_a_passkey(self):
        """Give the users a passkey, which the browser answers with a text."""
        users = type(self.env["res.users"])
        check = users._check_credentials

        def check_too(self, credential, env):
            if credential["type"] != "webauthn":
                return check(self, credential, env)
            if credential["webauthn_response"] != "answer":
                raise AccessDenied()
            return {"uid": self.id, "auth_method": "passkey", "mfa": "skip"}

        self.patch(AnsmIdentityMixin, "_my_passkeys", lambda _self: True)
        self.patch(users, "_mfa_type", lambda _self: "totp")
        self.patch(users, "_check_credentials", check_too)

    def test_a_passkey_signs_alone_and_nothing_else_in_its_place(self):
        self._with_a_passkey()
        volet = self._volet()
        self.assertFalse(self._dialog(volet, self.pr_user).asks_code)
        with freeze_time(fields.Datetime.now()) as clock:
            for given in ("pr_test", ""):
                with self.assertRefused("passkey is not one of yours"):
                    self._sign(volet, self.pr_user, password=given)
                clock.tick(60)
            dialog = self._dialog(volet, self.pr_user)
            self.keyboard = self.pr_user
            dialog.with_context(password="answer").run_check()
        self.assertEqual(volet.signature_ids.auth_method, "passkey")


@tagged("post_install", "-at_install")
class TestFailureSurvives(SigningData):
    def test_a_failure_is_counted_whatever_becomes_of_the_request(self):
        # On real cursors, so for a user who is there for other connections too.
        user = self.env.ref("base.user_admin")
        with self.registry.cursor() as request:
            env = self.env(cr=request, user=user.id)
            _wait, row = env["ansm.signing.failure"]._try()
            self.addCleanup(self.env["ansm.signing.failure"]._forgive, row)
            request.rollback()
        with self.registry.cursor() as later:
            failure = self.env(cr=later)["ansm.signing.failure"].browse(row)
            self.assertEqual(failure.user_id, user)
