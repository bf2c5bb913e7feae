# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .chain_common import ChainCommon
from .sending_common import ALL_WELL


@tagged("post_install", "-at_install")
class TestVerificationMoments(ChainCommon):
    def setUp(self):
        super().setUp()
        self.company.partner_id.lang = "en_US"
        self.transmission = self._send(ALL_WELL)

    def _check(self):
        return self.env["ansm.verification"]._check(self.company.id, False, ())

    def _act(self, code):
        """Run a server action, as an administrator writes it."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get_id("ansm.event"),
                "state": "code",
                "code": code,
            }
        )
        action.run()
        self.env.flush_all()

    def _record(self, at):
        """Record by code that somebody changed something at another moment."""
        self._act(
            f"""
event = model.sudo().search([('declaration_id', '=', {self.declaration.id})], limit=1)
vals = event.read({list(self.env["ansm.event"]._evidence_sealed)})[0]
vals = dict((k, v[0] if isinstance(v, tuple) else v) for k, v in vals.items())
vals.pop('id')
vals['at'] = '{at}'
model.sudo().create(vals)
"""
        )

    def test_what_is_made_now_says_so(self):
        found = self._check()
        self.assertTrue(found["intact"], found["problems"])

    def test_an_event_that_code_gave_an_older_or_a_later_moment_is_named(self):
        for days in (-31, 2):
            with self.subTest(days), self.cr.savepoint() as savepoint:
                at = fields.Datetime.now() + timedelta(days=days)
                self._record(at)
                found = self._check()
                self.assertFalse(found["intact"])
                self.assertIn("its moment was given by somebody", found["problems"])
                self.assertIn(str(at), found["problems"])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_an_attempt_linked_days_later_by_the_job_is_no_forgery(self):
        attempt = self.transmission.attempt_ids[0]
        attempt.sudo().create(self._again(attempt))._evidence_link()
        found = self._check()
        self.assertTrue(found["intact"], found["problems"])

    def _again(self, attempt):
        values = attempt.read(list(attempt._evidence_sealed))[0]
        values.pop("id")
        values = {
            name: value[0] if isinstance(value, tuple) else value
            for name, value in values.items()
        }
        return {**values, "at": fields.Datetime.now() - timedelta(days=3)}
