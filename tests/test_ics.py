# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The calendar of a user, as a calendar program reads it: by GET, over HTTP.

Its password is in no log, opens nothing else, and is valid as long as its owner and
his rights are.
"""

import base64
import urllib.error
import urllib.request

import pytest
import vobject

from . import walk

PATH = "/ansm/calendar.ics"
#: What refusals at a login screen leave in the log.
REFUSAL = r" WARNING \S+ odoo\.http: "


def _read(world, login="", key="", path=PATH, method="GET"):
    """Return (status, headers, text) of one request, without any session."""
    request = urllib.request.Request(world.server.url + path, method=method)
    if login:
        pair = base64.b64encode(f"{login}:{key}".encode()).decode()
        request.add_header("Authorization", f"Basic {pair}")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def _open(session):
    (dialog,) = session.call("ansm.calendar.wizard", "create", vals_list=[{}])
    return dialog


def _make(session, password):
    """Make a password as a person does, who says who he is; return it."""
    dialog = _open(session)
    asked = session.call("ansm.calendar.wizard", "action_make", ids=[dialog])
    assert asked["res_model"] == "res.users.identitycheck"
    made = session.call(
        asked["res_model"],
        "run_check",
        ids=[asked["res_id"]],
        context={"password": password},
    )
    return made["context"]["default_key"]


def _revoke(session):
    session.call("ansm.calendar.wizard", "action_revoke", ids=[_open(session)])


def _groups(admin, module, name):
    domain = [("module", "=", module), ("name", "=", name)]
    found = admin.call("ir.model.data", "search_read", domain=domain, fields=["res_id"])
    return [one["res_id"] for one in found]


def _summaries(text):
    return [one.summary.value for one in vobject.readOne(text).vevent_list]


@pytest.fixture
def case(world):
    """A case of qa's company; returns its name."""
    declaration = walk.declare(world.session("qa"))
    return walk.read(world.session("qa"), "ansm.declaration", declaration, "name")[
        "name"
    ]


def test_a_calendar_is_read_without_a_session_until_it_is_revoked(world, case):
    qa = world.session("qa")
    key = _make(qa, "qa")
    status, headers, text = _read(world, "qa", key)
    assert status == 200
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "no-store"
    told = [one for one in _summaries(text) if case in one]
    # in the user's language
    assert any("sans délai" in one for one in told)
    _revoke(qa)
    status, headers, text = _read(world, "qa", key)
    assert (status, text) == (401, "")
    assert headers["WWW-Authenticate"].startswith("Basic ")
    assert "Set-Cookie" not in headers


def test_the_password_is_in_no_log_and_opens_no_other_door(world, case):
    key = _make(world.session("qa"), "qa")
    assert _read(world, "qa", key)[0] == 200
    assert _read(world, "qa", key, method="HEAD")[0] == 200
    assert _read(world, "qa", key[:-1])[0] == 401
    assert _read(world, path=f"{PATH}?key=other")[0] == 401
    assert _read(world, "qa", key, method="POST")[0] == 405
    request = urllib.request.Request(f"{world.server.url}/json/2/ansm.deadline/search")
    request.add_header("Authorization", f"bearer {key}")
    request.add_header("Content-Type", "application/json")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, b'{"domain": []}', timeout=60)
    assert refused.value.code == 401
    world.announce(REFUSAL)
    log = world.server.log.read_text(errors="replace")
    pair = base64.b64encode(f"qa:{key}".encode()).decode()
    # the requests are there, so the log is the right one
    assert PATH in log
    assert "calendar refused: login 'qa'" in log
    for secret in (key, key[8:], pair):
        assert secret not in log


def test_another_company_s_deadlines_are_absent(world, case):
    key = _make(world.session("qa2"), "qa2")
    status, _headers, text = _read(world, "qa2", key)
    assert status == 200
    assert case not in text
    assert _read(world, "qa", key)[0] == 401


def test_who_left_or_lost_the_right_reads_no_more(world):
    pq, reader = _make(world.session("pq"), "pq"), world.session("reader")
    reader = _make(reader, "reader")
    assert _read(world, "pq", pq)[0] == _read(world, "reader", reader)[0] == 200
    admin = world.session("admin")
    groups = {"group_ids": [(6, 0, _groups(admin, "base", "group_user"))]}
    for login, vals in (("pq", {"active": False}), ("reader", groups)):
        ids = admin.call("res.users", "search", domain=[("login", "=", login)])
        admin.call("res.users", "write", ids=ids, vals=vals)
    assert _read(world, "pq", pq)[0] == _read(world, "reader", reader)[0] == 401


def test_who_guesses_waits_and_holds_up_nobody_else(world):
    key, other = _make(world.session("qa"), "qa"), _make(world.session("pr"), "pr")
    answers = [_read(world, "qa", f"{number:040x}")[0] for number in range(12)]
    assert answers == [401] * 10 + [429] * 2
    status, headers, _text = _read(world, "qa", key)
    assert (status, headers["Retry-After"]) == (429, "60")
    assert _read(world, "pr", other)[0] == 200
    # no failure here keeps anybody from logging in
    assert world.session("qa").call("res.users", "context_get")["uid"]
