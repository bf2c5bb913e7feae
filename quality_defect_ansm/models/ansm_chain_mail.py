# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class AnsmChain(models.Model):
    """The daily mail: all heads of a company, to who keeps them elsewhere."""

    _inherit = "ansm.chain"

    @api.model
    def _mail_heads(self):
        """The job: mail the heads of each company's chains.

        The day's mail of one company is a transaction of its own: one that does
        not leave keeps no other back.
        """
        for company in self.search([("kind", "=", "company")]).company_id:
            self._retry(
                lambda env, company=company: env[self._name]._mail_heads_of(
                    company.with_env(env)
                )
            )

    @api.model
    def _mail_heads_of(self, company):
        """Mail the heads of a company, and note that they left when they did."""
        addresses = company._ansm_heads_addresses()
        heads = self._heads_of(company)
        if not addresses or not heads:
            return
        lang = company.partner_id.lang
        subject, body = self.with_context(lang=lang)._heads_mail(company, heads)
        if company._ansm_mail(addresses, subject, body):
            heads._unnoted("mail")._leave("mail")

    @api.model
    def _heads_of(self, company):
        """Return the chain of the database, the company's, those of its cases."""
        return (
            self._of()
            | self._of(company)
            | self.search(
                [("company_id", "=", company.id), ("kind", "=", "case")], order="id"
            )
        )

    @api.model
    def _heads_mail(self, company, heads):
        """Return the subject and the text of the mail."""
        day = company._ansm_today()
        subject = self.env._(
            "Chains of evidence of %(company)s, %(day)s", company=company.name, day=day
        )
        words = self.env._(
            "These are the heads of the chains of evidence of %(company)s (database "
            "%(database)s) today. Keep this message: who changes evidence later can "
            "recompute the chains, but not this copy. To check, paste any of these "
            "lines in Quality defects > Verify the evidence.",
            company=company.name,
            database=self.env.cr.dbname,
        )
        lines = [f"{one.head_text}  {one.display_name}" for one in heads]
        return subject, "\n".join([words, "", *lines])
