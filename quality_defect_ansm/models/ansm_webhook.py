# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import hmac
import json
import time
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg2
import requests

from odoo import api, fields, models

#: Seconds the other side has to answer, rows a run takes, tries before giving up.
TIMEOUT, BATCH, TRIES = 10, 50, 20
#: The longest pause between two tries; what was sent is kept so many days.
LONGEST, KEPT = timedelta(hours=24), 90


class AnsmWebhook(models.Model):
    """One alert to post to the company's webhook: an outbox.

    A row comes or goes with the transaction that alerts; the job posts it, and
    again until the other side takes it. Killed between the post and the commit it
    posts twice: the header X-Ansm-Delivery tells a row from another.
    """

    _name = "ansm.webhook"
    _inherit = "ansm.read.only.mixin"
    _description = "Webhook to post"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    # no url, nothing to post: a neutralized copy has none
    url = fields.Char("URL", readonly=True, groups="base.group_system")
    payload = fields.Text(required=True, readonly=True)
    tries = fields.Integer(readonly=True)
    next_try_at = fields.Datetime("Next try", readonly=True)
    sent_at = fields.Datetime("Taken at", readonly=True)
    last_error = fields.Char("Last error", readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("sent", "Taken"), ("given_up", "Given up")],
        compute="_compute_state",
        compute_sudo=True,
    )

    _due_idx = models.Index("(next_try_at) WHERE sent_at IS NULL")

    @api.depends("tries", "sent_at", "url")
    def _compute_state(self):
        for row in self:
            over = row.tries >= TRIES or not row.url
            row.state = "sent" if row.sent_at else "given_up" if over else "waiting"

    @api.model
    def _is_allowed(self, url):
        """Tell whether something may be posted there: https, or this very machine."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        local = parts.scheme == "http" and parts.hostname == "127.0.0.1"
        return local or bool(parts.scheme == "https" and parts.hostname)

    @api.model
    def _queue(self, company, values):
        """Leave something to post to a company's webhook.

        :param values: what is posted, as JSON
        """
        # sudo: nobody makes a row by hand, nor reads where it goes
        row = self.sudo().create(
            {
                "company_id": company.id,
                "url": company.sudo().ansm_webhook_url,
                "payload": json.dumps(values, ensure_ascii=False, sort_keys=True),
                "next_try_at": fields.Datetime.now(),
            }
        )
        self.env.ref("quality_defect_ansm.cron_webhook")._trigger()
        return row

    @api.model
    def _due(self):
        return [
            ("sent_at", "=", False),
            ("url", "!=", False),
            ("tries", "<", TRIES),
            ("next_try_at", "<=", fields.Datetime.now()),
        ]

    @api.model
    def _send_due(self):
        """The job: post what is due, each row committed. May be killed anywhere."""
        due = self.search(self._due(), limit=BATCH, order="next_try_at, id")
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(due))
        for row in due:
            row._try()
            if not progress._commit_progress(1):
                break

    def _try(self):
        """Post one row, unless another node is at it or has done so."""
        try:
            with self.env.cr.savepoint():
                free = self.try_lock_for_update()
        except psycopg2.OperationalError:
            return
        free.invalidate_recordset()
        row = free.filtered_domain(self._due())
        if not row:
            return
        error = row._post()
        pause = min(timedelta(minutes=2**row.tries), LONGEST)
        now = fields.Datetime.now()
        row.write(
            {
                "tries": row.tries + 1,
                "last_error": error,
                "sent_at": False if error else now,
                "next_try_at": now + pause,
            }
        )

    def _post(self):
        """Post the payload; return '' when it was taken, else why not."""
        if not self._is_allowed(self.url):
            return self.env._("A webhook is posted to an https address alone.")
        body = self.payload.encode()
        try:
            # no redirection: what is signed for one address goes to no other
            with requests.post(
                self.url,
                data=body,
                headers=self._headers(body),
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as answer:
                taken = 200 <= answer.status_code < 300
                return "" if taken else f"HTTP {answer.status_code}"
        # not its words: they tell the address, which is secret
        except requests.RequestException as error:
            return type(error).__name__

    def _headers(self, body):
        """Return the headers: the signature is of the time, a point and the body."""
        moment = str(int(time.time()))
        secret = self.company_id.ansm_webhook_secret or ""
        signed = f"{moment}.".encode() + body
        digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json; charset=utf-8",
            "X-Ansm-Delivery": str(self.id),
            "X-Ansm-Timestamp": moment,
            "X-Ansm-Signature": f"sha256={digest}",
        }

    @api.autovacuum
    def _gc_sent(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT)
        self.search([("create_date", "<", limit)], limit=1000).unlink()
