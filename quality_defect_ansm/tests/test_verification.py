# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .. import chains
from .chain_common import ChainCommon
from .sending_common import ALL_WELL


@tagged("post_install", "-at_install")
class TestVerification(ChainCommon):
    def setUp(self):
        super().setUp()
        self.company.partner_id.lang = "en_US"
        self.transmission = self._send(ALL_WELL)
        self.verifications = self.env["ansm.verification"]

    def _around_odoo(self, query, *values):
        """Change something as the owner of the tables does, without triggers."""
        self.env.flush_all()
        self._free_tables()
        self.cr.execute(SQL(query, *values))
        self.env.invalidate_all()

    def _free_tables(self):
        """Take triggers and foreign keys away, which any owner of tables may do."""
        self.cr.execute(
            """
            SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, conname)
              FROM pg_constraint JOIN pg_class t ON t.oid = conrelid
              JOIN pg_class r ON r.oid = confrelid
             WHERE contype = 'f' AND r.relname LIKE 'ansm%' UNION ALL
            SELECT DISTINCT format('ALTER TABLE %I DISABLE TRIGGER USER', t.relname)
              FROM pg_trigger JOIN pg_class t ON t.oid = tgrelid
             WHERE t.relname LIKE 'ansm%' AND NOT tgisinternal AND tgenabled = 'O'
            """
        )
        for (statement,) in self.cr.fetchall():
            self.cr.execute(statement)

    def _check(self, case=True, heads=()):
        case_id = self.declaration.id if case else False
        return self.verifications._check(self.company.id, case_id, heads)

    def _assertFound(self, found, *words):
        self.assertFalse(found["intact"])
        for word in words:
            self.assertIn(word, found["problems"])

    def test_evidence_as_it_was_sealed_is_intact(self):
        for case in (True, False):
            found = self._check(case)
            self.assertTrue(found["intact"], found["problems"])
            self.assertFalse(found["first_broken"])
            self.assertGreaterEqual(found["rows"], 5)
        self.assertTrue(self.verifications._check(False)["intact"])

    def test_a_changed_column_is_named_with_its_record_its_label_and_both_values(self):
        self._around_odoo(
            "UPDATE ansm_transmission SET email_to = 'x@y.example' WHERE id = %s",
            self.transmission.id,
        )
        found = self._check()
        self._assertFound(
            found,
            f"Transmission {self.transmission.id} (ansm.transmission): the column “To” "
            "(email_to) was changed: it was “defauts@agence.example”, it is "
            "“x@y.example”",
        )
        self.assertRegex(found["first_broken"], r"^Transm.* \[link \d+ of the chain ")

    def test_a_lost_file_is_told_from_an_emptied_and_from_a_changed_one(self):
        for value, words in (
            ("NULL", "the file “PDF” (pdf) is lost"),
            ("''", "the file “PDF” (pdf) is empty"),
            ("'aGVsbG8='", "the file “PDF” (pdf) has other bytes"),
            ("'no base64!'", "the file “PDF” (pdf) has other bytes"),
        ):
            with self.subTest(value), self.cr.savepoint() as savepoint:
                # no NOT NULL of the table holds its owner
                self._around_odoo("ALTER TABLE ansm_volet ALTER pdf DROP NOT NULL")
                self._around_odoo(f"UPDATE ansm_volet SET pdf = {value}")
                self._assertFound(self._check(), words, self.volet.pdf_sha256)
                savepoint.rollback()

    def test_a_file_that_was_linked_without_its_hash_is_named(self):
        other = self.env["ansm.volet"].with_user(self.qa)
        other = other._make(self._declare(self._new_nonconformity()), "volet_1").sudo()
        other.pdf_sha256 = "0" * 64
        other.sealed_at = "2026-04-03 08:00:00"
        found = self._check(case=False)
        self._assertFound(
            found,
            "“pdf” does not have the SHA-256",
            f"Volet (frozen version) {other.id}",
        )

    def test_a_deleted_record_is_named(self):
        attempt = self.transmission.attempt_ids[0]
        self._around_odoo(
            "DELETE FROM ansm_transmission_attempt WHERE id = %s", attempt.id
        )
        name = f"{attempt.id} (ansm.transmission.attempt) was deleted"
        self._assertFound(self._check(), name)

    def test_a_record_added_around_odoo_is_named(self):
        self._around_odoo(
            """
            INSERT INTO ansm_signature (volet_id, company_id, user_id, signer_name,
                signer_role, meaning, signed_at, auth_method, content_sha256,
                preview_sha256, docx_sha256, pdf_sha256)
            SELECT id, company_id, prepared_by_id, 'X', 'PR', 'approved_pr', now(),
                'password', '', '', '', '' FROM ansm_volet WHERE id = %s
            """,
            self.volet.id,
        )
        self._assertFound(self._check(), "(ansm.signature) is sealed and in no chain")

    def test_what_a_sender_wrote_a_moment_ago_is_not_yet_in_the_chain_nor_broken(self):
        changes = self._credential_changes(3)
        found = self.verifications._check(False)
        self.assertTrue(found["intact"], found["problems"])
        self.assertEqual(found["pending"], 3)
        for moment in ("2026-01-01", "2126-01-01"):
            self._around_odoo(
                "UPDATE ansm_credential_change SET create_date = %s WHERE id = %s",
                *(moment, changes[0].id),
            )
            found = self.verifications._check(False)
            self._assertFound(found, f"{changes[0].id} (ansm.credential.change)")
            self.assertEqual(found["pending"], 2)

    def test_a_changed_link_is_named_and_the_first_one_in_words(self):
        links = self.case_chain.link_ids.sorted("seq")
        for link in (links[-1], links[2]):
            self._around_odoo(
                "UPDATE ansm_chain_link SET at = at - interval '1 day' WHERE id = %s",
                link.id,
            )
        found = self._check()
        for link in (links[-1], links[2]):
            self._assertFound(found, f"link {link.seq} of the chain")
        self.assertTrue(found["first_broken"].startswith(f"link {links[2].seq} of"))

    def test_a_spoilt_text_of_a_link_stops_no_verification(self):
        link = self.company_chain.link_ids.sorted("seq")[0]
        for text in (
            *("", "[]", "{}", "[1]", "[[1]]", '[["a",{}]]', "[[4294967296,{}]]"),
            '[[1,{"code":"x","length":"1","head":"y"}]]',
            '[[1,{"code":"x","length":4294967296,"head":"y"}]]',
        ):
            with self.subTest(text), self.cr.savepoint() as savepoint:
                self._around_odoo(
                    "UPDATE ansm_chain_link SET rows = %s WHERE id = %s", text, link.id
                )
                self._assertFound(self._check(case=False), "was changed")
                savepoint.rollback()

    def test_a_missing_case_is_named_from_the_companys_chain(self):
        name = self.declaration.name
        for table in ("ansm_chain_place", "ansm_chain_link", "ansm_chain_head"):
            self._around_odoo(f"DELETE FROM {table} WHERE {self._of_case(table)}")
        self._around_odoo("DELETE FROM ansm_chain WHERE id = %s", self.case_chain.id)
        for model in self.chains._evidence_models():
            if "declaration_id" in model._fields:
                self._around_odoo(f"DELETE FROM {model._table}")
        self._around_odoo("DELETE FROM ansm_declaration")
        found = self._check(case=False)
        self._assertFound(
            found,
            f"The case {name} (ansm.declaration {self.declaration.id}) is missing",
            f"The chain {self.code} of {name} is missing",
        )

    def _of_case(self, table):
        self.code = getattr(self, "code", None) or self.case_chain.code
        of_chain = f"chain_id = {self.case_chain.id}"
        if table == "ansm_chain_place":
            return f"link_id IN (SELECT id FROM ansm_chain_link WHERE {of_chain})"
        return of_chain

    def test_a_cut_tail_shows_by_the_head_that_was_told_above(self):
        self.case_chain._tell_above()
        length = self.case_chain.length
        self._cut()
        found = self._check()
        self._assertFound(found, f"had {length} links once and has fewer")

    def _cut(self):
        """Cut the last link of the case, with what it sealed, leaving no trace."""
        chain = self.case_chain
        last, before = chain.link_ids.sorted("seq", reverse=True)[:2]
        self._around_odoo("DELETE FROM ansm_chain_place WHERE link_id = %s", last.id)
        table = SQL.identifier(self.env[last.res_model]._table)
        for row_id in [one[0] for one in self._rows_of(last)]:
            self._around_odoo("DELETE FROM %s WHERE id = %s", table, row_id)
        self._around_odoo("DELETE FROM ansm_chain_link WHERE id = %s", last.id)
        self._around_odoo(
            "UPDATE ansm_chain SET length = %s, head = %s WHERE id = %s",
            *(before.seq, before.hash, chain.id),
        )

    def _rows_of(self, link):
        self.cr.execute(
            "SELECT rows::json FROM ansm_chain_link WHERE id = %s", link.ids
        )
        return self.cr.fetchone()[0]

    def test_a_pasted_head_says_whether_it_is_part_of_todays_chain(self):
        old = chains.find_heads(self.case_chain.head_text)
        self._send_again()
        found = self._check(heads=old)
        self.assertTrue(found["intact"], found["problems"])
        self.assertIn("part of today's chain", found["answers"])

    def _send_again(self):
        self.env["ansm.event"]._log(self.declaration, "changed", new_value="x")

    def test_a_pasted_head_finds_a_cut_tail_that_nothing_inside_shows(self):
        self._send_again()
        head = chains.find_heads(self.case_chain.head_text)
        self._cut()
        self.assertTrue(self._check()["intact"], "nothing inside shows it")
        found = self._check(heads=head)
        self._assertFound(found, "its tail was cut", self.case_chain.code)

    def test_a_pasted_head_of_another_database_is_no_head_of_ours(self):
        head = ("0" * 8, 3, "a" * 64)
        self._assertFound(self._check(heads=[head]), "no chain has this code")
        other = (self.case_chain.code, 1, "a" * 64)
        self._assertFound(self._check(heads=[other]), "changed and recomputed")

    def test_checking_writes_nothing(self):
        self.env.flush_all()
        with self.cr.savepoint() as savepoint:
            self.cr.execute("SET TRANSACTION READ ONLY")
            self.assertTrue(self._check(case=False)["intact"])
            savepoint.rollback()

    def test_the_result_is_kept_as_evidence_of_the_company(self):
        with self.enter_registry_test_mode():
            kept = self.verifications._verify(self.company, self.declaration)
        self.assertTrue(kept.intact)
        self.assertEqual(self.declaration.verification_id, kept)
        self.assertIn((kept._name, kept.id), self._sealed(self.company_chain))

    def test_a_case_is_verified_by_whoever_reads_it_and_everything_by_managers(self):
        with self.enter_registry_test_mode():
            self._press(self.reader, self.declaration)
            self._press(self.manager)
            with self.assertRaises(AccessError):
                self._press(self.reader)
            other = self.env["res.company"].create({"name": "Other"})
            stranger = self._new_user(
                "stranger_test",
                "manager",
                company_id=other.id,
                company_ids=[(6, 0, other.ids)],
            )
            with self.assertRaises(AccessError):
                self._press(stranger, self.declaration)

    def _press(self, user, case=None, heads=""):
        wizards = self.env["ansm.verification.wizard"].with_user(user)
        wizard = wizards.create({"case_id": case and case.id, "heads": heads})
        action = wizard.action_verify()
        return self.verifications.browse(action.get("res_id") or action["domain"][0][2])

    def test_what_is_pasted_without_a_head_in_it_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "No head is in what you pasted"):
            self._press(self.reader, self.declaration, "ANSM-12")

    def test_the_head_of_an_eml_of_a_volet_and_of_a_daily_mail_can_be_pasted(self):
        mails = self._daily_mail()
        eml = self.transmission.with_context(bin_size=False).eml
        eml = base64.b64decode(eml).decode()
        for text in (eml, mails.body_html):
            with self.enter_registry_test_mode():
                kept = self._press(self.reader, self.declaration, text)
            self.assertTrue(kept.intact, kept.problems)
            self.assertIn("part of today's chain", kept.answers)

    @contextmanager
    def _mail_server(self, error=None):
        server = type(self.env["ir.mail_server"])
        with (
            patch.object(server, "_disable_send", lambda _self: False),
            patch.object(server, "_connect__", side_effect=error),
            patch.object(server, "send_email", return_value="<1@exploitant.example>"),
            self.enter_registry_test_mode(),
        ):
            yield
        self.env.invalidate_all()

    def _daily_mail(self, error=None):
        self.company.ansm_heads_email = "coffre@exploitant.example"
        last = self.env["mail.mail"].search([], limit=1).id or 0
        with self._mail_server(error):
            self.chains._mail_heads()
        return self.env["mail.mail"].search([("id", ">", last)])

    def test_the_daily_mail_takes_all_heads_to_the_pr_and_the_second_address(self):
        mail = self._daily_mail()
        self.assertEqual(
            mail.email_to, f"{self.pr_user.email}, coffre@exploitant.example"
        )
        found = chains.find_heads(mail.body_html)
        for chain in (self.case_chain, self.company_chain, self.database_chain):
            self.assertIn((chain.code, chain.length, chain.head), found)
        self.assertIn("daily mail", self.case_chain.left_words)

    def test_a_mail_that_no_server_takes_is_no_head_that_left(self):
        mail = self._daily_mail(OSError("no such server"))
        self.assertEqual(mail.state, "exception")
        self.assertNotIn("mail", self.case_chain.head_ids.mapped("way"))

    def test_an_alarm_goes_to_the_pr_and_the_managers_once(self):
        self._around_odoo("UPDATE ansm_transmission SET subject = 'x'")
        with self.enter_registry_test_mode():
            for number in (1, 2):
                last = self.env["mail.mail"].search([], limit=1).id or 0
                self.verifications._verify_nightly()
                mails = self.env["mail.mail"].search([("id", ">", last)])
                self.assertEqual(len(mails), 2 - number)
                for user in (self.pr_user, self.manager, self.manager_2):
                    self.assertIn(user, self.company_chain.activity_ids.user_id)
                    if mails:
                        self.assertIn(user.email, mails.email_to)
            self._around_odoo("UPDATE ansm_transmission SET body = 'x'")
            self.verifications._verify_nightly()
        fresh = self.env["mail.mail"].search([], limit=1)
        self.assertIn("(body)", fresh.body_html)
        self.assertNotIn("(subject)", fresh.body_html.split("–", 1)[1])

    def test_every_night_the_heads_that_moved_go_up_in_one_link(self):
        self._declare(self._new_nonconformity())
        with self.enter_registry_test_mode():
            self.chains._tell_moved()
            length = self.company_chain.length
            self.chains._tell_moved()
        self.assertEqual(self.company_chain.length, length)
        last = self.company_chain.link_ids.sorted("seq")[-1]
        told = {row["code"]: row["length"] for _id, row in self._rows_of(last)}
        self.assertEqual(told[self.case_chain.code], self.case_chain.length)
        self.assertGreaterEqual(len(told), 2)
