# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import email
import email.policy
import io
import zipfile
from contextlib import nullcontext

from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .incoming_common import NUMBER, IncomingCommon, mail
from .sending_common import ALL_WELL


def with_files(subject, files):
    message = email.message_from_bytes(mail(subject), policy=email.policy.SMTP)
    for name, content in files:
        kind = {"maintype": "application", "subtype": "octet-stream"}
        message.add_attachment(content, filename=name, **kind)
    return message.as_bytes()


@tagged("post_install", "-at_install")
class TestIncomingHostile(IncomingCommon):
    """What is made to harm is kept whole, shown safe, and changes nothing."""

    def _row(self):
        self.env.flush_all()
        query = SQL(
            "SELECT to_jsonb(d) - 'write_date' - 'write_uid' FROM ansm_declaration d "
            "WHERE id = %s",
            self.declaration.id,
        )
        return self.env.execute_query(query)

    def test_no_message_changes_its_case_by_itself(self):
        sent = self._send(ALL_WELL)
        before = self._row(), sent.state, self.volet.state
        for sender in ("agent@agence.example", "x@inconnu.example"):
            raw = mail("Accusé", NUMBER, sender, In_Reply_To=sent.message_id)
            kept = self._receive(raw)
            self.assertEqual(kept.declaration_id, self.declaration)
            self.assertEqual((self._row(), sent.state, self.volet.state), before)

    def test_a_strangers_message_is_not_said_to_be_the_agencys(self):
        sent = self._send(ALL_WELL)
        for sender in (
            "x@inconnu.example",
            "agence.example <x@inconnu.example>",
            '"agent@agence.example" <x@inconnu.example>',
            "x@faux-agence.example",
            "x@agence.example.inconnu.example",
        ):
            message = email.message_from_bytes(mail(In_Reply_To=sent.message_id))
            message.replace_header("From", sender)
            self.assertFalse(self._receive(message.as_bytes()).from_agency, sender)

    def test_two_hundred_files_are_counted_and_a_bomb_stays_closed(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", b"\0" * 50_000_000)
        files = [("bombe.zip", bomb.getvalue())]
        files += [(f"{n}.exe", b"MZ") for n in range(200)]
        kept = self._receive(with_files(self.declaration.name, files))
        self.assertEqual(kept.declaration_id, self.declaration)
        self.assertEqual(kept.file_count, 201)
        self.assertIn("and 151 more", kept.files)
        self.assertLess(kept.size, 1_000_000)

    def test_a_files_name_is_shown_as_text(self):
        name = '"><img src=x onerror=alert(1)>.pdf'
        kept = self._receive(with_files(self.declaration.name, [(name, b"x")]))
        self.assertNotIn("<img", kept.files)
        self.assertIn("onerror", kept.files)


@tagged("post_install", "-at_install")
class TestIncomingFile(IncomingCommon, HttpCase):
    def _own_cursors(self):
        # an HttpCase has them already
        return nullcontext()

    def test_a_file_is_saved_never_shown_and_to_who_may_read_it_alone(self):
        page = b"<script>alert(1)</script>"
        raw = with_files(self.declaration.name, [("page.html", page)])
        kept = self._receive(raw)
        index = kept.files.partition(f"/ansm/incoming/{kept.id}/")[2].partition('"')[0]
        url = f"/ansm/incoming/{kept.id}/{index}"
        self.reader.password = "reader_password"
        self.authenticate(self.reader.login, "reader_password")
        answer = self.url_open(url)
        self.assertEqual(answer.content, page)
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        self.assertEqual(self.url_open(f"{url}99").status_code, 404)
        other = self.env["res.company"].create({"name": "Autre"})
        self.reader.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertEqual(self.url_open(url).status_code, 404)
