# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
import time

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, models
from odoo.tools import SQL, split_every

from .. import chains

#: Rows sealed by one link at most: the text of a link stays readable.
ROWS = 100
#: How often a writer in the way is tried again, and the longest pause, in seconds.
TRIES, LONGEST_PAUSE = 40, 0.5
#: Rows of the last so many ids are looked at by the job that links what is left.
RECENT = 5000


class AnsmEvidenceMixin(models.AbstractModel):
    """Evidence is linked into a chain at the moment it is sealed."""

    _inherit = "ansm.evidence.mixin"

    #: False for the chains themselves.
    _evidence_chained = True
    #: True for rows written on a cursor that must touch no row anybody shares: they
    #: are linked a moment later.
    _evidence_deferred = False

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self._evidence_deferred:
            records.filtered(lambda one: one._is_sealed())._evidence_append()
        return records

    def write(self, vals):
        when = self._evidence_sealed_when
        sealing = not self._evidence_deferred and when and vals.get(when)
        fresh = self.filtered(lambda one: not one._is_sealed()) if sealing else None
        result = super().write(vals)
        if fresh:
            fresh._evidence_append()
        return result

    def _evidence_case(self):
        """Return the case a row belongs to; empty when it belongs to none.

        By its own columns: what is computed may change, its chain may not.
        """
        self.ensure_one()
        for path in ("declaration_id", "volet_id", "transmission_id"):
            field = self._fields.get(path)
            if field and field.store and self[path]:
                record = self[path]
                case = record._name == "ansm.declaration"
                return record if case else record._evidence_case()
        return self.env["ansm.declaration"]

    def _evidence_chain(self):
        """Return the chain a row goes into: the case's, else the company's, else
        the database's."""
        case = self._evidence_case()
        company = self["company_id"] if "company_id" in self._fields else None
        return self.env["ansm.chain"]._of(company, case)

    def _evidence_append(self, late=False):
        """Link rows that are sealed by now and in no chain yet, in their order."""
        if not self or not self._evidence_chained:
            return
        # sudo: chains are moved by code, whoever makes the evidence
        rows = self.sudo().sorted("id")
        held = dict(self._evidence_rows(rows.ids))
        for chain, part in rows._evidence_by_chain().items():
            for few in split_every(ROWS, part.ids):
                chain._append(self._name, [[one, held[one]] for one in few], late)

    def _evidence_by_chain(self):
        """Return the rows of each chain; the chain of a case is looked up once."""
        found = {}
        for case, part in self.grouped(lambda one: one._evidence_case()).items():
            each = [part] if case else part
            for rows in each:
                chain = rows[:1]._evidence_chain()
                found[chain] = found.get(chain, self.browse()) | rows
        return found

    def _evidence_link(self):
        """Link, a moment later, those of these rows that are sealed and in no chain."""
        self.flush_recordset()
        ids = self._evidence_unlinked(SQL("row.id IN %s", tuple(self.ids) or (0,)))
        self.browse(ids)._evidence_append(late=True)

    @api.model
    def _evidence_unlinked(self, where, limit=None):
        """Return the ids of the sealed rows that are in no chain.

        :param where: a condition on ``row``
        """
        sealed = SQL("TRUE")
        if self._evidence_sealed_when:
            column = SQL.identifier("row", self._evidence_sealed_when)
            sealed = SQL("%s IS NOT NULL", column)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT row.id FROM %s row
                 WHERE %s AND %s AND NOT EXISTS (
                       SELECT 1 FROM ansm_chain_place place
                        WHERE place.res_model = %s AND place.res_id = row.id
                          AND place.res_model <> 'ansm.chain')
                 ORDER BY row.id LIMIT %s
                """,
                *(SQL.identifier(self._table), sealed, where, self._name, limit),
            )
        )
        return [row_id for (row_id,) in rows]

    @api.model
    def _evidence_rows(self, ids, names=None):
        """Return [id, {column: canonical value}] of rows, read from the database.

        Files are read one at a time.

        :param names: the columns, by default those that are sealed
        """
        names = sorted(names or self._evidence_sealed)
        self.browse(ids).flush_recordset()
        files = [one for one in names if self._fields[one].type == "binary"]
        plain = [one for one in names if one not in files]
        rows = []
        for row_id, row in self._evidence_columns(ids, plain):
            for name in files:
                # one file in memory at a time, whatever the number of rows
                for _id, held in self._evidence_columns([row_id], [name]):
                    row |= held
            rows.append([row_id, row])
        return rows

    @api.model
    def _evidence_columns(self, ids, names):
        columns = [SQL.identifier(name) for name in ("id", *names)]
        table = SQL.identifier(self._table)
        found = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE id = ANY(%s) ORDER BY id",
                *(SQL(", ").join(columns), table, list(ids)),
            )
        )
        for row_id, *values in found:
            pairs = zip(names, values, strict=True)
            yield row_id, {name: chains.column(value) for name, value in pairs}


class AnsmChain(models.Model):
    """Links what could not be linked at once."""

    _inherit = "ansm.chain"

    @api.model
    def _evidence_models(self):
        """Return the models whose rows are linked into the chains."""
        return [
            model
            for model in self.env.values()
            if getattr(model, "_evidence_chained", False) and not model._abstract
        ]

    @api.model
    def _link_pending(self):
        """The job: link the rows written on cursors that touch no shared row.

        Rows of the other models are linked when they are made: those without a
        link are for the verification to name, not for a job to hide.
        """
        for model in self._evidence_models():
            if model._evidence_deferred:
                last = SQL(
                    "row.id > (SELECT COALESCE(MAX(id), 0) - %s FROM %s)",
                    *(RECENT, SQL.identifier(model._table)),
                )
                self._link_left(model._name, last)

    @api.model
    def _link_left(self, model_name, where):
        """Link what is left of a model, a batch in each transaction."""
        while self._retry(
            lambda env: self._link_some(env[model_name], where),
        ):
            continue

    @api.model
    def _link_some(self, model, where):
        ids = model._evidence_unlinked(where, limit=ROWS)
        model.browse(ids)._evidence_append(late=True)
        return len(ids) == ROWS

    @api.model
    def _link_existing(self):
        """At each update: open the chains of the cases that have none, and link
        the rows of the models no row of which was ever linked.

        In the transaction of the update, with which it comes or goes.
        """
        for case in self.env["ansm.declaration"].search([], order="id"):
            self._of(declaration=case)
        for model in self._evidence_models():
            linked = self.env["ansm.chain.link"].search_count(
                [("res_model", "=", model._name)], limit=1
            )
            while not linked and self._link_some(model, SQL("TRUE")):
                continue

    @api.model
    def _retry(self, work):
        """Return what ``work`` returns, run in a transaction of its own.

        Requests are run again by Odoo when another writer was in the way; jobs,
        and what has its own cursor, by this.

        :param work: called with an environment, and again when it must be
        :raise SerializationFailure: when others were in the way every time
        """
        tries = 1
        while True:
            try:
                with self.env.registry.cursor() as cr:
                    # su: evidence is written by code alone
                    return work(self.env(cr=cr, su=True))
            except (SerializationFailure, DeadlockDetected):
                if tries == TRIES:
                    raise
                time.sleep(random.uniform(0, min(0.005 * 2**tries, LONGEST_PAUSE)))
                tries += 1


class AnsmDeclaration(models.Model):
    """A case opens its chain when it is made: one that is missing later shows."""

    _inherit = "ansm.declaration"

    @api.model_create_multi
    def create(self, vals_list):
        declarations = super().create(vals_list)
        for declaration in declarations:
            self.env["ansm.chain"]._of(declaration=declaration)
        return declarations
