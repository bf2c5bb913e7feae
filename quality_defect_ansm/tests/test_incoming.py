# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .incoming_common import NUMBER, IncomingCommon, mail
from .sending_common import ALL_WELL


@tagged("post_install", "-at_install")
class TestIncoming(IncomingCommon):
    """What comes in finds its case, and does nothing by itself."""

    def test_the_exact_bytes_are_kept_with_their_hash(self):
        raw = mail("Sans objet connu")
        kept = self._receive(raw)
        self.assertEqual(kept._bytes(), raw)
        self.assertEqual(kept.raw_sha256, hashlib.sha256(raw).hexdigest())
        with self.assertRaisesRegex(UserError, "evidence"):
            kept.subject = "autre"

    def test_an_answer_finds_its_case_by_its_thread_even_with_another_subject(self):
        sent = self._send(ALL_WELL)
        kept = self._receive(mail("Tout autre", In_Reply_To=sent.message_id))
        self.assertEqual(kept.declaration_id, self.declaration)
        self.assertEqual((kept.rule, kept.transmission_id), ("thread", sent))

    def test_reference_number_and_batch_find_the_case(self):
        self.declaration.case_number = NUMBER
        for raw, rule in (
            (mail(f"RE: {self.declaration.name}"), "reference"),
            (mail("Dossier", NUMBER.lower()), "number"),
            (mail("Votre lot", "Le lot A1234 appelle une question."), "batch"),
        ):
            kept = self._receive(raw)
            self.assertEqual(kept.declaration_id, self.declaration, rule)
            self.assertEqual(kept.rule, rule)

    def test_a_batch_named_by_a_stranger_goes_to_the_box_with_a_task(self):
        kept = self._receive(mail("Lot A1234", sender="x@inconnu.example"))
        self.assertEqual(kept.state, "to_sort")
        kind = self.env.ref("quality_defect_ansm.activity_sort")
        tasks = self.env["mail.activity"].search([("activity_type_id", "=", kind.id)])
        self.assertIn(self.manager, tasks.user_id)
        kept.with_user(self.qa)._move(self.declaration, "Même lot, même défaut")
        self.assertEqual(kept.declaration_id, self.declaration)
        self.assertFalse(tasks.exists().filtered("active"))

    def test_the_same_message_twice_is_one_and_a_forged_id_hides_none(self):
        raw = mail("Un", Message_ID="<1@agence.example>")
        first = self._receive(raw)
        self.assertEqual(self._receive(b"Received: by x\r\n" + raw), first)
        other = self._receive(mail("Deux", Message_ID="<1@agence.example>"))
        self.assertNotEqual(other, first)

    def test_only_a_person_acknowledges_and_the_number_becomes_the_cases(self):
        sent = self._send(ALL_WELL)
        raw = mail("Accusé", f"Dossier {NUMBER}", In_Reply_To=sent.message_id)
        kept = self._receive(raw)
        self.assertFalse(self.declaration.case_number)
        self.assertTrue(kept.from_agency)
        with self.assertRaises(AccessError):
            kept.with_user(self.reader).action_confirm()
        kept.with_user(self.qa).action_confirm()
        self.assertEqual(self.declaration.case_number, NUMBER)
        self.assertEqual(kept.state, "confirmed")

    def test_a_program_acknowledges_nothing(self):
        sent = self._send(ALL_WELL)
        raw = mail(
            "Réponse automatique",
            NUMBER,
            In_Reply_To=sent.message_id,
            Auto_Submitted="auto-replied",
        )
        kept = self._receive(raw)
        self.assertEqual((kept.kind, kept.state), ("auto", "matched"))
        with self.assertRaisesRegex(UserError, "A program wrote it"):
            kept.with_user(self.qa).action_confirm()

    def test_what_a_plain_user_delivers_is_not_proposed_as_the_agencys(self):
        raw = mail(f"Accusé {self.declaration.name}", NUMBER)
        kept = self._receive(raw, self.qa)
        self.assertEqual((kept.road, kept.from_agency), ("person", False))

    def test_who_does_not_sort_that_company_s_mail_delivers_nothing(self):
        kept = self.env["ansm.incoming"].search_count([])
        other = self.env["res.company"].create({"name": "Autre"})
        self.qa.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for user in (self.reader, self.qa):
            with self.assertRaises(AccessError):
                self._receive(mail(f"Accusé {self.declaration.name}"), user)
        self.assertEqual(self.env["ansm.incoming"].search_count([]), kept)

    def test_the_trail_of_each_case_tells_what_was_received_and_moved(self):
        kept = self._receive(mail(f"RE: {self.declaration.name}"))
        other = self._declare(self._new_nonconformity())
        kept.with_user(self.qa)._move(other, "Il s’agit de l’autre lot")
        events = self.env["ansm.event"].search([("res_model", "=", kept._name)])
        moved = events.filtered(lambda one: one.kind == "changed")
        self.assertEqual(moved.declaration_id, self.declaration | other)
        self.assertEqual(set(moved.mapped("reason")), {"Il s’agit de l’autre lot"})
        self.assertEqual(set(moved.mapped("user_name")), {self.qa.name})

    def test_a_file_dropped_on_the_case_is_kept_once(self):
        raw = mail("Message reçu par le PR")
        for _time in range(2):
            wizard = (
                self.env["ansm.incoming.wizard"]
                .with_user(self.qa)
                .create(
                    {
                        "declaration_id": self.declaration.id,
                        "file": base64.b64encode(raw),
                        "file_name": "x.eml",
                    }
                )
            )
            self.env.flush_all()
            with self.enter_registry_test_mode():
                wizard.action_add()
            self.env.invalidate_all()
        self.assertEqual(len(self.declaration.answer_ids), 1)

    def test_a_message_made_to_harm_shows_its_words_alone(self):
        raw = (
            mail("<script>alert(1)</script>", "x").replace(b"text/plain", b"text/html")
            + b"<script>alert(2)</script><b>Bonjour</b>"
        )
        kept = self._receive(raw)
        self.assertNotIn("alert(2)", kept.text)
        self.assertIn("Bonjour", kept.text)

    def test_no_acknowledgement_is_a_clock_until_it_is_confirmed(self):
        self._send(ALL_WELL)
        clock = self.declaration.sudo().deadline_ids.filtered(
            lambda one: one.kind == "acknowledgement"
        )
        self.assertFalse(clock.met_at)
        raw = mail(f"RE: {self.declaration.name}", "Bien reçu")
        kept = self._receive(raw)
        self.assertFalse(clock.met_at)
        kept.with_user(self.qa).action_confirm()
        self.assertTrue(clock.met_at)
