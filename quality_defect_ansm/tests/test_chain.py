# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import json
from unittest.mock import patch

from psycopg2.errors import RaiseException, SerializationFailure

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .. import chains
from ..models import ansm_chain_linking
from .chain_common import ChainCommon


@tagged("post_install", "-at_install")
class TestChain(ChainCommon):
    def _refused(self, query, *parameters):
        with (
            self.assertRaisesRegex(RaiseException, "evidence: "),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.env.cr.execute(SQL(query, *parameters))

    def test_a_case_opens_its_chain_in_the_companys_and_that_one_in_the_databases(self):
        opened = ("ansm.chain", self.case_chain.id)
        self.assertIn(opened, self._sealed(self.company_chain))
        opened = ("ansm.chain", self.company_chain.id)
        self.assertIn(opened, self._sealed(self.database_chain))

    def test_all_that_is_sealed_of_a_case_is_in_its_chain_and_once(self):
        transmission = self._sent()
        sealed = self._sealed(self.case_chain)
        for record in (self.volet, transmission, *transmission.attempt_ids):
            self.assertEqual(sealed.count((record._name, record.id)), 1, record)

    def test_a_chain_whose_head_never_left_says_nothing_of_it(self):
        draft = self._declare(self._new_nonconformity())
        self.assertIs(self.chains._of(declaration=draft).left_words, False)

    def test_what_is_of_no_case_is_in_the_companys_chain(self):
        entry = self._entries(1)
        self.assertIn(("ansm.signatory", self.pr.id), self._sealed(self.company_chain))
        self.assertIn((entry._name, entry.id), self._sealed(self.company_chain))

    def test_a_row_is_linked_when_it_is_sealed_and_not_before(self):
        draft = self._declare(self._new_nonconformity())
        volet = self.env["ansm.volet"].with_user(self.qa)._make(draft, "volet_1").sudo()
        chain = self.chains._of(declaration=draft)
        self.assertNotIn((volet._name, volet.id), self._sealed(chain))
        volet.sealed_at = "2026-04-03 08:00:00"
        self.assertEqual(self._sealed(chain)[-1], (volet._name, volet.id))

    def test_whoever_holds_the_tables_computes_the_same_hashes(self):
        self._sent()
        chain, digests = self.case_chain, []
        text = json.dumps(
            [1, "opened", chain.code, "case", self.company.id, self.declaration.id],
            separators=(",", ":"),
        )
        previous = hashlib.sha256(text.encode()).hexdigest()
        for link in chain.link_ids.sorted("seq"):
            self.assertEqual(link.previous, previous)
            parts = [1, chain.code, link.seq, str(link.at), previous]
            text = json.dumps(
                [*parts, link.res_model, link.late, link.rows],
                ensure_ascii=False,
                separators=(",", ":"),
            )
            previous = hashlib.sha256(text.encode()).hexdigest()
            digests.append(previous)
        self.assertEqual(digests, chain.link_ids.sorted("seq").mapped("hash"))
        self.assertEqual(chain.head, previous)
        self.assertEqual(chain.length, len(digests))

    def test_the_text_of_a_link_names_each_sealed_column_and_files_by_their_hash(self):
        links = self.case_chain.link_ids
        [link] = links.filtered(lambda one: one.res_model == self.volet._name)
        [[row_id, row]] = json.loads(link.rows)
        self.assertEqual(row_id, self.volet.id)
        self.assertEqual(sorted(row), sorted(self.volet._evidence_sealed))
        self.assertEqual(row["pdf"][:2], ["sha256", self.volet.pdf_sha256])
        self.assertEqual(row["content"][1], self.volet.content_sha256)
        self.assertEqual(row["prepared_by_id"], self.qa.id)
        self.assertEqual(row["prepared_at"], str(self.volet.prepared_at))

    def test_many_rows_made_at_once_are_one_link(self):
        before = self.company_chain.length
        self._entries(ansm_chain_linking.ROWS + 1)
        self.assertEqual(self.company_chain.length, before + 2)

    def test_a_chain_moves_by_its_append_alone(self):
        where = (self.case_chain.id,)
        for change in (
            "length = length + 2",
            "length = length - 1",
            "length = length + 1, head = 'x'",
            "head = repeat('0', 64)",
            "code = '00000000'",
            "kind = 'database'",
            "declaration_id = NULL",
        ):
            with self.subTest(change):
                self._refused(f"UPDATE ansm_chain SET {change} WHERE id = %s", *where)
        self._refused("DELETE FROM ansm_chain WHERE id = %s", *where)

    def test_links_and_places_are_only_inserted(self):
        for table in ("ansm_chain_link", "ansm_chain_place"):
            self._refused(f"DELETE FROM {table}")
            self._refused(f"TRUNCATE {table} CASCADE")
        for name in self.env["ansm.chain.link"]._evidence_sealed:
            self._refused("UPDATE ansm_chain_link SET %s = NULL", SQL.identifier(name))

    def test_what_a_sender_writes_on_its_own_cursor_is_linked_when_it_is_told(self):
        transmission = self._prepare()
        with patch.object(type(self.sender), "_tell"):
            self._run([], transmission)
        self.assertNotIn(("ansm.transmission", transmission.id), self._all_sealed())
        transmission.sudo()._tell()
        sealed = self._sealed(self.case_chain)
        for record in (transmission, *transmission.attempt_ids):
            self.assertIn((record._name, record.id), sealed)

    def _all_sealed(self):
        return [one for chain in self.chains.search([]) for one in self._sealed(chain)]

    def test_the_job_links_what_was_left_and_says_that_it_came_later(self):
        changes = self._credential_changes(ansm_chain_linking.ROWS + 1)
        self.assertNotIn((changes._name, changes[0].id), self._all_sealed())
        with self.enter_registry_test_mode():
            self.chains._link_pending()
        sealed = self._sealed(self.database_chain)
        for change in changes:
            self.assertEqual(sealed.count((change._name, change.id)), 1)
        self.assertTrue(self.database_chain.link_ids.sorted("seq")[-1].late)

    def test_the_job_links_nothing_twice(self):
        self._credential_changes(1)
        with self.enter_registry_test_mode():
            self.chains._link_pending()
            length = self.database_chain.length
            self.chains._link_pending()
        self.assertEqual(self.database_chain.length, length)

    def test_the_job_hides_no_row_that_came_around_odoo(self):
        entry = self._entries(1)
        self._forget(entry)
        with self.enter_registry_test_mode():
            self.chains._link_pending()
        self.chains._link_existing()
        self.assertEqual(entry._evidence_unlinked(SQL("TRUE")), entry.ids)

    def _forget(self, record):
        """Take a record out of the index of the chains, as nobody could."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute("ALTER TABLE ansm_chain_place DISABLE TRIGGER USER")
        cr.execute(
            "DELETE FROM ansm_chain_place WHERE res_model = %s AND res_id = %s",
            [record._name, record.id],
        )
        cr.execute("ALTER TABLE ansm_chain_place ENABLE TRIGGER USER")

    def test_an_update_links_the_rows_from_before_there_were_chains(self):
        entries = self._entries(3)
        cr = self.env.cr
        # the tables as an older version left them
        for name in ("place", "head", "link", None):
            table = "_".join(filter(None, ("ansm_chain", name)))
            cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cr.execute(f"DELETE FROM {table}")
            cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.chains._link_existing()
        sealed = self._all_sealed()
        for record in (*entries, self.pr, self.volet):
            self.assertEqual(sealed.count((record._name, record.id)), 1)
        case_chain = self.chains._of(declaration=self.declaration)
        self.assertTrue(all(case_chain.link_ids.mapped("late")))

    def test_a_writer_in_the_way_makes_it_run_again(self):
        calls = []

        def work(env):
            calls.append(env)
            if len(calls) < 4:
                raise SerializationFailure
            return "done"

        with self.enter_registry_test_mode():
            self.assertEqual(self.chains._retry(work), "done")
        self.assertEqual(len(calls), 4)

    def test_a_pasted_head_is_found_however_it_was_broken_into_lines(self):
        head = self.case_chain.head_text
        chain = self.case_chain
        wanted = [(chain.code, chain.length, chain.head)]
        for text in (
            f"Chaîne de preuves : {head}.",
            f"{head[:40]}=\r\n{head[40:]}",
            f"{head[:18]}\n {head[18:60]}\n{head[60:]}\nabc",
            f"{head}\n{head}",
        ):
            self.assertEqual(chains.find_heads(text), wanted)
        self.assertEqual(chains.find_heads(head[:-1]), [])
