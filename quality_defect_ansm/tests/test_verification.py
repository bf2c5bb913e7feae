# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .verification_common import VerificationCommon


@tagged("post_install", "-at_install")
class TestVerification(VerificationCommon):
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

    def test_the_screens_name_each_table_whose_rows_a_job_links_later(self):
        deferred = [
            self.env["ir.model"]._get(model._name).name
            for model in self.chains._evidence_models()
            if model._evidence_deferred
        ]
        self.assertGreaterEqual(len(deferred), 2)
        dialog = self.env["ansm.verification.wizard"].create({})
        for screen in (dialog, self.verifications.new({})):
            self.assertIn('name="linked_later"', screen.get_view()["arch"])
            for name in deferred:
                self.assertIn(name, screen.linked_later)
