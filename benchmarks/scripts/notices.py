# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
# ruff: noqa: F821
"""In Odoo's shell, of the database with few cases; LARGE names the one with many.

Round by round: the job of deadlines on the 100 clocks due in each, then OCA's
reminder on as many actions of the large one. The first round only warms up.
"""

import json
import time

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry

ROUND_DUE = 100
few = env
many = api.Environment(Registry(LARGE).cursor(), SUPERUSER_ID, {})


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(env, number):
    """Make the clocks of a round due, and return what the job takes.

    Its heartbeat is a day old: what it does once a day is in each round. The cases it
    looks at in turn are made by the application: copies on other days are no evidence
    of their clocks, and it would mend them.
    """
    cr = env.cr
    cr.execute(
        "UPDATE ansm_deadline SET next_due_at = now() AT TIME ZONE 'UTC'"
        " - interval '1 minute' WHERE id IN"
        " (SELECT deadline_id FROM bench_due WHERE round = %s)",
        [number],
    )
    cr.execute(
        "UPDATE ansm_heartbeat SET at = at - interval '1 day',"
        " swept = (SELECT MIN(declaration_id) - 1 FROM ansm_deadline"
        " WHERE id IN (SELECT deadline_id FROM bench_due))"
    )
    cr.commit()
    env.invalidate_all()
    before = given(env)
    took = seconds(lambda: (env["ansm.deadline"]._run(), cr.commit()))
    assert given(env) - before == ROUND_DUE, given(env) - before
    return took


def given(env):
    env.cr.execute("SELECT count(*) FROM ansm_deadline_entry WHERE step = 'notice'")
    return env.cr.fetchone()[0]


def make_actions(env):
    """Insert as many actions, all due in ten days: OCA reminds on that day alone."""
    user = env["res.users"].search([("login", "=", "qa")])
    day = fields.Date.add(fields.Date.today(), days=10)
    actions = env["mgmtsystem.action"].with_context(mail_create_nolog=True)
    model = type(actions)
    model.send_mail_for_action, kept = lambda *_args: None, model.send_mail_for_action
    actions.create(
        [
            {
                "name": f"Action {number}",
                "user_id": user.id,
                "type_action": "correction",
                "date_deadline": day,
            }
            for number in range(ROUND_DUE)
        ]
    )
    model.send_mail_for_action = kept
    env.cr.commit()


def oca(env):
    env.invalidate_all()
    mails = env["mail.mail"].search_count([])
    took = seconds(
        lambda: (env["mgmtsystem.action"].process_reminder_queue(), env.cr.commit())
    )
    assert env["mail.mail"].search_count([]) - mails == ROUND_DUE
    return took


for one in (few, many):
    one["ansm.heartbeat"]._beat()
    one.cr.commit()
make_actions(many)
times = {"few": [], "many": [], "oca": []}
works = {
    "few": lambda number: ours(few, number),
    "many": lambda number: ours(many, number),
    "oca": lambda _number: oca(many),
}
for number in range(ROUNDS):
    for name in sorted(works, reverse=number % 2):
        times[name].append(works[name](number) * 1000)
many.cr.close()
large, small, theirs = (times[name][1:] for name in ("many", "few", "oca"))
figures = {
    "job": [large, small],
    "notice": [[one / ROUND_DUE for one in some] for some in (large, theirs)],
}
print("FOUND", json.dumps(figures))
