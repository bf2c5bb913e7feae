# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .signing_common import SigningData


@tagged("post_install", "-at_install")
class TestSigningOverHttp(SigningData, HttpCase):
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
        self.env.flush_all()
        params = {
            "model": record._name,
            "method": method,
            "args": [record.ids],
            "kwargs": {"context": context},
        }
        data = json.dumps({"jsonrpc": "2.0", "params": params})
        headers = {"Content-Type": "application/json"}
        answer = self.url_open("/web/dataset/call_kw", data=data, headers=headers)
        return answer.json()

    def assertUnsigned(self):
        self.volet.invalidate_recordset()
        self.assertFalse(self.volet.sealed_at)
        self.assertFalse(self.volet.signature_ids)

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
