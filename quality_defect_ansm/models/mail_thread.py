# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import email
import email.policy
import xmlrpc.client
from ast import literal_eval
from email.utils import getaddresses

from odoo import api, models
from odoo.exceptions import AccessError

from ..documents.mails import reading

#: Where a mail server says for whom it is.
RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


class MailThread(models.AbstractModel):
    """The one door: what comes for a case is kept before Odoo's gateway sees it.

    Odoo's gateway drops delivery reports and known Message-IDs, bounces what it
    cannot place, and posts a stranger's words in a thread.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Keep what is ours; leave everything else to Odoo."""
        raw = message
        if isinstance(message, xmlrpc.client.Binary):
            raw = bytes(message.data)
        elif isinstance(message, str):
            raw = message.encode("utf-8", "surrogateescape")
        company = self._ansm_company_of(model, raw)
        if not company:
            return super().message_process(
                model,
                message,
                custom_values=custom_values,
                save_original=save_original,
                strip_attachments=strip_attachments,
                thread_id=thread_id,
            )
        road = self._ansm_road(company)
        # sudo: whoever delivers it, it is kept; who did is recorded
        incoming, _known = self.env["ansm.incoming"].sudo()._take(raw, road, company)
        return incoming.id

    @api.model
    def _ansm_road(self, company):
        """Return who delivers: over RPC any internal user can call this.

        :raise AccessError: who neither runs the gateway nor sorts that company's mail
        """
        user = self.env.user
        if user._is_superuser() or user.has_group("base.group_system"):
            return "gateway"
        sorts = user.has_group("quality_defect_ansm.group_preparer")
        if sorts and company in user.company_ids:
            return "person"
        raise AccessError(
            self.env._(
                "The mail gateway delivers what is received, as an administrator; who "
                "prepares cases adds a message on its case."
            )
        )

    @api.model
    def _ansm_company_of(self, model, raw):
        """Return the company a message is for; empty when it is not for us."""
        # sudo: aliases and transmissions are read to route, whoever delivers
        finder = self.sudo()
        try:
            headers = email.message_from_bytes(raw, policy=email.policy.compat32)
        # a message made to make the library stumble
        except Exception:  # noqa: BLE001
            headers = email.message.Message()
        values = [
            reading.header(headers, name) for name in RECIPIENTS if headers.get(name)
        ]
        addresses = [one.lower() for _name, one in getaddresses(values) if "@" in one]
        alias = finder._ansm_alias(addresses)
        if alias:
            company_id = literal_eval(alias.alias_defaults).get("company_id")
            return finder.env["res.company"].browse(company_id) or finder.env.company
        about = finder._ansm_answered(reading.read(raw), addresses)
        if about:
            return about
        company = finder.env.company
        return company if model == "ansm.incoming" else company.browse()

    @api.model
    def _ansm_answered(self, told, addresses):
        """Return the company whose message it answers, by whichever address.

        At the catchall, where Odoo sends back what it cannot place, anything that
        names a case of ours or says it is the agency's is taken.
        """
        matching = self.env["ansm.incoming.matching"]
        cases, _sign, _sent = matching._by_thread(told, None)
        if cases:
            return cases[:1].company_id
        domains = self.env["mail.alias.domain"].search([])
        domains = domains.filtered(lambda one: one.catchall_email in addresses)
        if not domains:
            return self.env["res.company"]
        company = domains.company_ids[:1] or self.env.company
        ours = matching._from_agency(told["email_from"], company)
        found = matching._find(told, None)["declaration"].company_id
        return found or (company if ours else company.browse())

    @api.model
    def _ansm_alias(self, addresses):
        local = [one.partition("@")[0] for one in addresses]
        return self.env["mail.alias"].search(
            [
                ("alias_model_id.model", "=", "ansm.incoming"),
                "|",
                ("alias_full_name", "in", addresses),
                "&",
                ("alias_name", "in", local),
                ("alias_incoming_local", "=", True),
            ],
            limit=1,
        )
