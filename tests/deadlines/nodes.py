# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two nodes that attend the same clocks and are killed at random; in Odoo's shell.

Odoo is loaded once: each node is a fork of it, with connections of its own.
"""

import json
import logging
import mmap
import os
import random
import signal
import struct
import time
from datetime import datetime, timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.sql_db import BaseCursor, Cursor

from .deeds import Deeds

START, DAY = datetime(2026, 3, 27, 8, 2), timedelta(days=1)
#: Cases there are at first; one more opens after every third round.
CASES = 4
#: SQL statements after which a node that is to die is dead at the latest, and
#: seconds: its whole round takes about so many.
STATEMENTS, SECONDS = 900, 1.5
#: How many connections to this database there are but this one.
OTHERS = """
SELECT COUNT(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()
   AND datname = current_database() AND backend_type LIKE 'client%'
"""
#: What the nodes count together: notices of each of the two, errors.
COUNTED = struct.Struct("=3I")


def play(env, seed, rounds, file):
    """Play so many rounds, and write what was found to a file, as JSON."""
    BaseCursor.now = lambda _cr: fields.Datetime.now()
    # nobody listens, and each job would open a connection of its own to say so
    env.registry["ir.cron"]._notifydb = lambda _cron: None
    with freeze_time(START) as clock:
        nodes = Nodes(env, seed, clock)
        for number in range(rounds):
            nodes.round(number)
        # the shell's own connection was closed with all others
        env = api.Environment(env.registry.cursor(), SUPERUSER_ID, {})
        Path(file).write_text(json.dumps(nodes.found(env)))
    return env


class Nodes:
    """The rounds: two nodes at work, one or both killed, then a run that is not."""

    def __init__(self, env, seed, clock):
        self.registry, self.clock = env.registry, clock
        self.draw, self.deaths, self.moments = random.Random(seed), 0, []  # noqa: S311
        self.beats, self.counted = [], mmap.mmap(-1, COUNTED.size)
        self.deeds = Deeds(env)
        people = (("nominate", "pr", "pr"), ("nominate", "pri", "pri"))
        for _what, who, role in people:
            given = {"first": START.date(), "last": None}
            self.deeds.do("nominate", {"who": who, "role": role, **given})
        self._add_device(env)
        for case in range(CASES):
            self._open(case)
        env.cr.commit()

    def _add_device(self, env):
        """Let one person have her alerts pushed to a browser, too."""
        env["mail.push.device"].get_web_push_vapid_public_key()
        user = self.deeds.users["qa1"]
        keys = {"p256dh": "x", "auth": "x"}
        env["mail.push.device"].create(
            {
                **{"endpoint": "https://127.0.0.1:1/", "keys": json.dumps(keys)},
                "partner_id": user.partner_id.id,
            }
        )

    def _open(self, case):
        """Open a case that is late with all it owes: each day has its notices."""
        known = fields.Datetime.now() - 50 * DAY
        facts = {"who": "qa1", "known": known, "signal": known}
        self.deeds.do("open", {"case": case, **facts})
        self.deeds.do("adverse", {"case": case, "value": "yes"})
        self.deeds.do("shortage", {"case": case, "value": "yes"})

    def round(self, number):
        """Let a day have passed, two nodes work, and a last run end their work."""
        moment = START + number * DAY
        self.clock.move_to(moment)
        self.moments.append(str(moment))
        # a fork shares what is open: nothing is
        sql_db.close_all()
        dying = self.draw.choice(((0,), (1,), (0, 1)))
        pids = [self._fork(node, node in dying) for node in (0, 1)]
        for pid in pids:
            _pid, status = os.waitpid(pid, 0)
            self.deaths += os.WIFSIGNALED(status)
            assert os.WIFSIGNALED(status) or not status, "a node ended in error"
        self._wait_for_the_dead()
        _pid, status = os.waitpid(self._fork(0, False), 0)
        assert not status, "the last run ended in error"
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.beats.append(str(env["ansm.heartbeat"]._last()))
            if number % 3 == 2:
                self.deeds.move_to(env)
                self._open(len(self.deeds.cases))

    def _wait_for_the_dead(self):
        """Wait until PostgreSQL has seen that they are dead: it holds their locks."""
        limit = time.perf_counter_ns() + 30 * 10**9
        with self.registry.cursor() as cr:
            left = 1
            while left and time.perf_counter_ns() < limit:
                cr.execute(OTHERS)
                left = cr.fetchone()[0]
                cr.rollback()
        sql_db.close_all()

    def _fork(self, node, dies):
        """Return the pid of a node that attends what is due."""
        by_statement = self.draw.random() < 0.5
        number = self.draw.randint(1, STATEMENTS)
        seconds = self.draw.uniform(0.05, SECONDS)
        pid = os.fork()
        if pid:
            return pid
        status = 1
        try:
            self._watch(node)
            if dies and by_statement:
                _die_at(number)
            elif dies:
                # nothing of Python runs then, not even inside a statement
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, seconds)
            self._work()
            status = 0
        finally:
            os._exit(status)

    def _work(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ansm.deadline"]._run()

    def _watch(self, node):
        """Count the notices of a node, and what the addon logs as an error."""
        model = self.registry["ansm.deadline"]
        tell, count = model._tell, self._count

        def counted(clock, *words):
            count(node)
            return tell(clock, *words)

        model._tell = counted
        handler = logging.Handler(logging.ERROR)
        handler.emit = lambda _record: count(2)
        logging.getLogger("odoo.addons.quality_defect_ansm").addHandler(handler)

    def _count(self, which):
        numbers = list(COUNTED.unpack(self.counted[:]))
        numbers[which] += 1
        self.counted[:] = COUNTED.pack(*numbers)

    def found(self, env):
        """Return all that was given and told, and what the clocks are."""
        self.deeds.move_to(env)
        entries = env["ansm.deadline.entry"].search([("step", "=", "notice")])
        clocks = env["ansm.deadline"].search([])
        pushed = env["mail.push"].search([])
        *gave, errors = COUNTED.unpack(self.counted[:])
        return {
            "clocks": {
                one.id: [one.kind, *map(str, (one.started_at, one.due_at, one.made_at))]
                for one in clocks
            },
            "notices": [
                [one.deadline_id.id, str(one.at), one.words, one.told]
                for one in entries
            ],
            "alerts": self.deeds.alerts(env),
            "pushed": len(pushed),
            "moments": self.moments,
            **{"beats": self.beats, "deaths": self.deaths, "gave": gave},
            "errors": errors,
        }


def _die_at(number):
    """Die at a statement of that number: before it, or after a commit."""
    seen, execute, commit = [0], Cursor.execute, Cursor.commit

    def count(cursor):
        seen[0] += 1
        if seen[0] >= number:
            os.kill(os.getpid(), signal.SIGKILL)

    def executed(cursor, *words, **more):
        count(cursor)
        return execute(cursor, *words, **more)

    def committed(cursor):
        commit(cursor)
        count(cursor)

    Cursor.execute, Cursor.commit = executed, committed
