# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .incoming_common import IncomingCommon, mail
from .verification_common import VerificationCommon


@tagged("post_install", "-at_install")
class TestVerificationReceived(VerificationCommon, IncomingCommon):
    """What a case received is verified with it, though it is in no chain of its own."""

    def test_a_changed_byte_of_an_answer_is_named_on_the_case(self):
        kept = self._receive(mail(f"RE: {self.declaration.name}", "Bien reçu"))
        self.assertEqual(kept.declaration_id, self.declaration)
        self.assertTrue(self._check()["intact"])
        self._around_odoo("UPDATE ansm_incoming SET raw = 'x' WHERE id = %s", kept.id)
        found = self._check()
        self._assertFound(found, "has other bytes")

    def test_an_answer_of_another_case_is_not_read(self):
        kept = self._receive(mail("Re", "rien"))
        self.assertFalse(kept.declaration_id)
        self._around_odoo("UPDATE ansm_incoming SET raw = 'x' WHERE id = %s", kept.id)
        self.assertTrue(self._check()["intact"])
        self.assertFalse(self._check(case=False)["intact"])
