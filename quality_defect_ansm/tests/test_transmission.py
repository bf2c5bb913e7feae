# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import email
import email.policy
import hashlib
import smtplib

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sending_common import ALL_WELL, ENVELOPE, GO, LOST, OK, SendingCommon

NO_SUCH = (550, b"5.1.1 no such mailbox")
LATER = (451, b"4.7.1 greylisted")


@tagged("post_install", "-at_install")
class TestTransmission(SendingCommon):
    def test_the_bytes_kept_are_those_the_server_was_given(self):
        transmission = self._send(ALL_WELL)
        content = base64.b64decode(transmission.with_context(bin_size=False).eml)
        self.assertEqual(self.session.content(), content)
        self.assertEqual(transmission.eml_sha256, hashlib.sha256(content).hexdigest())
        self.assertTrue(content.isascii())
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(message["Message-ID"], transmission.message_id)
        self.assertEqual(message["X-ANSM-Declaration"], self.declaration.name)
        parts = [part.get_content() for part in message.iter_attachments()]
        self.assertEqual(parts, [content for _name, content in self.volet._files()])
        self.assertEqual(
            message.get_body().get_content().split(), transmission.body.split()
        )

    def test_accepted_says_by_whom_and_when_never_received(self):
        transmission = self._send(ALL_WELL)
        self.assertEqual(transmission.state, "accepted")
        self.assertEqual(self.declaration.state, "sent")
        steps = transmission.attempt_ids.mapped("step")
        self.assertEqual(steps, ["started", "transferring", "accepted"])
        note = self.declaration.message_ids[0]
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertRegex(note.body, r"handed to the mail server \S+:\d+ at .* h \d\d")
        self.assertNotIn("receiv", note.body)
        self.assertFalse(self._tasks())

    def test_the_subject_has_case_number_reference_product_volet_and_version(self):
        self.declaration.case_number = "2026-DQ-00123"
        self.assertEqual(
            self._prepare().subject,
            f"[2026-DQ-00123] {self.declaration.name} – AUBRALGINE 500 mg, comprimé – "
            "Volet 1 – version 1 (non définitive)",
        )

    def test_one_refused_recipient_and_nothing_is_transferred(self):
        for script in ([OK, OK, NO_SUCH], [OK, NO_SUCH, NO_SUCH], [NO_SUCH]):
            transmission = self._send(script, email_cc="copie@exploitant.example")
            self.assertEqual(transmission.state, "refused")
            self.assertNotIn(b"data", self.session.commands())
            self.assertIn("no such mailbox", transmission.state_words)
            self.assertEqual(self.declaration.state, "problem")
        refused = transmission.search([], limit=2, order="id desc")[1].attempt_ids
        self.assertEqual(
            refused.filtered("recipient").mapped("recipient"),
            ["defauts@agence.example", "copie@exploitant.example"],
        )

    def test_what_did_not_leave_gives_each_person_one_task_that_sending_ends(self):
        for _again in range(2):
            self._send([OK, NO_SUCH])
            self.assertEqual(self._tasks().user_id, self.qa | self.manager)
            self.assertEqual(len(self._tasks()), 2)
            for words in ("no such mailbox", "then send again"):
                self.assertIn(words, self._tasks()[0].note)
        self.assertEqual(self._send(ALL_WELL).state, "accepted")
        self.assertFalse(self._tasks())
        self.assertEqual(self.declaration.state, "sent")

    def test_postponed_at_any_step_the_same_bytes_go_later(self):
        for script in (
            [LATER],
            [OK, LATER],
            [*ENVELOPE, LATER],
            [*ENVELOPE, GO, LATER],
        ):
            transmission = self._send(script)
            self.assertEqual(transmission.state, "deferred")
            self.assertEqual(self.declaration.state, "to_send")
            self.assertTrue(self._tasks())
            before = transmission.eml_sha256
            with self.assertRaisesRegex(UserError, "being sent"):
                self._prepare()
            transmission.with_user(self.qa).action_try_again()
            self.env.cr.postcommit.clear()
            self._run(ALL_WELL, transmission)
            self.assertEqual(transmission.state, "accepted")
            sent = hashlib.sha256(self.session.content()).hexdigest()
            self.assertEqual((before, transmission.eml_sha256), (sent, sent))
            self._next_version()

    def _next_version(self):
        volet = self.env["ansm.volet"].with_user(self.qa)
        self.volet = volet._make(self.declaration, "volet_1", reason="Complément")
        self._approve(self.volet)

    def test_once_volet_1_left_volet_2_brings_its_alarm_not_back(self):
        self.assertTrue(self.declaration.without_delay)
        self._send(ALL_WELL)
        volet = self.env["ansm.volet"].with_user(self.qa)
        volet._make(self.declaration, "volet_2")
        self.env.invalidate_all()
        self.assertEqual(self.declaration.state, "to_sign")
        self.assertFalse(self.declaration.without_delay)

    def test_a_mixed_refusal_is_a_refusal(self):
        vals = {"email_cc": "copie@exploitant.example"}
        transmission = self._send([OK, NO_SUCH, LATER], **vals)
        self.assertEqual(transmission.state, "refused")

    def test_no_connection_is_failed_and_names_the_server(self):
        transmission = self._send(ConnectionRefusedError("Connection refused"))
        self.assertEqual(transmission.state, "failed")
        self.assertRegex(transmission.state_words, r"\S+:\d+.*Connection refused")
        self.assertTrue(transmission.eml)
        busy = smtplib.SMTPConnectError(421, b"4.3.2 too busy")
        self.assertEqual(self._send(busy).state, "deferred")

    def test_lost_before_the_go_ahead_did_not_leave_lost_after_is_unknown(self):
        for script in ([LOST], [OK, LOST], [*ENVELOPE, LOST]):
            self.assertEqual(self._send(script).state, "failed")
        self.assertEqual(self._send([*ENVELOPE, GO, LOST]).state, "unknown")
        self.assertEqual(self.declaration.state, "problem")
        self.assertIn("Did it leave?", self._tasks()[0].note)

    def test_an_unknown_one_is_never_sent_again_before_a_person_settles_it(self):
        transmission = self._send([*ENVELOPE, GO, LOST])
        session = self._run(ALL_WELL, transmission)
        self.assertEqual((transmission.state, session.sent), ("unknown", []))
        with self.assertRaisesRegex(UserError, "UNKNOWN"):
            self._prepare()

    def _settle(self, transmission, user=None, found="Journal du serveur lu"):
        wizards = self.env["ansm.settling.wizard"].with_user(user or self.qa)
        return wizards.create({"transmission_id": transmission.id, "found": found})

    def test_a_person_settles_with_what_he_found_once(self):
        transmission = self._send([*ENVELOPE, GO, LOST])
        with self.assertRaises(AccessError):
            self._settle(transmission, self.reader)
        with self.assertRaisesRegex(UserError, "what you found"):
            self._settle(transmission, found=" ").action_sent()
        wizard = self._settle(transmission)
        wizard.action_not_sent()
        self.assertIn("Journal du serveur lu", transmission.state_words)
        self.assertIn(self.qa.name, transmission.state_words)
        self.assertEqual(self.declaration.state, "problem")
        with self.assertRaisesRegex(UserError, "known already"):
            wizard.action_sent()
        again = self._send([*ENVELOPE, GO, LOST])
        self._settle(again).action_sent()
        self.assertEqual((again.state, self.declaration.state), ("accepted", "sent"))
        self.assertFalse(self._tasks())

    def test_a_second_press_is_told_so_and_the_database_refuses_it_too(self):
        transmission = self._prepare()
        with self.assertRaisesRegex(UserError, "sent already, or is being sent"):
            self._prepare()
        vals = transmission.sudo().copy_data()[0]
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            transmission.sudo().create({**vals, "prepared_by_id": self.qa.id})

    def test_all_that_forbids_it_is_said_at_once(self):
        self.agency.email = "defauts@agence.fr"
        vals = {"email_cc": "copie@agence.fr, rien", "body": " "}
        with self.assertRaises(UserError) as caught:
            self._wizard(**vals).action_send()
        for words in ("“rien” is not", "“Body” is empty", "copie@agence.fr"):
            self.assertIn(words, str(caught.exception))
        self.assertFalse(self.volet.transmission_ids)

    def test_only_a_signed_volet_leaves(self):
        self._next_version_unsigned()
        with self.assertRaisesRegex(UserError, "not signed yet"):
            self._wizard().action_send()

    def _next_version_unsigned(self):
        volet = self.env["ansm.volet"].with_user(self.qa)
        self.volet = volet._make(self.declaration, "volet_1", reason="Complément")

    def test_an_address_hidden_in_a_name_is_refused(self):
        with self.assertRaisesRegex(UserError, "x@agence.fr"):
            self._prepare(email_cc='"x@agence.fr" <copie@exploitant.example>')

    def test_the_recipient_is_the_agencys_and_no_reader_sends(self):
        with self.assertRaises(AccessError):
            self._wizard(self.reader)
        wizard = self._wizard(email_to="autre@agence.example", subject="Autre")
        wizard.action_send()
        transmission = self.volet.transmission_ids
        self.assertEqual(transmission.email_to, "defauts@agence.example")
        self.assertIn("Volet 1", transmission.subject)

    def test_the_preview_shows_the_sender_as_the_server_rewrites_it(self):
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {
                "name": "Relay",
                "smtp_host": "relay.exploitant.example",
                "from_filter": "robot@relay.example",
            }
        )
        self.env["ir.config_parameter"].set_param("mail.default.from", "robot")
        domain = self.env["mail.alias.domain"].create({"name": "relay.example"})
        domain.default_from = "robot"
        self.company.alias_domain_id = domain
        wizard = self._wizard()
        self.assertIn("robot@relay.example", wizard.shown_from)
        self.assertIn("relay.exploitant.example", wizard.host)
        self._send(ALL_WELL)
        message = email.message_from_bytes(
            self.session.content(), policy=email.policy.default
        )
        self.assertEqual(message["From"], wizard.shown_from)
        self.assertEqual(message["Reply-To"], wizard.reply_to)

    def test_a_database_disarmed_since_does_not_even_connect(self):
        transmission = self._prepare()
        transmission.sudo().email_to = "defauts@agence.fr"
        session = self._run(ALL_WELL, transmission)
        self.assertEqual((transmission.state, session.sent), ("failed", []))
        self.assertIn("defauts@agence.fr", transmission.state_words)

    def test_a_message_that_cannot_be_made_ends_and_says_why(self):
        transmission = self._prepare()
        transmission.sudo().subject = "Volet 1\nBcc: x@agence.example"
        session = self._run(ALL_WELL, transmission)
        self.assertEqual((transmission.state, session.sent), ("failed", []))
        self.assertTrue(self._tasks())
