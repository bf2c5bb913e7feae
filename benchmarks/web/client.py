# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the web client asks when it opens a view, asked over HTTP.

The specification is read from the view's own architecture, as the client reads it
(``getFieldsSpec`` of its relational model, ``fieldNames`` of its calendar).
"""

import http.cookiejar
import json
import time
import urllib.request
from datetime import date, timedelta
from xml.etree import ElementTree

#: What the widget of tasks on a card reads besides its own field (mail).
ACTIVITY = (
    *("activity_exception_decoration", "activity_exception_icon", "activity_state"),
    *("activity_summary", "activity_type_icon", "activity_type_id"),
)
LIST_LIMIT, KANBAN_LIMIT, COUNT_LIMIT = 80, 40, 10_001


class Client:
    """One user, logged in, in all his companies."""

    def __init__(self, url, database, login):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar).open
        self._url = url
        who = {"db": database, "login": login, "password": login}
        session = self._post("/web/session/authenticate", who)
        companies = session["user_companies"]["allowed_companies"]
        self.context = {
            **session["user_context"],
            "allowed_company_ids": sorted(int(one) for one in companies),
        }

    def _post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        request = urllib.request.Request(  # noqa: S310 (our own server)
            self._url + path, body.encode(), {"Content-Type": "application/json"}
        )
        with self._open(request, timeout=300) as reply:
            answer = json.load(reply)
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["debug"])
        return answer["result"]

    def call(self, model, method, args=(), **kwargs):
        context = {**self.context, **kwargs.pop("context", {})}
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {
                "model": model,
                "method": method,
                "args": list(args),
                "kwargs": {**kwargs, "context": context},
            },
        )


class View:
    """One view of an action, and the request that fills it."""

    def __init__(self, client, model, kind, view_id=False):
        self.client, self.model, self.kind = client, model, kind
        found = client.call(model, "get_views", [[[view_id, kind]]])
        self._arch = ElementTree.fromstring(found["views"][kind]["arch"])  # noqa: S314
        self._fields = found["models"][model]["fields"]

    def _names(self):
        """Return the fields the client reads, each once."""
        names = []
        for node in self._arch.iter("field"):
            names.append(node.get("name"))
            if node.get("widget") == "kanban_activity":
                names += ACTIVITY
        return list(dict.fromkeys(names))

    def _specification(self):
        return {
            name: {"fields": {"display_name": {}}, "context": {}}
            if self._fields.get(name, {}).get("type") == "many2one"
            else {}
            for name in self._names()
        }

    def rows(self, domain, limit):
        """Return the records of a page of a list, or of a kanban without groups."""
        page = self.client.call(
            self.model,
            "web_search_read",
            domain=domain,
            specification=self._specification(),
            offset=0,
            order="",
            limit=limit,
            context={"bin_size": True},
            count_limit=COUNT_LIMIT,
        )
        return page["records"]

    def groups(self, domain):
        """Return the records of all columns of a kanban, as it groups by itself."""
        answer = self.client.call(
            self.model,
            "web_read_group",
            domain=domain,
            groupby=[self._arch.get("default_group_by")],
            aggregates=[],
            offset=0,
            order="",
            auto_unfold=True,
            opening_info=[],
            unfold_read_specification=self._specification(),
            unfold_read_default_limit=KANBAN_LIMIT,
            groupby_read_specification={},
            context={"read_group_expand": True},
        )
        opened = [one.get("__records", []) for one in answer["groups"]]
        return [record for records in opened for record in records]

    def month(self, domain):
        """Return the records of the six weeks the calendar of this month shows."""
        start = date.today().replace(day=1)
        start -= timedelta(days=start.weekday())
        day = self._arch.get("date_start")
        names = ["display_name", day, self._arch.get("color"), *self._names()]
        return self.client.call(
            self.model,
            "search_read",
            domain=[
                *domain,
                (day, "<=", f"{start + timedelta(days=41)} 23:59:59"),
                (day, ">=", f"{start} 00:00:00"),
            ],
            fields=list(dict.fromkeys(names)),
        )


def timed(work):
    """Return (seconds, number of records) of what returns records."""
    start = time.perf_counter()
    records = work()
    return time.perf_counter() - start, len(records)
