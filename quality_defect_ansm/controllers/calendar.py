# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from collections import OrderedDict
from datetime import datetime, timedelta

from odoo import http
from odoo.http import request

_logger = logging.getLogger(__name__)

#: Failures before somebody waits, how long, and how many are remembered at most.
FAILURES, PAUSE, REMEMBERED = 10, timedelta(minutes=1), 10000
NO_STORE = ("Cache-Control", "no-store")
ASK = ("WWW-Authenticate", 'Basic realm="ansm", charset="UTF-8"')


class Failures:
    """Who failed how often, in this process: it slows down who guesses.

    By address and login together: the calendar that a colleague has forgotten to
    take out of his telephone holds up nobody of the same office, and no failure
    here keeps anybody from logging in.
    """

    def __init__(self):
        self._known = OrderedDict()

    def wait(self, who):
        """Tell whether this one has to wait."""
        number, last = self._known.get(who, (0, datetime.min))
        return number >= FAILURES and datetime.now() - last < PAUSE

    def add(self, who):
        number, _last = self._known.pop(who, (0, None))
        self._known[who] = (number + 1, datetime.now())
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def forget(self, who):
        self._known.pop(who, None)


failures = Failures()


class CalendarFeed(http.Controller):
    """A user's deadlines for his calendar program; no session, no cookie."""

    @http.route(
        "/ansm/calendar.ics",
        type="http",
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def feed(self, **_ignored):
        """Return the calendar of who names himself by HTTP Basic authentication.

        What stands in the address is not looked at: it ends in logs.
        """
        said = request.httprequest.authorization
        basic = said is not None and said.type == "basic"
        login, key = (said.username, said.password) if basic else ("", "")
        who = (request.httprequest.remote_addr, login)
        if failures.wait(who):
            pause = ("Retry-After", str(int(PAUSE.total_seconds())))
            return request.make_response("", [NO_STORE, pause], status=429)
        user = request.env["res.users"]._ansm_calendar_user(login, key)
        if not user:
            if basic:
                failures.add(who)
                _logger.info("calendar refused: login %r, from %s", login, who[0])
            return request.make_response("", [NO_STORE, ASK], status=401)
        failures.forget(who)
        return self._calendar(user)

    def _calendar(self, user):
        context = {
            "lang": user.lang,
            "tz": user.tz,
            "allowed_company_ids": [user.company_id.id, *user.company_ids.ids],
        }
        request.update_env(user=user.id, su=False, context=context)
        return request.make_response(
            request.env["ansm.deadline"]._calendar(),
            [
                NO_STORE,
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", 'inline; filename="calendar.ics"'),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
