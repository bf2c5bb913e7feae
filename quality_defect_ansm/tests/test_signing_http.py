# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .signing_common import SigningData


class SigningOverHttp(SigningData, HttpCase):
    """Calls as a script makes them, and as the web client does."""

    def setUp(self):
        super().setUp()
        self.volet = self._volet()
        self.dialogs = self.env["ansm.signing.wizard"]

    def _dialog(self, user):
        action = self.volet.with_user(user).action_sign()
        return self.dialogs.browse(action["res_id"])

    def _json2(self, user, record, method, **context):
        """Call a method as a script does, with an API key of the user."""
        # the request answers on the same connection: what was made is there
        self.env.flush_all()
        return self.url_open(
            f"/json/2/{record._name}/{method}",
            data=json.dumps({"ids": record.ids, "context": context}),
            headers={
                "Authorization": f"bearer {self._key(user)}",
                "Content-Type": "application/json",
                "X-Odoo-Database": self.env.cr.dbname,
            },
        )

    def _call(self, record, method, **context):
        """Call a method as the web client does, in the session of the user."""
        return self._call_kw(record._name, method, record.ids, context=context)

    def _call_kw(self, model, method, *args, **kwargs):
        self.env.flush_all()
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        data = json.dumps({"jsonrpc": "2.0", "params": params})
        headers = {"Content-Type": "application/json"}
        answer = self.url_open("/web/dataset/call_kw", data=data, headers=headers)
        return answer.json()

    def assertUnsigned(self):
        self.volet.invalidate_recordset()
        self.assertFalse(self.volet.sealed_at)
        self.assertFalse(self.volet.signature_ids)


@tagged("post_install", "-at_install")
class TestSigningOverHttp(SigningOverHttp):
    def test_in_his_own_session_the_pharmacist_signs(self):
        self.authenticate("pr_test", "pr_test")
        action = self._call(self.volet, "action_sign")["result"]
        dialog = self.dialogs.browse(action["res_id"])
        self._call(dialog, "action_sign", password="pr_test")
        self.volet.invalidate_recordset()
        self.assertTrue(self.volet.sealed_at)
        self.assertEqual(self.volet.signature_ids.user_id, self.pr_user)

    def test_a_script_with_an_api_key_signs_nothing_even_with_the_password(self):
        dialog = self._dialog(self.pr_user)
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self._json2(
                self.pr_user, dialog, "action_sign", password="pr_test"
            )
        self.assertEqual(answer.status_code, 422)
        self.assertIn("You sign yourself", answer.text)
        self.assertUnsigned()

    def test_the_api_key_as_password_in_a_session_signs_nothing(self):
        dialog = self._dialog(self.pr_user)
        self.authenticate("pr_test", "pr_test")
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self._call(dialog, "action_sign", password=self._key(self.pr_user))
        self.assertIn("password is wrong", answer["error"]["data"]["message"])
        self.assertUnsigned()

    def test_who_is_no_signatory_signs_nothing_by_calling_the_methods(self):
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self._json2(self.reader, self.volet, "action_sign")
        self.assertIn("You are not a signatory", answer.text)
        dialog = self._dialog(self.pr_user)
        self.authenticate("manager_test", "manager_test")
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self._call(dialog, "action_sign", password="manager_test")
        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.AccessError")
        self.assertUnsigned()

    @mute_logger("odoo.http")
    def test_the_volet_of_another_company_is_not_even_shown(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        self._new_user(
            "stranger_test",
            "manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.authenticate("stranger_test", "stranger_test")
        for method in ("action_sign", "read"):
            answer = self._call(self.volet, method)
            self.assertEqual(
                answer["error"]["data"]["name"], "odoo.exceptions.AccessError"
            )
        self.assertUnsigned()

    def test_private_methods_are_not_called_from_outside(self):
        self.authenticate("pr_test", "pr_test")
        for method in ("_sign", "_seal"):
            with self.assertLogs("odoo.http", "WARNING"):
                answer = self._call(self.volet, method)
            self.assertIn("Private methods", answer["error"]["data"]["message"])
        self.assertUnsigned()


@tagged("post_install", "-at_install")
class TestWhoDoesNotSignOverHttp(SigningOverHttp):
    def assertSignsNot(self, user, sentence, password=None):
        """Expect a refusal in his own session, his password given."""
        password = password or user.login
        self.authenticate(user.login, password)
        self.assertAnswers(sentence, self.volet, "action_sign")
        # and no dialog made by hand helps
        his = self.env["ansm.signatory"].search([("user_id", "=", user.id)], limit=1)
        vals = {"volet_id": self.volet.id, "meaning": "approved"}
        vals["signatory_id"] = his.id
        made = self._call_kw(self.dialogs._name, "create", [vals])["result"]
        dialog = self.dialogs.browse(made)
        self.assertAnswers(sentence, dialog, "action_sign", password=password)
        self.assertUnsigned()

    def assertAnswers(self, sentence, record, method, **context):
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self._call(record, method, **context)
        self.assertIn(sentence, answer["error"]["data"]["message"])

    def _administrator(self):
        admin = self._new_user("admin_test", "reader")
        admin.group_ids += self.env.ref("base.group_system")
        return admin

    def test_a_pri_out_of_date(self):
        self._appoint(self.pri_user, "pri", date_to="2026-01-31")
        self.assertSignsNot(self.pri_user, "ended on 2026-01-31")

    def test_an_administrator(self):
        self.assertSignsNot(self._administrator(), "being an administrator")

    def test_an_administrator_who_reset_the_prs_password(self):
        self._administrator()
        self.authenticate("admin_test", "admin_test")
        vals = {"password": "chosen-by-the-admin"}
        answer = self._call_kw("res.users", "write", self.pr_user.ids, vals)
        self.assertTrue(answer["result"])
        self.env.invalidate_all()
        self.assertSignsNot(self.pr_user, "is suspended", "chosen-by-the-admin")

    def test_a_signatory_of_another_company(self):
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        both = [(6, 0, (self.company | other).ids)]
        user = self._new_user("both_test", "reader", company_ids=both)
        (self.manager | self.manager_2).company_ids += other
        self._appoint(user, "pr", company_id=other.id)
        self.assertSignsNot(user, "of Autre exploitant, not of")
