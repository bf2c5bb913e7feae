# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import contextlib
import logging
import time
from datetime import timedelta
from functools import partial

import psycopg2
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.service.model import retrying
from odoo.tools import SQL, split_every

from .. import smtp

_logger = logging.getLogger(__name__)

#: The job leaves a fresh transmission to the request that prepared it.
FRESH_SECONDS = 60
#: A postponed message is tried again after so long, the last one again and again.
POSTPONED_MINUTES = (5, 10, 20, 40, 60)
#: How many transmissions one run of the job takes, and how many of them together:
#: by one session with the mail server, told in one transaction.
BATCH, TOGETHER = 200, 50
#: The pauses, in seconds, before a result that could not be recorded is again.
RECORD_PAUSES = (0, 1, 5)


class AnsmSender(models.AbstractModel):
    """The conversation with the mail server, at most one message a transmission.

    The bytes are made once and committed before they leave; each step is a row
    committed on a cursor of its own, which touches no row anybody shares. What is
    lost before the server asked for the message (354) did not leave; what is lost
    after it is unknown, and a person checks.

    Never called inside a transaction Odoo may run again: after the commit of the
    request, or from the job.
    """

    _name = "ansm.sender"
    _description = "Sender of transmissions"

    @api.model
    def _send_now(self, *ids):
        """Do what the state of transmissions calls for, and tell it; never raise.

        They are committed: whatever goes wrong here, the job goes on.
        """
        for step in (self._fix, self._try, self._tell):
            ids = self._each(step, ids)

    def _each(self, step, ids):
        """Take a step for these together, and for each alone when that fails.

        :return: those with which to go on
        """
        try:
            step(ids)
        except Exception as error:
            if len(ids) > 1:
                return [one for alone in ids for one in self._each(step, [alone])]
            if isinstance(error, SerializationFailure):
                _logger.info("transmission %s is in other hands", *ids)
            else:
                words = "transmission %s is left to the job"
                _logger.warning(words, *ids, exc_info=True)
            return []
        return ids

    @api.model
    def _fix(self, ids):
        """Make and commit the exact bytes, once; no process makes them twice."""
        with self._own_cursor() as env:
            wanted = env["ansm.transmission"].browse(ids)
            free = wanted.try_lock_for_update(allow_referencing=True)
            fresh = free.filtered(
                lambda one: not one.started_at and one.state == "prepared"
            )
            routes = env["ansm.message"]._routes(fresh)
            made = fresh.filtered(lambda one: self._fix_one(one, routes[one]))
            # the head that stands in each message leaves with it
            chains = env["ansm.chain"].union(*made._evidence_by_chain())
            chains._leave("message")

    def _fix_one(self, transmission, route):
        """Make the bytes of a message; return whether there are any."""
        try:
            vals = transmission.env["ansm.message"]._prepare_bytes(transmission, route)
        except psycopg2.Error:
            raise
        except Exception as error:
            # such a message will never leave: say so, instead of for ever trying
            attempts = transmission.env["ansm.transmission.attempt"]
            attempts._record_all(transmission, [smtp.of_error(error)], "")
            return False
        transmission.write({**vals, "started_at": fields.Datetime.now()})
        return True

    @api.model
    def _try(self, ids):
        """Try once, those at which no other process is.

        The lock is a transaction of its own, held during the whole conversation:
        it tells a living sender from a dead one, and PostgreSQL ends it with the
        process. What is to be done is read after it was taken.
        """
        with self.env.registry.cursor() as lock, contextlib.ExitStack() as kept:
            # a long conversation is idle for this transaction
            lock.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            locking = self.env(cr=lock, su=True)["ansm.transmission"].browse(ids)
            free = locking.try_lock_for_update(allow_referencing=True)
            sessions = smtp.Sessions(self._connect)
            kept.callback(sessions.close)
            for work in self._read(free.ids):
                if work["state"] == "sending":
                    self._record(work, [_of_the_dead(work["step"])], "")
                elif work["content"] and work["state"] in ("prepared", "deferred"):
                    self._converse(work, lock, sessions)

    def _read(self, ids):
        """Return what the conversations need, read from a snapshot of its own."""
        with self._own_cursor() as env:
            found = env["ansm.transmission"].browse(ids)
            routes = env["ansm.message"]._routes(found)
            return [self._read_one(one, routes[one].host) for one in found]

    def _read_one(self, one, host):
        content = base64.b64decode(one.with_context(bin_size=False).eml or b"")
        recipients = (one.envelope_to or "").split()
        return {
            "id": one.id,
            "state": one.state,
            "step": one.attempt_ids.sorted("id")[-1:].step,
            "company": one.company_id.id,
            "email_from": one.email_from,
            "sender": one.envelope_from,
            "recipients": recipients,
            "content": content,
            "host": host,
            "problems": one._last_minute_problems(recipients, content),
            "exercise": one.declaration_id.exercise,
        }

    def _converse(self, work, lock, sessions):
        host = work["host"]
        if work["problems"]:
            answers = [smtp.Answer("failed", 0, "\n".join(work["problems"]))]
            self._record(work, answers, "")
            return
        if work["exercise"]:
            # an exercise is walked to its end, and given to no mail server
            self._record(work, [smtp.Answer("exercised", 0, "")], "")
            return
        opening = [smtp.Answer("started", 0, "")]
        if not sessions.holds(work):
            # a connection may last; in one that is kept nothing is said before the
            # server is asked to take the message
            self._record(work, opening, host)
            opening.clear()
        try:
            session = sessions.of(work)
        except psycopg2.Error:
            raise
        except Exception as error:
            # a server that is down, a wrong password, a setting that is missing
            self._record(work, [*opening, smtp.of_error(error)], host)
            return
        self._hand_over(work, session, opening, lock, sessions)

    def _hand_over(self, work, session, opening, lock, sessions):
        """Hand a message over, and record each step as the server takes it.

        :param opening: what is recorded with the first step
        """
        host = work["host"]

        def before_data():
            # without the lock another process may have called this one dead
            lock.execute("SELECT 1")
            transferring = smtp.Answer("transferring", 0, "")
            self._record(work, [*opening, transferring], host)
            opening.clear()

        envelope = (work["sender"], work["recipients"], work["content"])
        answers = []
        try:
            answers = smtp.hand_over(session, *envelope, before_data)
            self._record_result(work, [*opening, *answers], host)
        finally:
            if [one.step for one in answers] != ["accepted"]:
                # what went wrong once is not trusted with the next message
                sessions.drop(work)

    def _connect(self, work):
        """Return a session with the mail server; its socket has a time limit."""
        with self._own_cursor() as env:
            company = env["res.company"].browse(work["company"])
            server = env["ir.mail_server"].with_company(company)
            session = server._connect__(smtp_from=work["email_from"])
        if session is None:
            raise ConnectionError("Odoo does not connect while it runs its tests")
        return session

    def _record(self, work, answers, host):
        """Insert and commit steps, on a cursor that touches no shared row."""
        with self.env.registry.cursor() as cr:
            self.env["ansm.transmission.attempt"]._insert(cr, work, answers, host)

    def _record_result(self, work, answers, host):
        """Record what the server said, also when the database comes and goes."""
        for pause in RECORD_PAUSES:
            time.sleep(pause)
            try:
                return self._record(work, answers, host)
            except psycopg2.Error as error:
                # the log is all that is left of the server's words
                _logger.warning(
                    "transmission %s, %s: %s (%s)",
                    work["id"],
                    host,
                    answers,
                    error,
                )
        return None

    @contextlib.contextmanager
    def _own_cursor(self):
        """Give an environment of its own, committed at the end.

        su: evidence is written by code alone, whoever pressed the button.
        """
        with self.env.registry.cursor() as cr:
            yield self.env(cr=cr, su=True)

    @api.model
    def _tell(self, ids):
        """Tell the results on the cases; run again while others write on them."""
        with self._own_cursor() as env:
            transmissions = env["ansm.transmission"].browse(ids)
            retrying(partial(self._tell_once, transmissions), env)

    def _tell_once(self, transmissions):
        # whoever holds one is at the conversation, which may last: he tells it then
        free = transmissions.try_lock_for_update(allow_referencing=True)
        if not free:
            return
        # Locked first, without a line in the log: whoever saves the case at this
        # moment makes this run again, which is no fault.
        query = SQL(
            "SELECT id FROM ansm_declaration WHERE id IN %s"
            " ORDER BY id FOR NO KEY UPDATE",
            tuple(free.declaration_id.ids),
        )
        free.env.cr.execute(query, log_exceptions=False)
        free._tell()

    @api.model
    def _send_due(self):
        """The job: send what is prepared or postponed, name what was interrupted,
        tell what was not told. May be killed anywhere."""
        due = self._due()
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(due))
        for ids in split_every(TOGETHER, due):
            self._send_now(*ids)
            if not progress._commit_progress(len(ids)):
                break

    def _due(self):
        """Return the transmissions whose last step leaves something to do."""
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.id, last.id > COALESCE(t.told_attempt, 0), last.step,
                       last.at, last.tries
                  FROM ansm_transmission t
                  LEFT JOIN LATERAL (
                    SELECT id, step, at, COUNT(*) FILTER (
                             WHERE step = 'started'
                           ) OVER (ORDER BY id) AS tries
                      FROM ansm_transmission_attempt
                     WHERE transmission_id = t.id ORDER BY id DESC LIMIT 1
                  ) last ON TRUE
                 WHERE t.outcome IS NULL
                   AND (last.id IS NOT NULL OR t.prepared_at < %s)
                 ORDER BY t.id
                """,
                now - timedelta(seconds=FRESH_SECONDS),
            )
        )
        due = [
            transmission_id
            for transmission_id, untold, step, at, tries in rows
            if untold
            or step in (None, "started", "transferring")
            or (step == "deferred" and at + _pause(tries) <= now)
        ]
        return due[:BATCH]


def _pause(tries):
    """Return how long a message postponed this many times waits.

    >>> _pause(1), _pause(9)
    (datetime.timedelta(seconds=300), datetime.timedelta(seconds=3600))
    """
    index = min(max(tries, 1), len(POSTPONED_MINUTES)) - 1
    return timedelta(minutes=POSTPONED_MINUTES[index])


def _of_the_dead(step):
    """Return what is known of a sending whose process died at a step."""
    unknown = step == "transferring"
    return smtp.Answer(
        "unknown" if unknown else "failed", 0, "The process that was sending ended."
    )
