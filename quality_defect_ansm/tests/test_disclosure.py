# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sending_common import ALL_WELL, SendingCommon


@tagged("post_install", "-at_install")
class TestDisclosure(SendingCommon):
    """What went to the wrong one is recorded, with what was done."""

    def _disclose(self, transmission, user=None, **vals):
        said = {
            "transmission_id": transmission.id,
            "recipient": "b@agence.example",
            "content": "Volet 1 d’AUBRALGINE",
            "done": "Suppression demandée par téléphone",
            **vals,
        }
        wizards = self.env["ansm.disclosure.wizard"].with_user(user or self.qa)
        wizards.create(said).action_record()
        return transmission.disclosure_ids

    def test_it_is_kept_with_what_was_done_and_stays(self):
        disclosure = self._disclose(self._send(ALL_WELL))
        self.assertEqual(disclosure.user_name, self.qa.name)
        self.assertEqual(disclosure.declaration_id, self.declaration)
        self.assertFalse(disclosure.notify_before)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            disclosure.sudo().done = "rien"
        event = self.env["ansm.event"].search([], order="id desc", limit=1)
        self.assertIn("Suppression demandée", event.new_value)

    def test_personal_data_is_notified_within_72_hours(self):
        at = fields.Datetime.now() - timedelta(hours=1)
        said = {"personal": True, "notified": "to_do", "noticed_at": at}
        disclosure = self._disclose(self._send(ALL_WELL), **said)
        self.assertEqual(disclosure.notify_before, at + timedelta(hours=72))

    def test_all_that_is_missing_is_said_at_once(self):
        transmission = self._prepare()
        with self.assertRaises(UserError) as caught:
            later = fields.Datetime.now() + timedelta(days=1)
            nothing = dict.fromkeys(("recipient", "content", "done"), False)
            self._disclose(transmission, noticed_at=later, personal=True, **nothing)
        self.assertEqual(
            str(caught.exception).splitlines(),
            [
                "“Who has it wrongly” is empty.",
                "“What it tells” is empty.",
                "“What was done” is empty.",
                "“CNIL” is empty.",
                "This did not leave: nobody has it.",
                "It was not noticed in the future.",
            ],
        )
        self.assertFalse(transmission.disclosure_ids)

    def test_who_only_reads_records_none(self):
        transmission = self._send(ALL_WELL)
        with self.assertRaises(AccessError):
            self._disclose(transmission, self.reader)
        with self.assertRaises(AccessError):
            said = {"recipient": "x"}
            self.env["ansm.disclosure"].with_user(self.qa).create(said)
