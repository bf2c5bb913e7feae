# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Changes evidence in every way its tables' owner can; runs in Odoo's shell.

Each mutation is made by SQL, looked for by a verification, and rolled back.
"""

import json
import os

from tests.evidence import make
from tests.recomputing import recompute

#: What a column becomes, by its type in PostgreSQL.
OTHER = {
    "varchar": "COALESCE({0}, '') || 'x'",
    "text": "COALESCE({0}, '') || 'x'",
    "int4": "COALESCE({0}, 0) + 1000000",
    "bool": "NOT COALESCE({0}, FALSE)",
    "timestamp": "COALESCE({0}, '2026-01-01') + interval '1 second'",
    "date": "COALESCE({0}, '2026-01-01') + 1",
    "bytea": "decode('654139395A3D3D', 'hex')",
}
CHAINS = ("ansm.chain", "ansm.chain.link", "ansm.chain.place", "ansm.chain.head")
#: Notes beside the chains: they are shown, nothing is proved by them.
NOTES = {("ansm.chain.head", name) for name in ("chain_id", "at", "way")}

FREE = """
SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, conname)
  FROM pg_constraint JOIN pg_class t ON t.oid = conrelid
  LEFT JOIN pg_class r ON r.oid = confrelid
 WHERE contype IN ('f', 'c') AND (t.relname LIKE 'ansm%' OR r.relname LIKE 'ansm%')
 UNION ALL
SELECT DISTINCT format('ALTER TABLE %I DISABLE TRIGGER USER', t.relname)
  FROM pg_trigger JOIN pg_class t ON t.oid = tgrelid
 WHERE t.relname LIKE 'ansm%' AND NOT tgisinternal UNION ALL
SELECT format('DROP INDEX %I', i.relname)
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
 WHERE x.indisunique AND i.relname LIKE 'ansm%' AND NOT EXISTS (
       SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid)
 UNION ALL
SELECT format('ALTER TABLE %I ALTER %I DROP NOT NULL', table_name, column_name)
  FROM information_schema.columns
 WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_name <> 'id'
   AND table_name IN (SELECT table_name FROM information_schema.columns
                       WHERE table_name LIKE 'ansm%' AND column_name = 'id')
"""


class Mutations:
    """Makes mutations and remembers which of them a verification named."""

    def __init__(self, env):
        self.env, self.cr = env, env.cr
        self.done = []
        self.companies = env["res.company"].search([])

    def free(self):
        """Take triggers and constraints away, which any owner of tables may do."""
        self.env.flush_all()
        self.cr.execute(FREE)
        for (statement,) in self.cr.fetchall():
            self.cr.execute(statement)

    def verify(self, heads=()):
        """Return all that is found, of each company and of the database."""
        self.env.invalidate_all()
        check = self.env["ansm.verification"]._check
        found = [check(one.id, heads=heads) for one in self.companies]
        found.append(check(False, heads=heads))
        return "\n".join(one["problems"] for one in found).strip()

    def attempt(self, table, what, work, words, heads=()):
        """Make a mutation, look for it, undo it.

        :param work: makes it
        :param words: what the verification has to say of it, each; None when it
            is to find nothing
        """
        self.cr.execute("SAVEPOINT mutation")
        work()
        found = self.verify(heads)
        self.cr.execute("ROLLBACK TO SAVEPOINT mutation")
        missing = [word for word in words or () if word not in found]
        right = not missing and bool(found) == (words is not None)
        self.done.append([table, what, right, [*missing, found[:600]]])

    def sql(self, query, *values):
        return lambda: self.cr.execute(query, values)

    def columns(self, model, names):
        """Change, and empty, each column of some rows of a model."""
        for row in self.sample(model):
            for name in names:
                if (model._name, name) in NOTES:
                    continue
                for what, value in self.values(model, name, row):
                    query = f"UPDATE {model._table} SET {name} = {value} WHERE id = %s"
                    words = self.words(model, row, name)
                    work = self.sql(query, row)
                    self.attempt(model._name, f"{name} {what}", work, words)

    def values(self, model, name, row):
        kind = model._fields[name].column_type[0]
        found = [("changed", OTHER[kind].format(name))]
        self.cr.execute(
            f"SELECT {name} IS NULL FROM {model._table} WHERE id = %s", [row]
        )
        if not self.cr.fetchone()[0]:
            found.append(("lost" if kind == "bytea" else "emptied", "NULL"))
            if kind == "bytea":
                found.append(("cut to no byte", "''"))
        return found

    def words(self, model, row, name=None):
        """Return what has to be said of a record: its name, that of the column."""
        if model._name not in CHAINS:
            return [f"{row} ({model._name})", f"({name})" if name else "was deleted"]
        record = model.browse(row)
        if model._name == "ansm.chain.place":
            return [f"{record.res_id} ({record.res_model})"]
        if model._name == "ansm.chain":
            owner = record.declaration_id or record.company_id
            return [owner.name or self.cr.dbname]
        return [record.chain_id.code]

    def sample(self, model):
        """Return the id of the last sealed row; at full size of the first one, too."""
        if model._name in CHAINS:
            where = "TRUE"
        else:
            where = (
                "EXISTS (SELECT 1 FROM ansm_chain_place p WHERE p.res_id = row.id "
                f"AND p.res_model = '{model._name}')"
            )
        self.cr.execute(f"SELECT id FROM {model._table} row WHERE {where} ORDER BY id")
        ids = [row for (row,) in self.cr.fetchall()]
        first = ids[:-1][:1] if os.environ.get("ANSM_FULL") else []
        return [*first, *ids[-1:]]

    def delete(self, model):
        for row in self.sample(model):
            if model._name != "ansm.chain.head":
                work = self.sql(f"DELETE FROM {model._table} WHERE id = %s", row)
                self.attempt(model._name, "deleted", work, self.words(model, row))


def tails(mutations, case_chain):
    """Cut the tail of a case: links, their rows, the index, the head."""
    links = case_chain.link_ids.sorted("seq")
    for kept in range(1, len(links)):

        def cut(kept=kept):
            for link in links[kept:]:
                table = mutations.env[link.res_model]._table
                ids = [row_id for row_id, _row in json.loads(link.rows)]
                mutations.cr.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])
                for name, column in (("place", "link_id"), ("link", "id")):
                    mutations.cr.execute(
                        f"DELETE FROM ansm_chain_{name} WHERE {column} = %s", [link.id]
                    )
            mutations.cr.execute(
                "UPDATE ansm_chain SET length = %s, head = %s WHERE id = %s",
                [kept, links[kept - 1].hash, case_chain.id],
            )

        words = [case_chain.code, "its tail was cut"]
        mutations.attempt("a chain", f"cut after link {kept}", cut, words)


def remove_case(mutations, case):
    """Remove a case wholly: evidence, chain, links, index, heads, the case."""
    code = mutations.env["ansm.chain"]._of(declaration=case).code

    def remove():
        cr = mutations.cr
        chain = "(SELECT id FROM ansm_chain WHERE declaration_id = %s)"
        link = f"(SELECT id FROM ansm_chain_link WHERE chain_id IN {chain})"
        cr.execute(
            f"SELECT res_model, res_id FROM ansm_chain_place WHERE link_id IN {link}",
            [case.id],
        )
        for model, row in cr.fetchall():
            cr.execute(
                f"DELETE FROM {mutations.env[model]._table} WHERE id = %s", [row]
            )
        for query in (
            f"DELETE FROM ansm_chain_place WHERE link_id IN {link}",
            f"DELETE FROM ansm_chain_link WHERE chain_id IN {chain}",
            f"DELETE FROM ansm_chain_head WHERE chain_id IN {chain}",
            "DELETE FROM ansm_chain WHERE declaration_id = %s",
            "DELETE FROM ansm_declaration WHERE id = %s",
        ):
            cr.execute(query, [case.id])

    words = [f"The case {case.name}", "is missing", code]
    mutations.attempt("a case", "wholly removed", remove, words)


def recomputed(mutations, models, heads):
    """Change one row of each model and recompute every chain after it."""
    for model in models:
        for what, change in (
            ("changed", lambda row: {**row, "company_id": 999}),
            ("deleted", None),
        ):
            [row_id, *_more] = mutations.sample(model)

            def work(model=model, row_id=row_id, change=change):
                recompute(mutations.env, model, row_id, change)

            if what == "changed" and "company_id" not in model._evidence_sealed:
                continue
            inside = f"{what} and all recomputed, seen from inside"
            mutations.attempt(model._name, inside, work, None)
            words = ["changed and recomputed"]
            past = f"{what} and all recomputed, a past head pasted"
            mutations.attempt(model._name, past, work, words, heads)


def run(env):
    """Make all mutations and print, as JSON, which were named."""
    case = make(env)
    env.cr.commit()
    env["ansm.chain"]._tell_moved()
    mutations = Mutations(env)
    intact = mutations.verify()
    models = env["ansm.chain"]._evidence_models()
    case_chain = env["ansm.chain"]._of(declaration=case)
    heads = [(one.code, one.length, one.head) for one in env["ansm.chain"].search([])]
    mutations.free()
    for model in [*models, *(env[name] for name in CHAINS)]:
        mutations.columns(model, model._evidence_sealed)
        mutations.delete(model)
    chain = env["ansm.chain"]
    mutations.columns(chain, ("length", "head"))
    tails(mutations, case_chain)
    remove_case(mutations, case)
    recomputed(mutations, models, heads)
    env.cr.rollback()
    done = {"intact": intact, "models": [one._name for one in models]}
    print("MUTATIONS", json.dumps({**done, "done": mutations.done}))
