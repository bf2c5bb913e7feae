# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets

from odoo import api, fields, models
from odoo.tools import SQL

from .. import chains

#: A chain moves by its append alone: one longer, then the head of the link that
#: was just inserted.
FUNCTION = """
CREATE OR REPLACE FUNCTION ansm_chain_refuse() RETURNS trigger AS $$
BEGIN
    IF NEW.length = OLD.length + 1 AND NEW.head = OLD.head THEN
        RETURN NEW;
    END IF;
    IF NEW.length = OLD.length AND EXISTS (
        SELECT 1 FROM ansm_chain_link WHERE chain_id = NEW.id AND seq = NEW.length
           AND previous = OLD.head AND hash = NEW.head
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'evidence: UPDATE of a chain other than by an append';
END $$ LANGUAGE plpgsql
"""


class AnsmChain(models.Model):
    """A chain of evidence: each link holds the hash of the one before.

    One per case, one per company for what is of no case, one for the database.
    A chain opens as a link of the chain above it, so that a missing one shows;
    its head is told there again and again, and leaves the system in each volet,
    each message and each day's mail: who recomputes a chain cannot recompute
    what others hold.
    """

    _name = "ansm.chain"
    # the thread is what an activity asks for; nothing of it is a column here
    _inherit = ["ansm.evidence.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Chain of evidence"
    _order = "kind desc, id desc"

    kind = fields.Selection(
        [("case", "Case"), ("company", "Company"), ("database", "Database")],
        required=True,
        readonly=True,
    )
    code = fields.Char(required=True, readonly=True, help="Stands in printed heads.")
    company_id = fields.Many2one(
        "res.company", readonly=True, index=True, ondelete="restrict"
    )
    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", readonly=True, ondelete="restrict"
    )
    # no field attribute of old, but how long the chain is
    # pylint: disable=attribute-deprecated
    length = fields.Integer("Links", required=True, readonly=True)
    head = fields.Char("Hash of the last link", required=True, readonly=True)
    head_text = fields.Char("Head", compute="_compute_head_text")
    link_ids = fields.One2many("ansm.chain.link", "chain_id")

    _evidence_chained = False
    _evidence_sealed = ("kind", "code", "company_id", "declaration_id")

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is taken.")
    _one_of_a_case = models.UniqueIndex(
        "(declaration_id) WHERE kind = 'case'", "This case has its chain already."
    )
    _one_of_a_company = models.UniqueIndex(
        "(company_id) WHERE kind = 'company'", "This company has its chain already."
    )
    _one_of_the_database = models.UniqueIndex(
        "(kind) WHERE kind = 'database'", "The database has its chain already."
    )

    def init(self):
        """Let the append alone move a chain, also around Odoo."""
        super().init()
        for statement in (
            FUNCTION,
            "DROP TRIGGER IF EXISTS ansm_chain_move ON ansm_chain",
            "CREATE TRIGGER ansm_chain_move BEFORE UPDATE OF length, head "
            "ON ansm_chain FOR EACH ROW EXECUTE FUNCTION ansm_chain_refuse()",
        ):
            self.env.cr.execute(statement)

    @api.depends("length", "head")
    def _compute_head_text(self):
        for chain in self:
            chain.head_text = chains.head_text(chain.code, chain.length, chain.head)

    @api.depends("kind", "company_id.name", "declaration_id.name")
    def _compute_display_name(self):
        for chain in self:
            owner = chain.declaration_id or chain.company_id
            name = owner.sudo().name or self.env.cr.dbname
            chain.display_name = f"{name} ({chain.code})"

    @api.model
    def _of(self, company=None, declaration=None):
        """Return the chain of a case, else of a company, else of the database.

        It is opened the first time.
        """
        kind, company_id, declaration_id = "database", None, None
        if declaration:
            kind, declaration_id = "case", declaration.id
            company = declaration.company_id
        elif company:
            kind = "company"
        if company:
            company_id = company.id
        # sudo: chains are read and moved by code, whoever makes the evidence
        model = self.sudo()
        owner = {
            "case": SQL("declaration_id = %s", declaration_id),
            "company": SQL("company_id = %s", company_id),
        }
        # in SQL, as they are opened: it is asked for each row that is sealed
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM ansm_chain WHERE kind = %s AND %s",
                kind,
                owner.get(kind, SQL("TRUE")),
            )
        )
        if found:
            return model.browse(found[0][0])
        return model._open(kind, company_id, declaration_id)

    @api.model
    def _open(self, kind, company_id, declaration_id):
        """Open a chain, as a link of the one above.

        In SQL: who opens the same one meanwhile gets a serialisation failure,
        and runs again; the ORM would make a ValidationError of it.
        """
        code = secrets.token_hex(4)
        head = chains.genesis(code, kind, company_id, declaration_id)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ansm_chain (kind, code, company_id, declaration_id,
                                        length, head, create_uid, create_date)
                VALUES (%s, %s, %s, %s, 0, %s, %s, now() AT TIME ZONE 'UTC')
                ON CONFLICT DO NOTHING RETURNING id
                """,
                *(kind, code, company_id, declaration_id, head, self.env.uid),
            ),
            log_exceptions=False,
        )
        chain = self.browse(self.env.cr.fetchone()[0])
        above = chain._above()
        if above:
            above._append(self._name, [[chain.id, chain._opening()]])
        return chain

    def _above(self):
        """Return the chain that this one's heads go into."""
        above = {"case": self.company_id, "company": self.env["res.company"]}
        return self._of(above[self.kind]) if self.kind in above else self.browse()

    def _opening(self):
        """Return what the chain above says of this one."""
        return {
            "opened": self.code,
            "kind": self.kind,
            "company_id": self.company_id.id or None,
            "declaration_id": self.declaration_id.id or None,
            "name": (self.declaration_id or self.company_id).name,
        }

    def _append(self, res_model, rows, late=False):
        """Add a link, which seals rows of one model.

        The chain's own row is updated first: under REPEATABLE READ that alone
        keeps two writers from taking the same predecessor (a lock does not). The
        second one gets a serialisation failure and runs again.

        :param rows: list of [id, {column: canonical value}]
        :param late: whether the rows were made in an earlier transaction
        """
        self.ensure_one()
        seq, previous = self._move_on()
        links = self.env["ansm.chain.link"]
        head = links._insert(self, seq, previous, res_model, rows, late)
        self.env.cr.execute(
            SQL("UPDATE ansm_chain SET head = %s WHERE id = %s", head, self.id)
        )
        self.invalidate_recordset(["length", "head", "head_text", "link_ids"])

    def _move_on(self):
        self.env.cr.execute(
            SQL(
                "UPDATE ansm_chain SET length = length + 1 WHERE id = %s "
                "RETURNING length, head",
                self.id,
            ),
            # another writer at the same moment is no fault: Odoo runs it again
            log_exceptions=False,
        )
        return self.env.cr.fetchone()
