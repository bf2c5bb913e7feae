# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Plays a story's year on the addon, clock frozen; runs in Odoo's shell."""

import json
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import fields
from odoo.sql_db import BaseCursor
from odoo.tools import SQL

from .deeds import Deeds
from .story import END, START, Story

FIVE = timedelta(minutes=5)


def play(env, seed, cases, file):
    """Play a year, and write what the addon did of it to a file, as JSON."""
    # the database's own now() would be the real one
    BaseCursor.now = lambda _cr: fields.Datetime.now()
    # nobody listens, and each job would open a connection of its own to say so
    env.registry["ir.cron"]._notifydb = lambda _cron: None
    # what has no hook of its own has to show, and not be found in turn
    env.registry["ansm.deadline"]._sweep = lambda _clocks: 0
    with freeze_time(START) as clock:
        year = Played(env, Story(seed, cases), clock)
        year.go()
        found = {"notices": year.notices(), "alerts": year.deeds.alerts(env)}
        found |= {"runs": year.runs, "seconds": round(time.process_time())}
    Path(file).write_text(json.dumps(found))


class Played:
    """The scheduler runs every five minutes at which something may happen."""

    def __init__(self, env, story, clock):
        self.env, self.story, self.clock = env, story, clock
        # not what the template's own making left
        last = env["ansm.deadline"].search([], order="id desc", limit=1)
        self.before = last.id or 0
        self.runs, self.deeds = 0, Deeds(env)
        env.cr.commit()

    def go(self):
        """Let the year pass: each event at its moment, the runs between."""
        now = START
        for moment, what, details in [*self.story.events, (END, None, {})]:
            self._pass(now, moment)
            now = moment
            if what:
                self.clock.move_to(moment)
                self.deeds.do(what, details)
                self.env.cr.commit()

    def _pass(self, now, until):
        """Run the scheduler whenever it would do something before a moment."""
        while True:
            run = self._next_run(now)
            if run >= until:
                return
            self.clock.move_to(run)
            self._run()
            now = run

    def _next_run(self, now):
        """Return the first of the five minutes at which something is to do, or at
        which nothing is, now and then."""
        due = self.env.execute_query(
            SQL(
                "SELECT min(next_due_at) FROM ansm_deadline"
                " WHERE met_at IS NULL AND ended_at IS NULL"
            )
        )[0][0]
        idle = now + timedelta(minutes=self.story.draw.randint(5, 9000))
        first = min(filter(None, (due, idle)))
        run = _ceil(max(first, now + timedelta(seconds=1)))
        for start, end in self.story.outages:
            if start <= run < end:
                run = _ceil(end)
        return run

    def _run(self):
        """Run the job; it asks to run again at once when there was too much."""
        for _turn in range(20):
            triggers = self.deeds.count_triggers()
            self.env["ansm.deadline"]._run()
            self.env.cr.commit()
            self.runs += 1
            if self.deeds.count_triggers() == triggers:
                return

    def notices(self):
        """Return {"case place": [[version, at, words, told]]}, notices in order."""
        found, numbers = {}, Counter()
        # one of the forms may have begun before the company was the story's
        mine = [("id", ">", self.before), ("place", "not like", "check/form/")]
        for one in self.env["ansm.deadline"].search(mine, order="id"):
            name = "{} {}".format(*self.deeds.name_of(one))
            rows = one.entry_ids.filtered(lambda row: row.step == "notice")
            found.setdefault(name, []).extend(
                [numbers[name], str(row.at), row.words, row.told]
                for row in rows.sorted("id")
            )
            numbers[name] += 1
        return found


def _ceil(moment):
    over = (moment - moment.min) % FIVE
    return moment - over + FIVE if over else moment
