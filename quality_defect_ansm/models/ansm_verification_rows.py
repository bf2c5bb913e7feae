# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL, groupby

from .. import chains
from .ansm_verification_report import shown

#: What is written on a cursor of its own is linked within this time.
PENDING = timedelta(hours=1)
#: Rows without a link that are read at once.
PAGE = 1000
EVIDENCE = "ansm.chain"


class Rows:
    """Compares what the links seal with what the tables hold now."""

    def __init__(self, report):
        self.report, self.env = report, report.env

    def check(self, chain, links):
        """Check the rows that some links seal, a model at a time."""
        sealed = [
            (link, row_id, row)
            for link in links
            if link.res_model != EVIDENCE
            for row_id, row in link.parsed()
        ]
        for (model_name, names), part in groupby(
            sealed, key=lambda one: (one[0].res_model, tuple(sorted(one[2])))
        ):
            self._check_model(chain, model_name, names, part)

    def _check_model(self, chain, model_name, names, sealed):
        model = self.env.get(model_name)
        if not getattr(model, "_evidence_chained", False):
            for link in {link for link, _row_id, _row in sealed}:
                self._say_no_model(chain, link)
            return
        known = [name for name in names if _is_column(model, name)]
        ids = [row_id for _link, row_id, _row in sealed]
        found = dict(model._evidence_rows(ids, known))
        self.report.rows += len(sealed)
        for link, row_id, row in sealed:
            if row_id not in found:
                self._say_deleted(chain, link, row_id, row)
                continue
            self._compare(chain, link, row_id, row, found[row_id])

    def _compare(self, chain, link, row_id, sealed, found):
        model = self.env[link.res_model]
        changed = [name for name in sealed if sealed[name] != found.get(name)]
        for name in changed:
            words = self._change(model, name, sealed[name], found.get(name))
            record = self.report.record(link.res_model, row_id, sealed)
            where = self.report.place(chain, link)
            self.report.say(f"{record}: {words} [{where}]", chain, link)
        for name in sealed:
            if not changed and not _has_its_hash(model, name, found):
                self._say_other_file(chain, link, row_id, name)

    def _change(self, model, name, was, now):
        """Return in words what happened to a column."""
        field = model._fields.get(name)
        label = field._description_string(self.env) if field else name
        words = {"label": label, "name": name, "was": shown(was), "now": shown(now)}
        if not field or not _is_column(model, name):
            return self.env._("the column “%(label)s” (%(name)s) is gone.", **words)
        if field.type == "binary" and was is not None:
            if now is None:
                return self.env._(
                    "the file “%(label)s” (%(name)s) is lost: nothing is there. It "
                    "had %(was)s.",
                    **words,
                )
            if not now[2]:
                return self.env._(
                    "the file “%(label)s” (%(name)s) is empty: its bytes were taken "
                    "away. It had %(was)s.",
                    **words,
                )
            return self.env._(
                "the file “%(label)s” (%(name)s) has other bytes: it had %(was)s, it "
                "has %(now)s.",
                **words,
            )
        return self.env._(
            "the column “%(label)s” (%(name)s) was changed: it was “%(was)s”, it is "
            "“%(now)s”.",
            **words,
        )

    def _say_deleted(self, chain, link, row_id, sealed):
        self.report.say(
            self.env._(
                "%(record)s was deleted; %(place)s sealed it.",
                record=self.report.record(link.res_model, row_id, sealed),
                place=self.report.place(chain, link),
            ),
            *(chain, link),
        )

    def _say_no_model(self, chain, link):
        self.report.say(
            self.env._(
                "%(place)s seals rows of “%(model)s”, which this database does not "
                "know as evidence.",
                place=self.report.place(chain, link),
                model=link.res_model,
            ),
            *(chain, link),
        )

    def _say_other_file(self, chain, link, row_id, name):
        self.report.say(
            self.env._(
                "%(record)s: “%(name)s” does not have the SHA-256 that was recorded "
                "beside it. [%(place)s]",
                record=self.report.record(link.res_model, row_id),
                name=name,
                place=self.report.place(chain, link),
            ),
            *(chain, link),
        )

    def check_unlinked(self, where_of):
        """Name the sealed rows that are in no chain; count those that are coming.

        :param where_of: gives, for a model, the condition on ``row``, or None
        """
        for model in self.env["ansm.chain"]._evidence_models():
            where = where_of(model)
            for row_id in self._unlinked(model, where) if where else ():
                if model._evidence_deferred and self._is_fresh(model, row_id):
                    self.report.pending += 1
                    continue
                self.report.say(
                    self.env._(
                        "%s is sealed and in no chain: it was added around Odoo, or "
                        "its link was removed.",
                        self.report.record(model._name, row_id),
                    )
                )

    def _unlinked(self, model, where):
        last = 0
        while ids := model._evidence_unlinked(
            SQL("%s AND row.id > %s", where, last), limit=PAGE
        ):
            yield from ids
            last = ids[-1]

    def _is_fresh(self, model, row_id):
        sealed_at = SQL.identifier(model._evidence_sealed_when or "create_date")
        table = SQL.identifier(model._table)
        [[at]] = self.env.execute_query(
            SQL("SELECT %s FROM %s WHERE id = %s", sealed_at, table, row_id)
        )
        return bool(at) and timedelta() <= fields.Datetime.now() - at < PENDING


def _is_column(model, name):
    field = model._fields.get(name)
    return bool(field and field.store and field.column_type)


def _has_its_hash(model, name, row):
    """Tell whether a file, or a text, has the SHA-256 recorded beside it."""
    digest = row.get(f"{name}_sha256")
    value = row.get(name)
    if not digest or f"{name}_sha256" not in model._evidence_sealed:
        return True
    if value is None:
        return False
    return digest == (value[1] if isinstance(value, list) else chains.sha256(value))
