# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from unittest.mock import patch

from odoo import models
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.ansm_alert import AnsmAlert
from .test_duty import DutyData

SECRET = "a secret of the tests"


class FakeSms:
    """Odoo's model of SMS, which needs its own module."""

    def __init__(self):
        self.made = []

    # not a model
    # pylint: disable=method-required-super
    def create(self, vals):
        self.made.append(vals)


@tagged("post_install", "-at_install")
class TestAlert(DutyData):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._declare()
        cls.qa.sudo().notification_type = "inbox"
        cls.reader.sudo().notification_type = "email"

    def _send(self, users=None, record=None, user=None, **how):
        users = self.qa | self.reader if users is None else users
        record = record or self.case
        alert = self.env["ansm.alert"].with_user(user or self.env.user)
        self.mails = self.env["mail.mail"].search([])
        return alert._send(users, "Volet 1 attendu", "Depuis 3 h 12.", record, **how)

    def _mailed(self):
        mails = self.env["mail.mail"].search([]) - self.mails
        return sorted(mails.mapped("email_to"))

    def _inbox(self, user):
        return self.env["mail.notification"].search_count(
            [
                ("res_partner_id", "=", user.partner_id.id),
                ("notification_type", "=", "inbox"),
                ("mail_message_id.subject", "=", "Volet 1 attendu"),
                ("mail_message_id.model", "=", self.case._name),
                ("mail_message_id.res_id", "=", self.case.id),
            ]
        )

    def test_an_alert_is_told_in_odoo_and_mailed_to_who_prefers_mails(self):
        roads = self._send()
        self.assertEqual(roads, {self.qa: ["inbox"], self.reader: ["inbox", "mail"]})
        self.assertEqual([self._inbox(self.qa), self._inbox(self.reader)], [1, 1])
        self.assertEqual(self._mailed(), [self.reader.email_formatted])

    def test_an_urgent_one_is_mailed_to_everybody_once(self):
        self._send(urgent=True)
        addresses = [self.qa.email_formatted, self.reader.email_formatted]
        self.assertEqual(self._mailed(), sorted(addresses))
        mail = self.env["mail.mail"].search([("email_to", "in", addresses)], limit=1)
        self.assertIn(f"/odoo/ansm.declaration/{self.case.id}", mail.body_html)
        self.assertEqual(mail.state, "outgoing")

    def test_web_push_reaches_everybody_who_prefers_mails_and_presses_as_well(self):
        pushed = []
        self.patch(
            type(self.env["ansm.alert"]),
            "_web_push_get_partners_parameters",
            lambda alert, ids: pushed.extend(ids)
            or (alert.env["mail.push.device"], None, None),
        )
        self._send(user=self.qa)
        people = self.qa | self.reader
        self.assertEqual(sorted(pushed), sorted(people.partner_id.ids))

    def test_a_web_push_comes_or_goes_with_the_alert(self):
        devices = self.env["mail.push.device"]
        devices.get_web_push_vapid_public_key()
        device = devices.create(
            {
                "endpoint": "https://push.example/1",
                "keys": json.dumps({"p256dh": "x", "auth": "x"}),
                "partner_id": self.qa.partner_id.id,
            }
        )
        pushed = "odoo.addons.mail.models.mail_thread.push_to_end_point"
        with patch(pushed) as push:
            self._send(self.qa)
        push.assert_not_called()
        rows = self.env["mail.push"].search([("mail_push_device_id", "=", device.id)])
        self.assertEqual(len(rows), 1)
        self.assertIn("Volet 1 attendu", rows.payload)

    def test_a_reader_s_press_alerts_who_he_may_not_read(self):
        self.assertIn("mail", self._send(user=self.reader, urgent=True)[self.qa])

    def test_nobody_outside_the_house_is_alerted(self):
        portal = self.env["res.users"].create(
            {
                "name": "Client",
                "login": "client_test",
                "email": "client@ailleurs.example",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.qa.active = False
        self.assertEqual(self._send(portal | self.qa, urgent=True), {})
        self.assertEqual(self._mailed(), [])

    def test_a_road_that_fails_stops_no_other(self):
        def fail(*_words):
            raise ValueError("broken")

        name = "odoo.addons.quality_defect_ansm.models.ansm_alert"
        with patch.object(AnsmAlert, "_tell_inbox", fail), mute_logger(name):
            roads = self._send(urgent=True)
        self.assertEqual(roads, {self.qa: ["mail"], self.reader: ["mail"]})

    def test_an_sms_goes_by_setting_to_the_telephone_of_the_duty(self):
        self._duty(self.qa, phone="06 00 00 00 05")
        sms = FakeSms()
        with patch.object(AnsmAlert, "_sms", lambda _self: sms):
            self._send(self.qa, urgent=True)
            self.assertEqual(sms.made, [])
            self.company.ansm_alert_sms = True
            self._send(self.qa)
            self.assertEqual(sms.made, [])
            self._send(self.qa, urgent=True)
            self.assertTrue(self.company.ansm_alert_sms_available)
        self.assertEqual([one["number"] for one in sms.made], ["06 00 00 00 05"])

    def test_without_its_module_no_sms_goes_and_no_setting_shows(self):
        self.company.ansm_alert_sms = True
        with patch.object(AnsmAlert, "_sms", lambda _self: None):
            self.assertNotIn("sms", self._send(urgent=True)[self.qa])
            self.company.invalidate_recordset()
            self.assertFalse(self.company.ansm_alert_sms_available)

    def _open_webhook(self):
        self.company.write(
            {
                "ansm_webhook_secret": SECRET,
                "ansm_webhook_url": "https://hooks.example/T0/secret",
            }
        )

    def test_an_urgent_alert_waits_for_the_webhook(self):
        rows = self.env["ansm.webhook"]
        self._send(urgent=True)
        self.assertFalse(rows.search([]))
        self._open_webhook()
        self._send()
        self.assertFalse(rows.search([]))
        self._send(urgent=True, user=self.qa)
        row = rows.search([])
        self.assertEqual(row.url, "https://hooks.example/T0/secret")
        told = json.loads(row.payload)
        self.assertEqual(told["subject"], "Volet 1 attendu")
        self.assertEqual(told["record"], f"ansm.declaration,{self.case.id}")
        names = [one["name"] for one in told["people"]]
        self.assertEqual(names, [self.qa.name, self.reader.name])

    def test_an_exercise_is_told_as_one_and_never_reaches_the_webhook(self):
        self._open_webhook()
        exercise = self.case.sudo()
        # a person cannot: the field is closed once the case is made
        models.Model.write(exercise, {"exercise": True})
        self._send(record=exercise, urgent=True)
        self.assertFalse(self.env["ansm.webhook"].search([]))
        mail = self.env["mail.mail"].search([], limit=1, order="id desc")
        self.assertEqual(mail.subject, "EXERCISE – Volet 1 attendu")
