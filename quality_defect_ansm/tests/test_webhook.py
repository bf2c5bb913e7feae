# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import hmac
import http.server
import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_open

from ..models.ansm_webhook import TRIES
from .common import AnsmCommon

SECRET = "a secret of the tests"


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes what is posted, and answers what the test says."""

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.server.posts.append((self.path, self.headers, self.rfile.read(size)))
        self.send_response(self.server.answer)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_words):
        """Say nothing."""


@tagged("post_install", "-at_install")
class TestWebhook(AnsmCommon):
    def setUp(self):
        super().setUp()
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        self.server.posts, self.server.answer = [], 200
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self.company.write(
            {"ansm_webhook_secret": SECRET, "ansm_webhook_url": self.url}
        )
        # one test is one transaction
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 1)

    def _queue(self, text="Volet 1 dû"):
        return self.env["ansm.webhook"]._queue(self.company, {"text": text})

    def _run(self):
        self.env["ansm.webhook"]._send_due()

    def test_it_is_posted_once_and_signed_with_the_secret(self):
        row = self._queue()
        self._run()
        self._run()
        ((path, headers, body),) = self.server.posts
        self.assertEqual((path, body.decode()), ("/hook", '{"text": "Volet 1 dû"}'))
        signed = headers["X-Ansm-Timestamp"].encode() + b"." + body
        digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        self.assertEqual(headers["X-Ansm-Signature"], f"sha256={digest}")
        self.assertEqual(headers["X-Ansm-Delivery"], str(row.id))
        self.assertEqual((row.state, row.tries), ("sent", 1))

    def test_what_is_not_taken_is_tried_again_later_and_later(self):
        self.server.answer = 503
        row = self._queue()
        for tries, minutes in ((1, 1), (2, 2), (3, 4), (4, 8)):
            self._run()
            self.assertEqual((row.tries, row.last_error), (tries, "HTTP 503"))
            pause = row.next_try_at - fields.Datetime.now()
            self.assertAlmostEqual(pause.total_seconds(), minutes * 60, delta=5)
            self._run()
            self.assertEqual(len(self.server.posts), tries)
            row.next_try_at = fields.Datetime.now()
        self.server.answer = 204
        self._run()
        self.assertEqual((row.state, row.last_error), ("sent", ""))

    def test_it_never_waits_more_than_a_day_and_is_given_up_in_the_end(self):
        self.server.answer = 500
        row = self._queue()
        row.tries = TRIES - 1
        self._run()
        limit = fields.Datetime.now() + timedelta(hours=24)
        self.assertLessEqual(row.next_try_at, limit)
        self.assertEqual(row.state, "given_up")
        row.next_try_at = fields.Datetime.now()
        self._run()
        self.assertEqual(len(self.server.posts), 1)

    def test_a_redirection_is_not_followed(self):
        self.server.answer = 307
        row = self._queue()
        self._run()
        self.assertEqual([path for path, *_rest in self.server.posts], ["/hook"])
        self.assertEqual((row.state, row.last_error), ("waiting", "HTTP 307"))

    def test_a_server_that_is_down_is_told_without_its_address(self):
        row = self._queue()
        row.url = "http://127.0.0.1:1/T0/secret"
        self._run()
        self.assertEqual(row.last_error, "ConnectionError")

    def test_one_that_fails_keeps_no_other_back(self):
        first, second = self._queue("1"), self._queue("2")
        first.url = "http://127.0.0.1:1/"
        self._run()
        self.assertEqual([first.state, second.state], ["waiting", "sent"])

    def test_what_another_node_is_at_is_left_to_it(self):
        row = self._queue()
        # one test has one connection, which locks nothing out of itself
        with patch.object(
            type(row), "try_lock_for_update", lambda rows, **_k: rows.browse()
        ):
            self._run()
        self.assertEqual(self.server.posts, [])
        self._run()
        self.assertEqual(len(self.server.posts), 1)

    def test_only_https_or_this_very_machine_is_posted_to(self):
        for url in (
            "http://hooks.example/",
            "http://127.0.0.1.example/",
            "http://127.0.0.1@hooks.example/",
            "ftp://hooks.example/",
            "file:///etc/passwd",
            "https://",
            "http://[",
        ):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.company.ansm_webhook_url = url
            row = self._queue()
            row.url = url
            self._run()
            self.assertIn("https", row.last_error)
        self.assertEqual(self.server.posts, [])
        self.company.ansm_webhook_url = "https://hooks.example/T0"

    def test_a_webhook_has_a_secret(self):
        with self.assertRaisesRegex(ValidationError, "16 characters"):
            self.company.ansm_webhook_secret = "short"

    def test_a_neutralized_copy_posts_nothing(self):
        row = self._queue()
        self.env.flush_all()
        with file_open("quality_defect_ansm/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self._run()
        self.assertEqual(self.server.posts, [])
        self.assertFalse(row.url or self.company.ansm_webhook_url)
        self.assertEqual(row.state, "given_up")

    def test_who_does_not_administer_reads_neither_address_nor_secret(self):
        row = self._queue()
        self.assertTrue(row.with_user(self.manager).payload)
        for read in (
            lambda: row.with_user(self.manager).url,
            lambda: self.company.with_user(self.manager).ansm_webhook_url,
            lambda: self.company.with_user(self.manager).ansm_webhook_secret,
            lambda: row.with_user(self.qa).payload,
        ):
            with self.assertRaises(AccessError):
                self.env.invalidate_all()
                read()
        with self.assertRaises(AccessError):
            row.with_user(self.manager).tries = 0

    def test_the_trail_tells_that_they_changed_and_keeps_them_secret(self):
        self.company.write(
            {
                "ansm_webhook_secret": "another secret of it",
                "ansm_webhook_url": "https://hooks.example/T0/token",
            }
        )
        events = self.env["ansm.event"].search(
            self.company._audit_domain(), limit=2, order="id desc"
        )
        told = {one.field_name: (one.old_value, one.new_value) for one in events}
        self.assertEqual(told["ansm_webhook_secret"], ("•••", "•••"))
        new = told["ansm_webhook_url"][1]
        self.assertEqual(new, "https://hooks.example/•••")

    def test_what_was_posted_long_ago_goes(self):
        row = self._queue()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ansm_webhook SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=91), row.id],
        )
        self.env["ansm.webhook"]._gc_sent()
        self.assertFalse(row.exists())
