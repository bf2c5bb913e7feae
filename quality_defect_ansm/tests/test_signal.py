# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .decision_common import RECEIVED, DecisionCase


@tagged("post_install", "-at_install")
class TestSignal(DecisionCase):
    def test_the_case_takes_row_17_from_the_signal(self):
        photo = self.env["ir.attachment"].create({"name": "photo.png", "raw": b"x"})
        self._signal(
            origin="pharmacy",
            detection_date=date(2026, 4, 1),
            detection_place="Pharmacie des Halles",
            defective_units="3",
            sample="received",
            adverse_effect="yes",
            photo_ids=[Command.set(photo.ids)],
        )
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        self.assertEqual(case.signal_received_at, RECEIVED)
        content = case._prepare_content("volet_1", 1, False)
        self.assertTrue(content["signal_origin"]["pharmacy"])
        for name, value in (
            ("detection_date", date(2026, 4, 1)),
            ("detection_place", "Pharmacie des Halles"),
            ("defective_units", "3"),
            ("sample_available", "yes"),
            ("photo_available", "yes"),
            ("adverse_effects", "yes"),
        ):
            self.assertEqual(case[name], value)

    def test_the_case_follows_the_signal_until_somebody_writes_otherwise(self):
        signal = self._signal(detection_place="Rodez")
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        signal.write({"origin": "patient", "detection_place": "Millau"})
        self.assertEqual(
            (case.signal_origin, case.detection_place), ("patient", "Millau")
        )
        case.detection_place = "Millau, au domicile"
        signal.detection_place = "Albi"
        self.assertEqual(case.detection_place, "Millau, au domicile")
        case.signal_origin = False
        signal.reply = "Merci"
        self.assertFalse(case.signal_origin)

    def test_it_tells_when_it_reached_a_partner_and_when_us(self):
        partner = self.env["res.partner"].create({"name": "Dépôt du Massif"})
        self._signal(
            received_where="partner",
            received_partner_id=partner.id,
            reached_us_at=RECEIVED + timedelta(days=1),
        )
        decision = self._sign_decision(self._decide())
        self.assertEqual(decision.signal_received_at, RECEIVED)
        for words in ("A partner Dépôt du Massif", "(reached us: samedi 4 avril 2026"):
            self.assertIn(words, decision.content)

    def test_the_first_of_several_signals_dates_the_case(self):
        self._signal(received_at=RECEIVED + timedelta(days=1), origin="hospital")
        self._signal(received_at=RECEIVED, origin="patient")
        decision = self._decide()
        case = self.nonconformity.ansm_declaration_ids
        self.assertEqual(decision.signal_received_at, RECEIVED)
        self.assertEqual(case.signal_received_at, RECEIVED)
        self.assertEqual(case.signal_origin, "patient")
        self.assertEqual(len(case.signal_ids), 2)

    def test_an_earlier_signal_moves_the_legal_date_a_later_one_never(self):
        signal = self._signal(received_at=RECEIVED)
        decision = self._decide()
        case = self.nonconformity.ansm_declaration_ids
        signal.received_at = RECEIVED + timedelta(hours=2)
        self.assertEqual(case.signal_received_at, RECEIVED)
        signal.received_at = RECEIVED
        earlier = RECEIVED - timedelta(days=2)
        self._signal(received_at=earlier)
        self.assertEqual(case.signal_received_at, earlier)
        self._sign_decision(decision)
        self.assertEqual(decision.signal_received_at, earlier)

    def test_a_nonconformity_decided_in_haste_has_its_signal(self):
        self._wizard(signal_origin="wholesaler").action_declare()
        signal = self.nonconformity.ansm_signal_ids
        self.assertEqual(signal.verbatim, self.nonconformity.description)
        self.assertEqual((signal.origin, signal.received_at), ("wholesaler", RECEIVED))

    def test_what_was_decided_on_stays_what_follows_is_recorded(self):
        signal = self._signal()
        decision = self._decide()
        signal.verbatim = "« Quatre comprimés tachés. »"
        self._sign_decision(decision)
        self.assertEqual(signal.decision_id, decision)
        with self.assertRaisesRegex(UserError, "Decided on already"):
            signal.received_at = RECEIVED - timedelta(days=1)
        with self.assertRaisesRegex(AccessError, "recorded by the signature"):
            signal.decision_id = False
        signal.write(
            {"sample": "received", "reply": "Merci", "replied_on": "2026-04-09"}
        )
        self.assertEqual(signal.sample, "received")
        later = self._signal(verbatim="Un second flacon")
        later.verbatim = "Un second flacon, fissuré"
        self.assertFalse(later.decision_id)

    def test_the_guidance_of_the_page_follows_the_origin(self):
        signal = self._signal(origin="patient")
        self.assertIn("turns to a health professional", signal.guidance)
        signal.origin = "hospital"
        self.assertIn("Défaut de qualité d’un médicament", signal.guidance)
        signal.origin = "depositary"
        self.assertIn("quality contract", signal.guidance)
        signal.origin = "production"
        self.assertFalse(signal.guidance)

    def test_no_evidence_holds_the_verbatim_or_who_it_is_from(self):
        name, said = "Aline Técher", "« Comprimé noirâtre vu au comptoir. »"
        signal = self._signal(verbatim=said)
        signal.person_ids = [Command.create({"kind": "professional", "name": name})]
        signal.verbatim = f"{said} Rappeler le soir."
        decision = self._sign_decision(self._decide())
        self.assertIn(signal._salted(signal.verbatim), decision.content)
        events = self.env["ansm.event"].search([("res_model", "like", "ansm.")])
        told = [
            one for event in events for one in (event.old_value, event.new_value) if one
        ]
        held = "\n".join([*told, decision.content])
        for words in (name, "noirâtre"):
            self.assertNotIn(words, held)

    def test_a_name_in_the_verbatim_is_pointed_at(self):
        signal = self._signal(verbatim="Mme Técher a vu un comprimé noir")
        self.assertFalse(signal.names_repeated)
        signal.person_ids = [
            Command.create({"kind": "patient", "name": "Aline TÉCHER"})
        ]
        self.assertTrue(signal.names_repeated)

    def test_who_it_is_from_goes_with_the_case(self):
        signal = self._signal()
        signal.person_ids = [Command.create({"kind": "patient", "initials": "A. T."})]
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        self.assertEqual(case.person_ids, signal.person_ids)
        signal.person_ids = [Command.create({"kind": "professional", "name": "B"})]
        self.assertEqual(len(case.person_ids), 2)

    def test_a_person_belongs_to_a_case_or_a_signal_and_to_its_company(self):
        persons = self.env["ansm.person"].with_user(self.qa)
        other = self.env["res.company"].create({"name": "Autre exploitant"})
        with self.assertRaisesRegex(UserError, "belongs to a case or to a signal"):
            persons.create({"kind": "patient", "company_id": other.id})
        signal = self._signal()
        person = persons.create(
            {"kind": "patient", "signal_id": signal.id, "company_id": other.id}
        )
        self.assertEqual(person.company_id, self.company)

    def test_it_is_deleted_copied_and_moved_by_nobody(self):
        signal = self._signal()
        with self.assertRaises(AccessError):
            signal.unlink()
        with self.assertRaisesRegex(UserError, "not deleted"):
            signal.sudo().unlink()
        with self.assertRaisesRegex(UserError, "not copied"):
            signal.copy()
        with self.assertRaisesRegex(UserError, "stays with the nonconformity"):
            signal.nonconformity_id = self._new_nonconformity()
        with self.assertRaisesRegex(UserError, "follows from the nonconformity"):
            signal.declaration_id = False
        with self.assertRaises(AccessError):
            signal.salt = "known"

    def test_a_reader_reads_it_without_the_persons_and_writes_nothing(self):
        signal = self._signal()
        self.assertTrue(signal.with_user(self.reader).verbatim)
        with self.assertRaises(AccessError):
            signal.with_user(self.reader).read(["person_ids"])
        with self.assertRaises(AccessError):
            signal.with_user(self.reader).reply = "Merci"

    def test_the_trail_of_the_case_shows_what_happens_to_its_signals(self):
        signal = self._signal()
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        signal.origin = "hospital"
        events = self.env["ansm.event"].search(case._audit_domain())
        mine = events.filtered(lambda one: one.res_model == "ansm.signal")
        self.assertEqual(mine.mapped("field_name"), ["origin"])
