# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .ansm_audited_setting import HIDDEN

#: The shortest secret that signs something.
SECRET = 16


class ResCompany(models.Model):
    """How far ahead gaps on duty are shown, and how alerts go out."""

    _inherit = "res.company"

    ansm_duty_warn_days = fields.Integer(
        "Days ahead on duty",
        default=14,
        required=True,
        help="Hours without anybody on duty, and nominations that end, are shown so "
        "many days ahead.",
    )
    ansm_alert_sms = fields.Boolean(
        "Urgent alerts by SMS", help="On the telephone of the duty; Odoo bills them."
    )
    ansm_alert_sms_available = fields.Boolean(
        "SMS can be sent", compute="_compute_ansm_alert_sms_available"
    )
    ansm_webhook_url = fields.Char(
        "Webhook of the urgent alerts",
        groups="base.group_system",
        help="Each urgent alert is posted there as JSON, by https alone.",
    )
    ansm_webhook_secret = fields.Char(
        "Secret of the webhook",
        groups="base.group_system",
        help="Signs what is posted (HMAC-SHA256): header X-Ansm-Signature.",
    )

    _ansm_duty_warn_days_check = models.Constraint(
        "CHECK (ansm_duty_warn_days >= 0)", "Days ahead on duty: 0 or more."
    )

    def _compute_ansm_alert_sms_available(self):
        self.ansm_alert_sms_available = self.env["ansm.alert"]._sms() is not None

    @api.constrains("ansm_webhook_url", "ansm_webhook_secret")
    def _check_ansm_webhook(self):
        # sudo: read by whoever may set them
        for company in self.sudo():
            url = company.ansm_webhook_url
            if not url:
                continue
            if not self.env["ansm.webhook"]._is_allowed(url):
                raise ValidationError(
                    self.env._("A webhook is posted to an https address alone.")
                )
            if len(company.ansm_webhook_secret or "") < SECRET:
                raise ValidationError(
                    self.env._(
                        "The secret of the webhook has %s characters at least.", SECRET
                    )
                )

    def _audit_row(self, kind, name, old, new, reason, replaces=False):
        """Keep what opens the webhook out of the trail, which readers read."""
        if name == "ansm_webhook_secret":
            old, new = old and HIDDEN, new and HIDDEN
        if name == "ansm_webhook_url":
            old, new = (_host(one) for one in (old, new))
        return super()._audit_row(kind, name, old, new, reason, replaces)

    def _ansm_midnight_after(self, day):
        """Return when a day of the company ends, as a naive UTC datetime."""
        zone = ZoneInfo(self.ansm_tz)
        moment = datetime.combine(day + timedelta(days=1), time(), zone)
        return moment.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def _host(url):
    """Return a URL without what may be secret in it.

    >>> _host("https://hooks.example/services/T0/secret")
    'https://hooks.example/•••'
    """
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.hostname}/{HIDDEN}" if url else ""
