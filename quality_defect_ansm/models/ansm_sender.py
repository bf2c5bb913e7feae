# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import contextlib
import email.message
import email.policy
import email.utils
import hashlib
import logging
import smtplib
import socket

import psycopg2
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: The job looks again at what was prepared or postponed this long ago.
RETRY_MINUTES = 5
BATCH = 20


class Refused(Exception):
    """A mail server's word that it does not take the message (code, reply)."""

    def __init__(self, code, reply):
        super().__init__(code, reply)
        self.code = code
        self.reply = (
            reply.decode(errors="replace") if isinstance(reply, bytes) else reply
        )


class AnsmSender(models.AbstractModel):
    """The conversation with the mail server, at most one message a transmission.

    The bytes are made once and committed before they leave; each step is a row
    committed on a cursor of its own, which touches no row anybody shares. What is
    lost before the server asked for the message (354) did not leave; what is lost
    after it is unknown, and a person checks.
    """

    _name = "ansm.sender"
    _description = "Sender of transmissions"

    @api.model
    def _send_now(self, transmission_id):
        """Send one transmission now, unless another process is at it.

        Holds a lock of the transmission during the whole conversation, which
        tells a living sender from a dead one.
        """
        with self.env.registry.cursor() as cr:
            # su: evidence is written by code alone, whoever pressed the button
            env = self.env(cr=cr, su=True)
            if not _lock(cr, transmission_id):
                return
            try:
                done = env["ansm.sender"]._advance(transmission_id)
            finally:
                _unlock(cr, transmission_id)
        if done:
            self._report(transmission_id)

    def _advance(self, transmission_id):
        """Do what the state of a transmission calls for; False when nothing."""
        transmission = self.env["ansm.transmission"].browse(transmission_id)
        if transmission.state == "sending":
            self._record_dead(transmission)
        elif transmission.state in ("prepared", "deferred"):
            self._converse(transmission)
        else:
            return False
        return True

    def _record_dead(self, transmission):
        """Say what is known of a sending whose process died."""
        transferring = transmission.attempt_ids.sorted("id")[-1:].step == "transferring"
        self._attempt(
            transmission,
            "unknown" if transferring else "failed",
            reply="the server stopped during the sending",
        )

    def _converse(self, transmission):
        """Prepare the bytes, then hand them over, step by step."""
        problems = self.env["ansm.arming"]._problems(
            f"{transmission.email_to},{transmission.email_cc or ''}",
            transmission.declaration_id.exercise,
        )
        if problems:
            self._attempt(transmission, "failed", reply="\n".join(problems))
            return
        session, host = None, ""
        try:
            session = self.env["ir.mail_server"]._connect__(
                smtp_from=transmission.email_from
            )
            host = _host(session)
            envelope = self._fix(transmission, session)
            self._attempt(transmission, "started", host=host)
            _hand_envelope(session, *envelope)
        except Refused as refusal:
            step = "deferred" if 400 <= refusal.code < 500 else "refused"
            self._attempt(transmission, step, host, refusal.code, refusal.reply)
        except Exception as error:
            # whatever it is, the message was not asked for yet: it did not leave
            self._attempt(transmission, "failed", host, reply=f"{error}")
        else:
            self._transfer(transmission, session, host)
        finally:
            _quit(session)

    def _transfer(self, transmission, session, host):
        """Hand over the committed bytes and record the server's words."""
        content = base64.b64decode(transmission.with_context(bin_size=False).eml)
        self._attempt(transmission, "transferring", host=host)
        try:
            code, reply = session.data(content)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, error.smtp_error
        except Exception as error:
            # after 354 nobody knows what the server did with it
            self._attempt(transmission, "unknown", host, reply=f"{error}")
            return
        steps = {2: "accepted", 4: "deferred"}
        self._attempt(
            transmission,
            steps.get(code // 100, "refused"),
            host,
            code,
            reply.decode(errors="replace"),
        )

    def _fix(self, transmission, session):
        """Make and commit the exact bytes, once; return the envelope.

        :return: (sender, recipients)
        """
        message = self._message(transmission)
        server = self.env["ir.mail_server"]
        sender, recipients, message = server._prepare_email_message__(message, session)
        if transmission.eml:
            return sender, recipients
        content = message.as_bytes(policy=email.policy.SMTP)
        with self._own_cursor() as env:
            env["ansm.transmission"].browse(transmission.id).write(
                {
                    "eml": base64.b64encode(content),
                    "eml_sha256": hashlib.sha256(content).hexdigest(),
                    "message_id": message["Message-ID"],
                    "started_at": fields.Datetime.now(),
                }
            )
        self._reread(transmission)
        return sender, recipients

    def _message(self, transmission):
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        message["From"] = transmission.email_from
        message["To"] = transmission.email_to
        if transmission.email_cc:
            message["Cc"] = transmission.email_cc
        message["Subject"] = transmission.subject
        message["Date"] = email.utils.formatdate()
        domain = transmission.email_from.rpartition("@")[2].strip(">") or None
        message["Message-ID"] = email.utils.make_msgid("ansm", domain)
        message.set_content(transmission.body, cte="base64")
        for name, content in transmission.volet_id._files():
            kind = "pdf" if name.endswith(".pdf") else WORD
            message.add_attachment(
                content, maintype="application", subtype=kind, filename=name
            )
        return message

    def _attempt(self, transmission, step, host="", code=0, reply=""):
        """Insert and commit one step, on a cursor that touches no shared row."""
        with self._own_cursor() as env:
            env["ansm.transmission.attempt"].create(
                {
                    "transmission_id": transmission.id,
                    "company_id": transmission.company_id.id,
                    "at": fields.Datetime.now(),
                    "step": step,
                    "host": host,
                    "code": code,
                    "reply": reply,
                }
            )
        self._reread(transmission)

    @contextlib.contextmanager
    def _own_cursor(self):
        with self.env.registry.cursor() as cr:
            yield self.env(cr=cr)

    def _reread(self, transmission):
        """See what was just committed elsewhere: begin a new snapshot.

        The lock of the transmission is the session's, not the transaction's.
        """
        # a cursor of this model's own, on which only the evidence is read
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()

    @api.model
    def _report(self, transmission_id):
        """Tell the result on the case; tried again while others write on it."""
        for _try in range(5):
            try:
                with self.env.registry.cursor() as cr:
                    env = self.env(cr=cr, su=True)
                    env["ansm.transmission"].browse(transmission_id)._report()
                return
            except SerializationFailure:
                _logger.info("case of transmission %s is busy", transmission_id)
        # the job tells it later: the evidence itself is committed already

    @api.model
    def _send_due(self):
        """The job: send what is prepared or postponed, name what was interrupted."""
        due = self._due()
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for transmission_id in due:
            self._send_now(transmission_id)
            self.env["ir.cron"]._commit_progress(1)

    def _due(self):
        """Return the transmissions whose last step leaves something to do."""
        self.env.cr.execute(
            SQL(
                """
                SELECT t.id
                  FROM ansm_transmission t
                  LEFT JOIN LATERAL (
                    SELECT step, at FROM ansm_transmission_attempt
                     WHERE transmission_id = t.id ORDER BY id DESC LIMIT 1
                  ) a ON TRUE
                 WHERE a.step IS NULL
                    OR a.step IN ('started', 'transferring')
                    OR (a.step = 'deferred' AND a.at < %s)
                 ORDER BY t.id LIMIT %s
                """,
                fields.Datetime.subtract(fields.Datetime.now(), minutes=RETRY_MINUTES),
                BATCH,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]


WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def _lock(cr, transmission_id):
    """Take the session's lock of a transmission; False when somebody has it.

    Of the session and not of the transaction: the conversation commits on the
    way, and the lock ends by itself with the process.
    """
    cr.execute(
        "SELECT pg_try_advisory_lock(hashtext('ansm.transmission'), %s)",
        [transmission_id],
    )
    return cr.fetchone()[0]


def _unlock(cr, transmission_id):
    """Give the lock back: the connection goes to a pool and lives on."""
    with contextlib.suppress(psycopg2.Error):
        cr.rollback()
        cr.execute(
            "SELECT pg_advisory_unlock(hashtext('ansm.transmission'), %s)",
            [transmission_id],
        )


def _host(session):
    """Return the name of the server one speaks with."""
    host = getattr(session, "_host", "") or ""
    with contextlib.suppress(AttributeError, OSError):
        return f"{host} ({session.sock.getpeername()[0]})".strip()
    return host


def _hand_envelope(session, sender, recipients):
    """Give the sender and each recipient; any refusal is a refusal of all."""
    session.sock.settimeout(60)
    session.ehlo_or_helo_if_needed()
    code, reply = session.mail(sender)
    if code != 250:
        raise Refused(code, reply)
    for recipient in recipients:
        code, reply = session.rcpt(recipient)
        if code not in (250, 251):
            raise Refused(code, f"{recipient}: {reply.decode(errors='replace')}")


def _quit(session):
    if session:
        with contextlib.suppress(smtplib.SMTPException, socket.error):
            session.quit()
