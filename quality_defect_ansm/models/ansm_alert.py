# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import logging

import psycopg2

from odoo import api, models
from odoo.tools import plaintext2html

_logger = logging.getLogger(__name__)


class AnsmAlert(models.AbstractModel):
    """Alerts colleagues, by every road that is open; one that fails stops no other.

    Mails, SMS and webhooks are left to their jobs: they come or go with the
    transaction that says somebody was alerted, and are tried again.
    """

    _name = "ansm.alert"
    _inherit = "mail.thread"
    _description = "Alert"

    @api.model
    def _send(self, users, subject, body_text, record, urgent=False):
        """Alert users of something about a record.

        In Odoo and by web push always; by mail who wants his notifications so, and
        everybody when it is urgent; urgent ones by SMS and webhook too, if the
        company says so.

        :param subject: one line, in the language of the users
        :param body_text: plain text; names no patient
        :return: how it went out, by user: {user: ["inbox", "mail", "sms"]}
        """
        # sudo: who is alerted, and where, is not for the one who alerts to read
        alert, users, record = self.sudo(), users.sudo(), record.sudo()
        company = alert._company_of(record)
        if alert._is_exercise(record):
            subject = self.env._("EXERCISE – %s", subject)
        people = users.filtered(lambda one: one.active and one._is_internal())
        message = (subject, body_text, record, company)
        roads = {one: [] for one in people}
        for user in people:
            for road, wanted, send in (
                ("inbox", True, alert._tell_inbox),
                ("mail", urgent or user.notification_type == "email", alert._mail),
                ("sms", urgent and company.ansm_alert_sms, alert._text),
            ):
                if wanted and alert._try(send, user, *message):
                    roads[user].append(road)
        if urgent and people:
            alert._try(alert._post, people, *message)
        return roads

    @api.model
    def _try(self, send, *words):
        """Return what one road answers; one that fails is logged, and stops nothing."""
        try:
            with self.env.cr.savepoint():
                return send(*words)
        except psycopg2.OperationalError:
            # another writer was in the way: the whole is run again
            raise
        except Exception:
            _logger.exception("an alert did not go out")
            return False

    @api.model
    def _tell_inbox(self, user, subject, body, record, _company):
        """Tell in Odoo; its web push goes with it."""
        self.message_notify(
            # who presses a button is alerted as well: the author gets no push
            author_id=self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root"),
            model=record._name,
            res_id=record.id,
            subject=subject,
            # web push shows the body alone
            body=plaintext2html(f"{subject}\n\n{body}"),
            partner_ids=user.partner_id.ids,
        )
        return True

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Notify everybody in Odoo: web push leaves out who prefers mails."""
        found = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return [{**one, "notif": "inbox"} for one in found if one["uid"]]

    def _web_push_send_notification(
        self, devices, private_key, public_key, payload_by_lang=None, payload=None
    ):
        """Leave web pushes to their job, as mails are.

        To a few devices Odoo pushes at once, before the commit: an alert that is
        rolled back and given again would come twice.
        """
        self.env["mail.push"].create(
            [
                {"mail_push_device_id": one.id, "payload": json.dumps(payload)}
                for one in devices
            ]
        )
        self.env.ref("mail.ir_cron_web_push_notification")._trigger()

    @api.model
    def _mail(self, user, subject, body, record, company):
        """Leave a mail to the user's own address to Odoo's mail job."""
        if not user.email_normalized:
            return False
        self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": plaintext2html(f"{body}\n\n{self._url(record)}"),
                "email_from": company.email_formatted or user.email_formatted,
                "reply_to": company.email_formatted or user.email_formatted,
                "email_to": user.email_formatted,
                "auto_delete": False,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return True

    @api.model
    def _sms(self):
        """Return Odoo's model of SMS; None when its module is not installed."""
        return self.env.get("sms.sms")

    @api.model
    def _text(self, user, subject, _body, record, company):
        """Leave an SMS to the telephone of the user's duty."""
        model, phone = self._sms(), self.env["ansm.duty"]._phone_of(user, company)
        if model is None or not phone:
            return False
        body = f"{subject} {self._url(record)}"
        model.create({"number": phone, "body": body, "partner_id": user.partner_id.id})
        return True

    @api.model
    def _post(self, people, subject, body, record, company):
        """Leave the alert to the webhook's job; never an exercise."""
        if not company.ansm_webhook_url or self._is_exercise(record):
            return False
        phone_of = self.env["ansm.duty"]._phone_of
        return self.env["ansm.webhook"]._queue(
            company,
            {
                "company": company.name,
                "subject": subject,
                "text": body,
                "record": f"{record._name},{record.id}",
                "url": self._url(record),
                "people": [
                    {"name": one.name, "phone": phone_of(one, company)}
                    for one in people
                ],
            },
        )

    @api.model
    def _company_of(self, record):
        if record._name == "res.company":
            return record
        known = record.company_id if "company_id" in record._fields else None
        return known or self.env.company

    @api.model
    def _is_exercise(self, record):
        """Tell whether a record is an exercise, or belongs to one."""
        case = (
            record["declaration_id"] if "declaration_id" in record._fields else record
        )
        return "exercise" in case._fields and case.exercise

    @api.model
    def _url(self, record):
        return f"{record.get_base_url()}/odoo/{record._name}/{record.id}"
