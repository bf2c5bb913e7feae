# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import email.message
import email.policy
import email.utils
import hashlib
import mimetypes
import secrets
from types import SimpleNamespace

import psycopg2

from odoo import api, models
from odoo.tools import config, email_normalize

#: What a message cannot go without.
NEEDED = ("email_from", "subject", "body")


class AnsmMessage(models.AbstractModel):
    """Makes the message of a transmission, as the mail server will have it.

    The preview and the sending are made by the same methods, so what is shown is
    what goes: Odoo may rewrite the sender for a server that is not his own.
    """

    _name = "ansm.message"
    _description = "Message of a transmission"

    @api.model
    def _route(self, email_from, company):
        """Return the mail server Odoo will use, without connecting.

        :return: what ``_prepare_email_message__`` wants of a session
            (``from_filter``, ``smtp_from``), and the server's name (``host``)
        """
        servers = self.env["ir.mail_server"].with_company(company).sudo()
        # sudo: the mail servers are settings; only a name comes out of it
        server, smtp_from = servers._find_mail_server(email_from)
        own = server and server.smtp_authentication != "cli"
        name = server.smtp_host if own else config["smtp_server"]
        port = server.smtp_port if own else config["smtp_port"]
        default = servers._get_default_from_filter()
        from_filter = server.from_filter if server else default
        return SimpleNamespace(
            from_filter=from_filter,
            smtp_from=smtp_from,
            host=f"{name}:{port}",
        )

    @api.model
    def _routes(self, transmissions):
        """Return what ``_route`` gives for each transmission; each is asked once."""
        found = {}
        for one in transmissions:
            key = one.email_from, one.company_id
            if key in found:
                continue
            try:
                found[key] = self._route(*key)
            except psycopg2.Error:
                raise
            except Exception:
                # asked again for each message alone, which then says why
                found[key] = None
        return {one: found[one.email_from, one.company_id] for one in transmissions}

    @api.model
    def _envelope(self, vals, company, files=(), headers=(), route=None):
        """Return (sender, recipients, message) as they will be handed over.

        :param vals: sender, recipients, subject and body of a transmission
        :param headers: pairs of a name and a value
        :param route: what ``_route`` gives, when it was asked before
        """
        message = self._message(vals, company, files)
        for name, value in headers:
            message[name] = value
        servers = self.env["ir.mail_server"].with_company(company)
        route = route or self._route(vals["email_from"], company)
        return servers._prepare_email_message__(message, route)

    @api.model
    def _message(self, vals, company, files):
        # ASCII on the way: no server has a reason to touch a byte of it
        policy = email.policy.SMTP.clone(cte_type="7bit")
        message = email.message.EmailMessage(policy=policy)
        message["From"] = vals["email_from"]
        message["To"] = vals["email_to"]
        if vals.get("email_cc"):
            message["Cc"] = vals["email_cc"]
        # to the gateway; else to him, also when the sender has to be rewritten
        message["Reply-To"] = company._ansm_answers_to() or vals["email_from"]
        message["Subject"] = vals["subject"] or ""
        message["Date"] = email.utils.localtime()
        message.set_content(vals["body"] or "", cte="quoted-printable")
        for name, content in files:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            maintype, subtype = kind.split("/")
            message.add_attachment(
                content, maintype=maintype, subtype=subtype, filename=name
            )
        return message

    @api.model
    def _prepare_bytes(self, transmission, route=None):
        """Return the sealed values of a transmission: its bytes, its envelope.

        :param route: as of ``_envelope``
        :raise Exception: when no message can be made of it
        """
        names = ("email_from", "email_to", "email_cc", "subject", "body")
        vals = {name: transmission[name] for name in names}
        headers = self._headers(transmission)
        sender, recipients, message = self._envelope(
            vals, transmission.company_id, transmission._files(), headers, route
        )
        content = message.as_bytes()
        return {
            "message_id": message["Message-ID"],
            "envelope_from": sender,
            "envelope_to": "\n".join(dict.fromkeys(recipients)),
            "eml": base64.b64encode(content),
            "eml_sha256": hashlib.sha256(content).hexdigest(),
        }

    def _headers(self, transmission):
        domain = email_normalize(transmission.email_from).partition("@")[2]
        token = f"ansm.{transmission.id}.{secrets.token_hex(12)}"
        chain = transmission._evidence_chain()
        return [
            ("Message-ID", f"<{token}@{domain}>"),
            ("X-ANSM-Declaration", transmission.declaration_id.name),
            ("X-ANSM-Chain", chain._head_in_two(chain.head_text)),
        ]

    @api.model
    def _shown_from(self, vals, company):
        """Return the sender as the recipient will see it; empty when there is none."""
        if self._address_problems(vals, company) or not vals["email_to"]:
            return vals["email_from"]
        return self._envelope(vals, company)[2]["From"]

    @api.model
    def _problems(self, vals, declaration, files):
        """Return what forbids a message of a case, one sentence each.

        :param vals: sender, recipients, subject and body
        :param files: what goes with it, as (name, bytes)
        """
        company, labels = declaration.company_id, self.env["ansm.transmission"]._fields
        problems = [
            self.env._("“%s” is empty.", labels[name]._description_string(self.env))
            for name in NEEDED
            if not (vals.get(name) or "").strip()
        ]
        problems += self._address_problems(vals, company)
        limit = company.ansm_message_mega
        if sum(len(content) for _name, content in files) > limit * 2**20:
            problems.append(
                self.env._(
                    "The files are more than %s MB together, the limit set for the "
                    "company's messages: send fewer annexes.",
                    limit,
                )
            )
        addresses = ",".join(filter(None, (vals.get("email_to"), vals.get("email_cc"))))
        exercise = declaration.exercise
        return problems + self.env["ansm.arming"]._problems(addresses, exercise)

    @api.model
    def _address_problems(self, vals, company):
        """Return what is wrong with the addresses, one sentence each."""
        problems = [
            self.env._("“%s” is not an e-mail address.", address or shown)
            for name in ("email_from", "email_to", "email_cc")
            for shown, address in _addresses(vals.get(name))
            if not (email_normalize(address) and address.isascii())
        ]
        if problems or not (vals["email_from"] and vals["email_to"]):
            return problems
        wanted = [
            *_addresses(vals["email_to"]),
            *_addresses(vals.get("email_cc")),
        ]
        _sender, recipients, _message = self._envelope(vals, company)
        if {one.lower() for _name, one in wanted} == {
            one.lower() for one in recipients
        }:
            return []
        # Odoo reads another address out of a name, or leaves one out
        return [
            self.env._(
                "The recipients are not clear; the mail server would be given: %s.",
                ", ".join(recipients),
            )
        ]


def _addresses(header):
    return email.utils.getaddresses([header]) if header else []
