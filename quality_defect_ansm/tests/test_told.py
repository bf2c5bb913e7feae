# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .decision_common import DecisionCase

AT = datetime(2026, 4, 3, 22, 30)


@tagged("post_install", "-at_install")
class TestTold(DecisionCase):
    def _tell(self, **vals):
        return (
            self.env["ansm.told"]
            .with_user(self.qa)
            .create(
                {
                    "nonconformity_id": self.nonconformity.id,
                    "role": "pharmacovigilance",
                    "user_id": self.manager.id,
                    "at": AT,
                    "way": "email",
                    "reference": "PV-1",
                    **vals,
                }
            )
        )

    def test_the_case_takes_the_separate_report_from_who_was_told(self):
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        case.adverse_effects = "yes"
        self.assertTrue(case.pharmacovigilance_open)
        self._tell()
        self.assertFalse(case.pharmacovigilance_open)
        self.assertEqual(case.pharmacovigilance_reference, "PV-1")
        self.assertEqual(case.pharmacovigilance_recipient, self.manager.name)
        # 22:30 in UTC is the next day in Paris
        self.assertEqual(case.pharmacovigilance_date, date(2026, 4, 4))

    def test_another_authority_that_was_told_stands_in_row_25(self):
        authority = self.env["res.partner"].create({"name": "AFMPS"})
        self._tell(
            role="authority", user_id=False, partner_id=authority.id, reference="B-7"
        )
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        for words in ("AFMPS", "B-7", "4 avril 2026"):
            self.assertIn(words, case.other_authorities)

    def test_an_adverse_effect_alarms_until_pharmacovigilance_is_told(self):
        self._signal(adverse_effect="yes")
        self.assertTrue(self.nonconformity.ansm_adverse_effect_open)
        self._tell(role="pq")
        self.assertTrue(self.nonconformity.ansm_adverse_effect_open)
        self._tell()
        self.assertFalse(self.nonconformity.ansm_adverse_effect_open)

    def test_somebody_was_told(self):
        with self.assertRaisesRegex(ValidationError, "Say who was told"):
            self._tell(user_id=False)

    def test_it_is_corrected_with_a_trail_and_deleted_by_nobody(self):
        told = self._tell()
        told.write({"reference": "PV-2", "ansm_change_reason": "Typing error"})
        event = self.env["ansm.event"].search(told._audit_domain(), limit=1)
        self.assertEqual((event.old_value, event.new_value), ("PV-1", "PV-2"))
        self.assertEqual(event.reason, "Typing error")
        with self.assertRaises(AccessError):
            told.unlink()
        with self.assertRaisesRegex(UserError, "not deleted"):
            told.sudo().unlink()
        with self.assertRaises(AccessError):
            told.with_user(self.reader).reference = "PV-3"

    def test_the_duty_on_a_shortage_holds_for_each_speciality_of_the_case(self):
        lots = self.lot | self._second_batch(mitm="yes")
        self._decide(lot_ids=[(6, 0, lots.ids)])
        self.assertTrue(self.nonconformity.ansm_declaration_ids.shortage_duty_open)

    def test_the_duty_on_a_shortage_shows_until_it_is_recorded_or_not_due(self):
        self._decide()
        case = self.nonconformity.ansm_declaration_ids
        self.assertFalse(case.shortage_duty_open)
        self.medicine.mitm = "yes"
        self.assertTrue(case.shortage_duty_open)
        case.shortage_told_on = date(2026, 4, 3)
        self.assertTrue(case.shortage_duty_open, "without its reference")
        case.shortage_told_reference = "RS-1"
        self.assertFalse(case.shortage_duty_open)
        case.write({"shortage_told_on": False, "shortage_told_reference": False})
        self.medicine.mitm = "no"
        case.shortage_risk = "yes"
        self.assertTrue(case.shortage_duty_open)
        case.shortage_not_due = "Stock de trois mois"
        self.assertFalse(case.shortage_duty_open)
        names = self.env["ansm.event"].search(case._audit_domain()).mapped("field_name")
        self.assertIn("shortage_told_reference", names)
