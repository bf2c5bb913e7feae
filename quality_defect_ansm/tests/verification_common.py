# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tools import SQL

from .chain_common import ChainCommon
from .sending_common import ALL_WELL


class VerificationCommon(ChainCommon):
    """A case whose Volet 1 left, and what an owner of the tables may do to it."""

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

    def _press(self, user, case=None, heads=""):
        wizards = self.env["ansm.verification.wizard"].with_user(user)
        wizard = wizards.create({"case_id": case and case.id, "heads": heads})
        action = wizard.action_verify()
        return self.verifications.browse(action.get("res_id") or action["domain"][0][2])

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
