# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .ansm_verification_links import Links
from .ansm_verification_report import Report


class AnsmVerification(models.Model):
    """One verification of chains of evidence: what was checked, what was found.

    It reads what it checks and changes none of it; its result is evidence of the
    company. It sees whatever no longer is as it was linked. What happened since
    the last head that left the system can have been hidden by whoever holds the
    whole database; from a head that is pasted in, everything before it counts.
    """

    _name = "ansm.verification"
    _inherit = ["ansm.evidence.mixin", "ansm.verification.limits"]
    _description = "Verification of evidence"
    _order = "id desc"
    _rec_name = "at"

    company_id = fields.Many2one(
        "res.company", readonly=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "ansm.declaration",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Empty: all cases of the company; its result is the company's evidence.",
    )
    at = fields.Datetime(required=True, readonly=True)
    by_id = fields.Many2one(
        "res.users", "By (user)", required=True, readonly=True, ondelete="restrict"
    )
    by_name = fields.Char("By", required=True, readonly=True)
    links = fields.Integer("Links checked", readonly=True)
    rows = fields.Integer("Records checked", readonly=True)
    pending = fields.Integer(
        "Not yet in the chain",
        readonly=True,
        help="Written a moment ago on a cursor of their own; linked within the hour.",
    )
    intact = fields.Boolean(readonly=True)
    first_broken = fields.Text("First broken link", readonly=True)
    problems = fields.Text("All that was found", readonly=True)
    answers = fields.Text("Heads pasted in", readonly=True)
    last_left = fields.Char("Last head that left before", readonly=True)

    _evidence_sealed = (
        "company_id",
        "case_id",
        "at",
        "by_id",
        "by_name",
        "links",
        "rows",
        "pending",
        "intact",
        "first_broken",
        "problems",
        "answers",
        "last_left",
    )

    @api.model
    def _verify(self, company=None, case=None, heads=()):
        """Verify a case, all of a company, or what is of no company; keep the result.

        On cursors of its own: checking takes one snapshot of the database, however
        long it lasts, and writing the result does not wait for it.

        :param heads: (code, length, hash) of past heads somebody pasted in
        :return: the verification
        """
        chain = self.env["ansm.chain"]
        ids = [company.id if company else False, case.id if case else False]
        vals = chain._retry(lambda env: env[self._name]._check(*ids, heads))
        kept = chain._retry(lambda env: env[self._name]._keep(vals).id)
        return self.browse(kept)

    @api.model
    def _check(self, company_id, case_id=False, heads=()):
        """Return the result of a verification, as values. It only reads."""
        company = self.env["res.company"].browse(company_id)
        # one language: a problem that is still there has the same words again
        lang = company.partner_id.lang or self.env.user.lang
        report = Report(self.with_context(lang=lang).env)
        links = Links(report, heads)
        if case_id:
            top = self._check_case(links, case_id)
        else:
            top = self._check_all(links, company_id)
        links.heads.answer_others()
        return {
            "company_id": company_id,
            "case_id": case_id,
            "at": fields.Datetime.now(),
            "by_id": self.env.uid,
            "by_name": self.env.user.name,
            "links": report.links,
            "rows": report.rows,
            "pending": report.pending,
            "intact": not report.problems,
            "first_broken": report.first(),
            "problems": "\n".join(report.problems),
            "answers": "\n".join(report.answers),
            "last_left": report.env["ansm.chain"].browse(top[:1]).left_words,
        }

    def _check_case(self, links, case_id):
        """Check one case: its chain, its rows, its place in the chain above."""
        report = links.report
        found = report.chains(SQL("chain.declaration_id = %s", case_id))
        for chain in found:
            links.check(chain)
            self._check_above(links, chain)
        links.check_received(case_id)
        links.heads.check_cases(SQL("cases.id = %s", case_id))
        links.heads.check_opened(SQL("chain.declaration_id = %s", case_id))
        links.rows.check_unlinked(lambda model: _of_case(model, case_id))
        return [chain.id for chain in found]

    def _check_above(self, links, chain):
        """Check what the company's chain says of a case's."""
        for above in links.report.chains(
            SQL("chain.kind = 'company' AND chain.company_id = %s", chain.company_id)
        ):
            told = links.report.batch(
                SQL(
                    "link.chain_id = %s AND link.id IN (SELECT link_id FROM "
                    "ansm_chain_place WHERE res_model = 'ansm.chain' AND res_id = %s)",
                    *(above.id, chain.id),
                )
            )
            links.heads.check_told(above, told, only=chain.id)

    def _check_all(self, links, company_id):
        """Check all of a company; without one, the chain of the database."""
        heads, report = links.heads, links.report
        own = _of(SQL("chain"), company_id)
        if not company_id:
            own = SQL("(%s OR chain.kind = 'database')", own)
            links.check_strays()
        for chain in report.chains(own):
            links.check(chain)
        heads.check_opened(own)
        if company_id:
            heads.check_cases(SQL("cases.company_id = %s", company_id))
        links.rows.check_unlinked(lambda model: _of_company(model, company_id))
        return (
            self.env["ansm.chain"]
            .search(
                [
                    ("company_id", "=", company_id),
                    ("kind", "in", ("company", "database")),
                ]
            )
            .ids
        )

    @api.model
    def _keep(self, vals):
        """Keep a result, and alarm when it brings problems nobody was told yet."""
        told = self._told_problems(vals["company_id"])
        verification = self.create(vals)
        fresh = [one for one in vals["problems"].splitlines() if one not in told]
        if fresh:
            verification._alarm(fresh)
        return verification

    @api.model
    def _told_problems(self, company_id):
        """Return what was found since the last verification of all, and in it."""
        own = [("company_id", "=", company_id)]
        last = self.search([*own, ("case_id", "=", False)], limit=1)
        since = self.search([*own, ("id", ">=", last.id or 0)])
        return {line for one in since for line in (one.problems or "").splitlines()}

    @api.model
    def _verify_all(self, companies=None, heads=()):
        """Verify companies, all by default, and what is of none of them.

        :param heads: past heads; each is checked where its chain is, one that no
            chain knows with the first company
        :return: the verifications
        """
        own = (
            self.env["ansm.chain"]
            .sudo()
            .search([("code", "in", [h[0] for h in heads])])
        )
        owners = {chain.code: chain.company_id for chain in own}
        if companies is None:
            companies = self.env["res.company"].search([])
        done = self.browse()
        for company in [*companies, self.env["res.company"]]:
            unknown = company == companies[:1]
            done |= self._verify(
                company,
                heads=[
                    head
                    for head in heads
                    if (owners[head[0]] == company if head[0] in owners else unknown)
                ],
            )
        return done

    @api.model
    def _verify_nightly(self):
        """The job: link what is left, tell the heads above, verify everything."""
        chain = self.env["ansm.chain"]
        chain._link_pending()
        chain._tell_moved()
        self._verify_all()


def _of_company(model, company_id):
    """Return the condition on the rows of a company; of none when it is empty."""
    if "company_id" in model._fields and model._fields["company_id"].store:
        return _of(SQL("row"), company_id)
    return None if company_id else SQL("TRUE")


def _of(table, company_id):
    """Return the condition on what is of a company; of none, or of one that is no
    more, when it is empty."""
    if company_id:
        return SQL("%s.company_id = %s", table, company_id)
    return SQL(
        "NOT EXISTS (SELECT 1 FROM res_company own WHERE own.id = %s.company_id)",
        table,
    )


def _of_case(model, case_id):
    """Return the condition on the rows of a case; None for a model of no case."""
    columns = {name for name, field in model._fields.items() if field.store}
    if "declaration_id" in columns:
        return SQL("row.declaration_id = %s", case_id)
    for name, table in (
        ("volet_id", "ansm_volet"),
        ("transmission_id", "ansm_transmission"),
    ):
        if name in columns:
            return SQL(
                "row.%s IN (SELECT id FROM %s WHERE declaration_id = %s)",
                *(SQL.identifier(name), SQL.identifier(table), case_id),
            )
    return None
