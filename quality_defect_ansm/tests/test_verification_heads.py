# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .. import chains
from .verification_common import VerificationCommon


@tagged("post_install", "-at_install")
class TestVerificationHeads(VerificationCommon):
    """Heads that left: pasted in, mailed every day, alarmed about."""

    def test_a_pasted_head_says_whether_it_is_part_of_todays_chain(self):
        old = chains.find_heads(self.case_chain.head_text)
        self._send_again()
        found = self._check(heads=old)
        self.assertTrue(found["intact"], found["problems"])
        self.assertIn("part of today's chain", found["answers"])

    def _send_again(self):
        self.env["ansm.event"]._log(self.declaration, "changed", new_value="x")

    def test_a_pasted_head_finds_a_cut_tail_that_nothing_inside_shows(self):
        self._send_again()
        head = chains.find_heads(self.case_chain.head_text)
        self._cut()
        self.assertTrue(self._check()["intact"], "nothing inside shows it")
        found = self._check(heads=head)
        self._assertFound(found, "its tail was cut", self.case_chain.code)

    def test_a_pasted_head_of_another_database_is_no_head_of_ours(self):
        head = ("0" * 8, 3, "a" * 64)
        self._assertFound(self._check(heads=[head]), "no chain has this code")
        other = (self.case_chain.code, 1, "a" * 64)
        self._assertFound(self._check(heads=[other]), "changed and recomputed")

    def test_what_is_pasted_without_a_head_in_it_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "No head is in what you pasted"):
            self._press(self.reader, self.declaration, "ANSM-12")

    def test_the_head_of_an_eml_of_a_volet_and_of_a_daily_mail_can_be_pasted(self):
        mails = self._daily_mail()
        eml = self.transmission.with_context(bin_size=False).eml
        eml = base64.b64decode(eml).decode()
        for text in (eml, mails.body_html):
            with self.enter_registry_test_mode():
                kept = self._press(self.reader, self.declaration, text)
            self.assertTrue(kept.intact, kept.problems)
            self.assertIn("part of today's chain", kept.answers)

    @contextmanager
    def _mail_server(self, error=None):
        server = type(self.env["ir.mail_server"])
        with (
            patch.object(server, "_disable_send", lambda _self: False),
            patch.object(server, "_connect__", side_effect=error),
            patch.object(server, "send_email", return_value="<1@exploitant.example>"),
            self.enter_registry_test_mode(),
        ):
            yield
        self.env.invalidate_all()

    def _daily_mail(self, error=None):
        self.company.ansm_heads_email = "coffre@exploitant.example"
        last = self.env["mail.mail"].search([], limit=1).id or 0
        with self._mail_server(error):
            self.chains._mail_heads()
        return self.env["mail.mail"].search([("id", ">", last)])

    def test_the_daily_mail_takes_all_heads_to_the_pr_and_the_second_address(self):
        mail = self._daily_mail()
        self.assertEqual(
            mail.email_to, f"{self.pr_user.email}, coffre@exploitant.example"
        )
        found = chains.find_heads(mail.body_html)
        for chain in (self.case_chain, self.company_chain, self.database_chain):
            self.assertIn((chain.code, chain.length, chain.head), found)
        self.assertIn("daily mail", self.case_chain.left_words)

    def test_a_mail_that_no_server_takes_is_no_head_that_left(self):
        mail = self._daily_mail(OSError("no such server"))
        self.assertEqual(mail.state, "exception")
        self.assertNotIn("mail", self.case_chain.head_ids.mapped("way"))

    def test_an_alarm_goes_to_the_pr_and_the_managers_once(self):
        self._around_odoo("UPDATE ansm_transmission SET subject = 'x'")
        with self.enter_registry_test_mode():
            for number in (1, 2):
                last = self.env["mail.mail"].search([], limit=1).id or 0
                self.verifications._verify_nightly()
                mails = self.env["mail.mail"].search([("id", ">", last)])
                self.assertEqual(len(mails), 2 - number)
                for user in (self.pr_user, self.manager, self.manager_2):
                    self.assertIn(user, self.company_chain.activity_ids.user_id)
                    if mails:
                        self.assertIn(user.email, mails.email_to)
            self._around_odoo("UPDATE ansm_transmission SET body = 'x'")
            self.verifications._verify_nightly()
        fresh = self.env["mail.mail"].search([], limit=1)
        self.assertIn("(body)", fresh.body_html)
        self.assertNotIn("(subject)", fresh.body_html.split("–", 1)[1])

    def test_every_night_the_heads_that_moved_go_up_in_one_link(self):
        self._declare(self._new_nonconformity())
        with self.enter_registry_test_mode():
            self.chains._tell_moved()
            length = self.company_chain.length
            self.chains._tell_moved()
        self.assertEqual(self.company_chain.length, length)
        last = self.company_chain.link_ids.sorted("seq")[-1]
        told = {row["code"]: row["length"] for _id, row in self._rows_of(last)}
        self.assertEqual(told[self.case_chain.code], self.case_chain.length)
        self.assertGreaterEqual(len(told), 2)
