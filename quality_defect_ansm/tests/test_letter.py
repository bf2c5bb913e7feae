# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import email
import email.policy

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .annex_common import add, photo
from .sending_common import ALL_WELL, ENVELOPE, GO, LOST, SendingCommon


@tagged("post_install", "-at_install")
class TestLetter(SendingCommon):
    """A message written by hand takes the same road as a volet."""

    def _letter(self, user=None, **vals):
        letters = self.env["ansm.letter.wizard"].with_user(user or self.qa)
        given = {"declaration_id": self.declaration.id, "identity_checked": True}
        return letters.create({**given, **vals})

    def _send_letter(self, script, **vals):
        self._letter(**vals).action_send()
        self.env.cr.postcommit.clear()
        transmission = self.declaration.transmission_ids.sorted("id")[-1]
        self._run(script, transmission)
        return transmission

    def _parts(self):
        content = self.session.content()
        message = email.message_from_bytes(content, policy=email.policy.default)
        return message, [part.get_content() for part in message.iter_attachments()]

    def test_a_letter_has_the_agency_s_number_in_its_subject_and_its_files(self):
        self.declaration.case_number = "2026-DQ-00123"
        file = add(self.env, self.declaration, self.qa, goes_with="none")
        transmission = self._send_letter(ALL_WELL, annex_ids=file.ids)
        self.assertEqual(
            (transmission.state, transmission.kind), ("accepted", "letter")
        )
        message, parts = self._parts()
        self.assertIn("[2026-DQ-00123]", message["Subject"])
        self.assertIn(self.declaration.name, message["Subject"])
        self.assertEqual(parts, [photo()])
        self.assertTrue(file.sealed_at, "what left stays as it went")
        self.assertIn(file.file_sha256, transmission.files)
        self.assertEqual(self.declaration.state, "to_send", "the volet did not leave")

    def test_the_question_how_to_send_is_the_agency_record_s(self):
        self.agency.question = "Par quel moyen ?"
        with Form(self._letter()) as form:
            form.kind = "question"
            self.assertIn("Par quel moyen ?", form.body)
            self.assertIn("mode d’envoi", form.subject)

    def test_a_subject_without_the_agency_s_number_does_not_leave(self):
        self.declaration.case_number = "2026-DQ-00123"
        with self.assertRaises(UserError) as caught:
            letter = self._letter(subject="Bonjour", email_to="", body=False)
            self.assertIn("is empty", letter.problems)
            letter.action_send()
        for words in ("lacks the agency's number", "to whom", "is empty"):
            self.assertIn(words, str(caught.exception))

    def test_one_dialog_sends_once_also_when_it_is_unknown(self):
        letter = self._letter()
        letter.action_send()
        with self.assertRaisesRegex(UserError, "sent already"):
            letter.action_send()
        self.env.cr.postcommit.clear()
        transmission = self.declaration.transmission_ids
        self._run([*ENVELOPE, GO, LOST], transmission)
        self.assertEqual(transmission.state, "unknown")
        with self.assertRaisesRegex(UserError, "sent already"):
            letter.action_send()

    def test_a_letter_writes_to_nobody_real_from_a_database_that_is_not_armed(self):
        letter = self._letter(email_to="prefet@nulle-part.fr")
        self.assertIn("nulle-part.fr", letter.problems)
        with self.assertRaises(UserError):
            letter.action_send()
        self.assertFalse(self.declaration.transmission_ids)

    def test_a_letter_goes_after_a_person_looked_and_from_a_preparer_alone(self):
        with self.assertRaisesRegex(UserError, "names a patient or a reporter"):
            self._letter(identity_checked=False).action_send()
        with self.assertRaises(AccessError):
            self._letter(self.reader)
        other = self._declare(self._new_nonconformity())
        foreign = add(self.env, other, self.qa, goes_with="none")
        with self.assertRaisesRegex(UserError, "of another case"):
            self._letter(annex_ids=foreign.ids).action_send()
        self.assertFalse(foreign.sealed_at)

    def test_the_pdf_alone_goes_where_the_company_says_so(self):
        self.company.ansm_pdf_alone = True
        wizard = self._wizard()
        self.assertNotIn(self.volet.docx_name, wizard.files)
        self.assertIn("au format PDF", wizard.body)
        transmission = self._send(ALL_WELL)
        self.assertEqual(transmission.state, "accepted")
        _message, parts = self._parts()
        self.assertEqual(parts, [self.volet._files()[1][1]])
        self.assertNotIn(self.volet.docx_name, transmission.files)

    def test_the_discussion_writes_to_nobody_at_the_agency(self):
        agent = self.env["res.partner"].create(
            {"name": "Agent", "email": "Agent <x@AGENCE.example>"}
        )
        case = self.declaration.with_user(self.qa)
        with self.assertRaisesRegex(UserError, "Write outside"):
            case.message_post(body="Bonjour", partner_ids=agent.ids)
        with self.assertRaisesRegex(UserError, "Write outside"):
            case.message_subscribe(agent.ids)
        colleague = self.manager.partner_id
        self.assertTrue(case.message_post(body="Vu", partner_ids=colleague.ids))
