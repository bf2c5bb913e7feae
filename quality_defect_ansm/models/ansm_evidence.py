# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: One function for all tables: the trigger's first argument names the column
#: that seals the row ('' for a row sealed from its insertion).
FUNCTION = """
CREATE OR REPLACE FUNCTION ansm_evidence_refuse() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' AND TG_ARGV[0] <> ''
       AND (to_jsonb(OLD) -> TG_ARGV[0]) = 'null'::jsonb THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'evidence: % of a sealed row of %', TG_OP, TG_TABLE_NAME;
END $$ LANGUAGE plpgsql
"""


class AnsmEvidenceMixin(models.AbstractModel):
    """What makes a record evidence: some of its columns are sealed for ever.

    A model names its sealed columns once, in ``_evidence_sealed``; when
    ``_evidence_sealed_when`` names a column, the row is sealed from the moment
    that column is set, else from its insertion. PostgreSQL refuses what comes
    after (a merge of partners, a server action, code): methods that raise alone
    were got round. The ORM refuses first, in words.
    """

    _name = "ansm.evidence.mixin"
    _description = "Evidence: sealed columns"

    _evidence_sealed = ()
    _evidence_sealed_when = None
    #: Whether rows are made and changed by code alone, in sudo: a right that an
    #: administrator gives himself opens nothing.
    _evidence_by_code = True

    def init(self):
        """Make the triggers of the table, again at each update."""
        super().init()
        if self._abstract or not self._evidence_sealed:
            return
        columns = SQL(", ").join(SQL.identifier(one) for one in self._evidence_sealed)
        table, when = SQL.identifier(self._table), self._evidence_sealed_when or ""
        call = SQL("EXECUTE FUNCTION ansm_evidence_refuse(%s)", when)
        self.env.cr.execute(FUNCTION)
        for name, event, scope in (
            ("ansm_evidence_update", SQL("UPDATE OF %s", columns), SQL("ROW")),
            ("ansm_evidence_delete", SQL("DELETE"), SQL("ROW")),
            ("ansm_evidence_truncate", SQL("TRUNCATE"), SQL("STATEMENT")),
        ):
            trigger = SQL.identifier(name)
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
            self.env.cr.execute(
                SQL(
                    "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s %s",
                    trigger,
                    event,
                    table,
                    scope,
                    call,
                )
            )

    def _is_sealed(self):
        """Whether this row is sealed by now."""
        return not self._evidence_sealed_when or bool(self[self._evidence_sealed_when])

    # pylint: disable=method-required-super
    @api.model
    def default_get(self, fields):
        """Return the defaults of the code, and no others.

        By one that an administrator sets (``ir.default``) a volet would be born
        sealed, with nobody's signature. Odoo's ``sudo`` drops those of the context.
        """
        known = [self._fields[name] for name in fields if name in self._fields]
        return self._convert_to_write(
            {field.name: field.default(self) for field in known if field.default}
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse what does not come from code, whatever rights were given."""
        self._refuse_by_hand()
        return super().create(vals_list)

    def _refuse_by_hand(self):
        if self._evidence_by_code and not self.env.su:
            raise AccessError(
                self.env._(
                    "This is evidence (%s): the application alone writes it.",
                    self._description,
                )
            )

    def write(self, vals):
        """Refuse to change what is sealed, naming the fields in words."""
        sealed = [name for name in self._evidence_sealed if name in vals]
        if sealed and any(record._is_sealed() for record in self):
            labels = (self._fields[one]._description_string(self.env) for one in sealed)
            raise UserError(
                self.env._(
                    "This is evidence and stays as it is: %s cannot change. A "
                    "correction is a new record that names this one.",
                    ", ".join(labels),
                )
            )
        self._refuse_by_hand()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        """The regulator may ask for it years later (R. 5124-60 CSP)."""
        raise UserError(self.env._("This is evidence: it is not deleted."))

    # pylint: disable=method-required-super
    def copy(self, default=None):
        raise AccessError(self.env._("Evidence is not copied: a copy proves nothing."))

    def action_archive(self):
        """Refuse in words: evidence stays in sight."""
        raise AccessError(self.env._("Evidence is not archived: it stays in sight."))

    action_unarchive = toggle_active = action_archive
