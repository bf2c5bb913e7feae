# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .sending_common import SendingCommon

WORDS = "Agency addresses, last checked on"


@tagged("post_install", "-at_install")
class TestAgencyDue(SendingCommon):
    """The agency's addresses are compared with its page every year."""

    def setUp(self):
        super().setUp()
        # the reviews are due on days of their own
        self.company.ansm_review_months = 0

    def _due(self):
        return [
            one
            for one in self.env["ansm.review"]._due(self.manager)
            if self.company.name in one
        ]

    def test_after_a_year_somebody_is_reminded_until_he_has_looked(self):
        self.agency.checked_on = self.company._ansm_today() - relativedelta(months=11)
        self.assertEqual(self._due(), [])
        self.agency.checked_on = self.company._ansm_today() - relativedelta(months=12)
        self.assertIn(WORDS, self._due()[0])
        reviews = self.env["ansm.review"]
        reviews._remind_due()
        self.assertIn(WORDS, reviews._tasks(self.manager).note)
        self.agency.with_user(self.manager).action_checked()
        self.assertEqual(self.agency.checked_on, self.company._ansm_today())
        self.assertEqual(self._due(), [])
        self.assertFalse(reviews._tasks(self.manager))

    def test_an_address_never_checked_counts_from_its_first_day(self):
        self.assertIn(WORDS, self._due()[0])

    def test_a_company_without_addresses_is_told(self):
        self.env["ansm.agency"].search([]).date_to = date(2021, 1, 1)
        self.assertIn("No agency address is in force", self._due()[0])

    def test_each_company_says_how_often_and_whether(self):
        self.company.ansm_agency_months = 600
        self.assertEqual(self._due(), [])
        self.company.ansm_agency_months = 0
        self.assertEqual(self._due(), [])

    def test_the_dialog_of_a_sending_says_when_the_address_was_checked(self):
        self.agency.checked_on = "2026-05-29"
        self.assertEqual(self._wizard().address_checked_on, date(2026, 5, 29))
