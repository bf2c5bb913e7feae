# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .annex_common import certificate, photo
from .signing_common import SigningCase


@tagged("post_install", "-at_install")
class TestNomination(SigningCase):
    def _proposal(self, **vals):
        given = self._appointment(self.pri_user, "pri", **vals)
        return self.env["ansm.signatory"].with_user(self.manager).create(given)

    def _confirm(self, proposal):
        proposal.with_user(self.manager_2)._confirm()

    def _ago(self, days):
        return fields.Date.subtract(self.pr._today(), days=days)

    def test_a_nomination_that_nobody_can_read_appoints_nobody(self):
        for content, sentence in (
            (b"x", "has 1 bytes"),
            (b"Nomination " * 100, "no PDF, JPEG or PNG"),
            (b"%PDF-1.7 " * 100, "damaged"),
            (certificate()[:300], "damaged"),
            (certificate(password="secret"), "protected by a password"),
        ):
            with self.subTest(sentence=sentence):
                proposal = self._proposal(nomination=base64.b64encode(content))
                with self.assertRefused("omination document", sentence):
                    self._confirm(proposal)

    def test_a_scan_is_taken_as_well_whatever_its_name(self):
        for kind in ("PNG", "JPEG"):
            scan = photo(kind=kind).ljust(400, b"\0")
            proposal = self._proposal(nomination=base64.b64encode(scan))
            self._confirm(proposal)
            self.assertTrue(proposal.confirmed_at)

    def test_a_start_in_the_past_is_confirmed_with_its_reason_alone(self):
        self.company.ansm_appointment_days = 3
        late = self._proposal(date_from=self._ago(4), late_reason=" ")
        with self.assertRefused("starts 4 days before it was proposed, 3 are allowed"):
            self._confirm(late)
        late.with_user(self.manager).late_reason = "Courrier arrivé tard"
        self._confirm(late)
        self.assertEqual(late.state, "in_force")
        with self.assertRaisesRegex(UserError, "confirmed appointment stays"):
            late.late_reason = "Autre"
        event = self.env["ansm.event"].search([("field_name", "=", "late_reason")])
        self.assertEqual(event[:1].new_value, "Courrier arrivé tard")

    def test_a_few_days_are_given_without_a_reason(self):
        self.company.ansm_appointment_days = 3
        few = self._proposal(date_from=self._ago(3), late_reason=False)
        few.date_to = few.date_from + timedelta(days=400)
        self._confirm(few)
        self.assertEqual(few.state, "in_force")
