# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from datetime import timedelta

from psycopg2.errors import DeadlockDetected, SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.tools import SQL

from .ansm_deadline_band import LATE_FROM_START

_logger = logging.getLogger(__name__)

#: What another node, or somebody at the case, makes of the same moment.
RACES = (SerializationFailure, DeadlockDetected, UniqueViolation)
#: Clocks in one run of the job; it runs again at once while some are left.
BATCH = 500
#: Cases looked at in turn by each run.
SWEPT = 10
#: When one that cannot be looked at at all is tried again.
AGAIN = timedelta(minutes=5)


class AnsmDeadline(models.Model):
    """The job: what is due and not given yet, whatever day it runs.

    Each clock in a transaction of its own: the job may be killed anywhere, and two
    nodes never give the same notice (a lock, and an index behind it). A scheduler
    that slept gives one notice that names all that passed.
    """

    _inherit = "ansm.deadline"

    def _look_now(self):
        """Have the job look at these clocks at its next run."""
        self.write({"next_due_at": fields.Datetime.now()})

    def _steps(self):
        return self.env["ansm.deadline.ladder"]._of(self.company_id, self.kind)._steps()

    def _reckon_next(self, after):
        """Store when the next notice is due (UTC).

        :param after: up to when the steps were told; at once when one has passed since
        """
        self.next_due_at = self._steps().next_after(
            self.started_at, self.due_at, after, self.company_id.ansm_tz
        )

    def _last_notice(self):
        """Return the moment (UTC) up to which notices were given; None at first."""
        return self._notices().sorted("id")[-1:].at or None

    def _owes(self):
        """Tell whether a step passed, its end at the latest, that no notice named."""
        now = min(fields.Datetime.now(), self.due_at)
        return bool(self._passed(now))

    def _passed(self, now):
        """Return the steps that passed up to a moment (UTC) and no notice named.

        One that was named stays so: in another time zone a morning comes again.
        """
        given = set(self._notices().mapped("rung"))
        passed = self._steps().passed(
            *(self.started_at, self.due_at, self._last_notice()),
            *(now, self.company_id.ansm_tz),
        )
        return [one for one in passed if one.key not in given]

    @api.model
    def _run(self):
        """The scheduled action: give what is due, then say that it was done."""
        due = self._due_ids()
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(due))
        failed = 0
        for deadline_id in due:
            failed += not self._attend(deadline_id)
            if not progress._commit_progress(1):
                return
        if len(due) == BATCH:
            self.env.ref("quality_defect_ansm.cron_deadlines")._trigger()
        self._end_run(failed)

    @api.model
    def _end_run(self, failed=0):
        """Do what has no moment of its own, then say that all was done.

        :param failed: clocks whose case or company could not be reckoned
        """
        try:
            with self.env.cr.savepoint():
                failed += self._daily() + self._sweep()
                self.env["ansm.heartbeat"]._beat(failed)
        except RACES:
            # another node does so at this very moment, and says it
            self.env.cr.rollback()

    @api.model
    def _due_ids(self):
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM ansm_deadline
                 WHERE met_at IS NULL AND ended_at IS NULL AND next_due_at <= %s
                 ORDER BY next_due_at, id LIMIT %s
                """,
                *(fields.Datetime.now(), BATCH),
            )
        )
        return [deadline_id for (deadline_id,) in rows]

    @api.model
    def _attend(self, deadline_id):
        """Look at one clock, in a savepoint; what another writer holds comes next.

        :return: False when its case could not be reckoned: what it holds due is
            told all the same, and said on every dashboard
        """
        for look in (self._attend_one, self._attend_as_held, self._attend_later):
            try:
                with self.env.cr.savepoint():
                    look(self.browse(deadline_id))
                return look == self._attend_one
            except (SerializationFailure, DeadlockDetected):
                # another node, or somebody at the case: the next run looks again
                self.env.cr.rollback()
                return True
            except Exception:
                # one clock that cannot be read holds no other back
                _logger.exception("deadline %s", deadline_id)
        return False

    @api.model
    def _attend_one(self, clock):
        if not clock._is_due_now():
            return
        # the evidence first: what was met meanwhile gives no notice
        (clock.declaration_id or clock.company_id)._refresh_clocks()
        if clock._running():
            clock._catch_up()
            clock._sync_activity()

    @api.model
    def _attend_as_held(self, clock):
        """Give what is due by the clock as it is held: its evidence, or its task,
        cannot be looked at."""
        if clock._is_due_now():
            clock._catch_up()
            again = fields.Datetime.now() + AGAIN
            # looked at, and counted, at each run until its evidence can be read
            clock.next_due_at = min(clock.next_due_at or again, again)

    @api.model
    def _attend_later(self, clock):
        """Have those behind it come first."""
        clock.next_due_at = fields.Datetime.now() + AGAIN

    def _is_due_now(self):
        """Lock it, and tell whether it is still to be looked at."""
        if not self.try_lock_for_update(allow_referencing=True):
            return False
        self.invalidate_recordset()
        due = self.next_due_at
        return bool(self._running() and due and due <= fields.Datetime.now())

    def _catch_up(self):
        """Give what is due and store what is next, as of one moment: a step that
        passes meanwhile is told next."""
        now = fields.Datetime.now()
        self._give_notice(now)
        self._reckon_next(now)

    def _give_notice(self, now):
        """Give one notice that names all the steps that passed since the last."""
        passed = self._passed(now)
        if not passed:
            return
        users = self._to_tell()
        keys = [rung.key for rung in passed]
        reached = self._tell(users, keys)
        told = ", ".join(one.name for one in users if one.id in reached)
        words = {"rung": keys[-1], "words": self._steps_words(keys), "told": told}
        self._log("notice", at=now, **words)

    @api.model
    def _steps_words(self, keys):
        """Name the steps that passed; a long sleep by its ends.

        >>> AnsmDeadline._steps_words(None, ["J-3", "J-1", "J"])
        'J-3, J-1, J'
        """
        if len(keys) > 12:
            keys = [*keys[:4], "…", *keys[-4:]]
        return ", ".join(keys)

    def _to_tell(self):
        """Return who is told: up the line by one at each notice, until taken.

        What is late from its start goes up the line again from the second notice
        after that: who took it may have fallen asleep.
        """
        taken = self._there(self.taken_by_id)
        if not taken:
            return self._in_turn(len(self._notices()) + 2)
        more = self._notices_since_taken() if self.kind in LATE_FROM_START else 0
        if not more:
            return taken
        line = self.env["ansm.duty"]._line(self.company_id)
        return (taken | line)[: more + 1]

    def _there(self, users):
        return self.env["ansm.duty"]._there(users, self.company_id)

    def _notices(self):
        return self.entry_ids.filtered(lambda one: one.step == "notice")

    def _in_turn(self, number):
        """Return so many of those whose turn it is; if nothing is urgent one alone,
        and the first of the line beside him once it is late."""
        if not self.urgent:
            number = 2 if self.due_at <= fields.Datetime.now() else 1
        own = self._there(self.declaration_id.user_id)
        if len(own) == number:
            return own
        # the line is asked last: it takes a dozen queries
        duties = self.env["ansm.duty"]
        people = own | duties._line(self.company_id)
        return (people or duties._administrators(self.company_id))[:number]

    def _first_to_tell(self):
        """Return who has taken it, else whose case it is, else who is on duty."""
        own = self._there(self.taken_by_id)
        return own or self._in_turn(1)[:1]

    def _notices_since_taken(self):
        taken = self.entry_ids.filtered(lambda one: one.step == "taken").sorted("id")
        return len(self._notices().filtered(lambda one: one.id > taken[-1:].id))

    def _tell(self, users, keys):
        """Tell it, each in his language; return the ids of those it went out to."""
        reached = set()
        for lang, few in users.grouped("lang").items():
            clock = self.with_context(lang=lang)
            subject = f"{clock.display_name}: {clock.band_words}"
            body = "\n".join([subject, self.words, self._steps_words(keys)])
            record = clock.declaration_id or clock.company_id
            roads = clock.env["ansm.alert"]._send(
                few, subject, body, record, urgent=clock.urgent
            )
            reached |= {user.id for user, ways in roads.items() if ways}
        return reached

    @api.model
    def _sweep(self):
        """Look at a few cases in turn, whatever is due: what moved a fact and said
        nothing, another module or a script, is found in the end.

        :return: how many could not be reckoned
        """
        heart = self.env["ansm.heartbeat"].sudo()._row()
        cases = self.env["ansm.declaration"].sudo()
        found = cases.search([("id", ">", heart.swept)], order="id", limit=SWEPT)
        failed = sum(not self._reckon(case) for case in found)
        heart.swept = found[-1:].id if len(found) == SWEPT else 0
        return failed

    @api.model
    def _daily(self):
        """What has no moment of its own: nominations, checks of contacts; once a day,
        and again while something fails.

        :return: how many companies could not be reckoned
        """
        heart = self.env["ansm.heartbeat"].sudo()._row()
        if heart and heart.at.date() == fields.Date.today() and not heart.failed:
            return 0
        companies = self.env["res.company"].search([])
        return sum(not self._reckon(company) for company in companies)

    @api.model
    def _reckon(self, record):
        """Reckon the clocks of a case or of a company in a savepoint of their own;
        return False when it fails, which the log tells."""
        try:
            with self.env.cr.savepoint():
                record._refresh_clocks()
        except RACES:
            raise
        except Exception:
            _logger.exception("deadlines of %s", record)
            return False
        return True
