# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import email
import email.policy

from odoo.tests import tagged

from .incoming_common import NUMBER, IncomingCommon, mail
from .sending_common import ALL_WELL

REPORT = """From: MAILER-DAEMON@mx.example
To: bounce@exploitant.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; defauts@agence.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b
Content-Type: text/rfc822-headers

Message-ID: {id}

--b--
"""


@tagged("post_install", "-at_install")
class TestIncomingReplies(IncomingCommon):
    """What is sent asks for its answer where it is kept; reports say what became."""

    def _report(self, sent, action, status, words):
        values = {"action": action, "status": status, "words": words}
        raw = REPORT.format(id=sent.message_id, **values)
        return self._receive(raw.encode())

    def _read_tasks(self):
        return self.declaration.activity_search(
            ["quality_defect_ansm.activity_received"]
        )

    def _set_address(self):
        domain = self.env["mail.alias.domain"].create({"name": "exploitant.example"})
        self.company.alias_domain_id = domain
        administrator = self._new_user("administrator_test", "manager")
        administrator.group_ids += self.env.ref("base.group_system")
        self.company.with_user(administrator).ansm_answer_name = "qualite-ansm"
        return "qualite-ansm@exploitant.example"

    def test_the_answer_is_asked_for_at_the_gateway_and_the_preview_says_so(self):
        address = self._set_address()
        self.assertEqual(self._wizard().reply_to, address)
        sent = self._send(ALL_WELL)
        message = email.message_from_bytes(
            self.session.content(), policy=email.policy.default
        )
        self.assertEqual(message["Reply-To"], address)
        raw = mail("Tout autre").replace(b"reponses@", b"qualite-ansm@")
        self.assertEqual(self._receive(raw).company_id, self.company)
        self.assertNotEqual(address, sent.email_from)

    def test_without_an_alias_the_catchall_is_asked_and_keeps_what_names_a_case(self):
        domain = self.env["mail.alias.domain"].create({"name": "exploitant.example"})
        self.company.alias_domain_id = domain
        self.assertEqual(self._wizard().reply_to, "catchall@exploitant.example")
        for subject, sender in (
            (f"RE: {self.declaration.name}", "x@inconnu.example"),
            ("Sans rien de connu", "agent@agence.example"),
        ):
            raw = mail(subject, sender=sender).replace(b"reponses@", b"catchall@")
            kept = self._receive(raw)
            self.assertEqual((kept._bytes(), kept.company_id), (raw, self.company))

    def test_the_address_may_be_changed_and_taken_away(self):
        self._set_address()
        alias = self.company.ansm_answer_alias_id
        self.company.ansm_answer_name = "reponses-ansm"
        self.assertEqual(alias.alias_name, "reponses-ansm")
        self.company.ansm_answer_name = False
        self.assertFalse(alias.exists())
        self.assertFalse(self.company.ansm_answer_alias_id)

    def test_a_report_is_shown_where_it_belongs_and_a_failure_gives_a_task(self):
        sent = self._send(ALL_WELL)
        good = self._report(sent, "relayed", "2.0.0", "250 OK")
        self.assertEqual((good.kind, good.report_bad), ("report", False))
        self.assertFalse(self._read_tasks())
        bad = self._report(sent, "failed", "5.1.1", "550 No such user")
        self.assertEqual(sent.received_ids, good | bad)
        self.assertEqual(
            bad.report_words,
            "defauts@agence.example: not delivered (5.1.1 550 No such user)",
        )
        self.assertIn("not delivered", self._read_tasks().summary)
        self.assertEqual(sent.state, "accepted", "a report is no step of ours")

    def test_a_message_by_hand_has_the_agencys_number_whatever_its_author_wrote(self):
        self.declaration.case_number = NUMBER
        subjects = {"Une question": f"[{NUMBER}] Une question"}
        subjects[f"Suite de {NUMBER}"] = f"Suite de {NUMBER}"
        for written, sent in subjects.items():
            message = self.declaration.message_post(body="x", subject=written)
            values = self.declaration._notify_by_email_get_base_mail_values(message, [])
            self.assertEqual(values["subject"], sent)
        self.assertIn(NUMBER, self.declaration._message_compute_subject())

    def test_its_answer_is_kept_and_not_posted_in_the_discussion(self):
        address = self._set_address()
        written = self.declaration.message_post(body="Question", subject="Question")
        self.assertEqual(written.reply_to, address)
        discussion = self.declaration.message_ids
        raw = mail("Tout autre", In_Reply_To=written.message_id)
        kept = self._receive(raw.replace(b"reponses@", b"quelconque@"))
        self.assertEqual(kept.declaration_id, self.declaration)
        self.assertEqual(kept.rule, "thread")
        posted = self.declaration.message_ids - discussion
        self.assertFalse(posted.filtered(lambda one: "Bonjour" in one.body))

    def test_another_number_than_the_cases_is_pointed_at_and_changes_nothing(self):
        sent = self._send(ALL_WELL)
        self.declaration.case_number = NUMBER
        raw = mail("Accusé", "Dossier 2026-DQ-01000", In_Reply_To=sent.message_id)
        kept = self._receive(raw)
        self.assertTrue(kept.number_differs)
        kept.with_user(self.qa).action_confirm()
        self.assertEqual(self.declaration.case_number, NUMBER)
