# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody makes a proposal complete without a call, or a call out of nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from runner.once import Refused, Session
from runner.paths import LOGS

from .. import walk
from . import doors, facts, recalls

#: A server action whose SQL is refused: Odoo writes the query and where it stood.
FAULT_LINES = (r" ERROR \S+ odoo\.sql_db: bad query", r" ERROR \S+ odoo\.http: ")


@pytest.fixture(scope="module")
def target(attacked):
    """The demo's proposal that lacks its call, with a call of qa's under way."""
    qa = attacked.session("qa")
    (found,) = qa.call(
        "ansm.recall",
        "search_read",
        domain=[("state", "=", "incomplete"), ("exercise", "=", False)],
        fields=["declaration_id", "company_id"],
        limit=1,
    )
    recall, case = found["id"], found["declaration_id"][0]
    screen = _screen(qa, recall)
    qa.call("ansm.call.screen", "action_dial", ids=[screen])
    (calling,) = walk.read(qa, "ansm.call.screen", screen, "call_id")["call_id"][:1]
    (other,) = _ids(qa, "ansm.recall", [("exercise", "=", True)])
    other_case = walk.read(qa, "ansm.recall", other, "declaration_id")
    mine = [("declaration_id", "=", case)]
    rows = {fact["model"]: fact["id"] for fact in attacked.facts["evidence"]}
    failed = [one for one in _ids(qa, "ansm.call", mine, None) if one != calling]
    return {
        **{"recall": recall, "case": case, "company": found["company_id"][0]},
        **{"screen": screen, "calling": calling, "failed": failed[0]},
        "other_case": other_case["declaration_id"][0],
        "volet": _ids(qa, "ansm.volet", mine)[0],
        "user": attacked.facts["users"]["qa"][0],
        "rows": {**rows, "ansm.recall": recall, "ansm.call": failed[0]},
    }


def _ids(session, model, domain, limit=1):
    return session.call(model, "search", domain=domain, limit=limit)


def _screen(session, recall):
    action = session.call("ansm.recall", "action_call", ids=[recall])
    return action["res_id"]


class Web:
    """The web client's road, as the same user."""

    def __init__(self, world, login):
        # an administrator has changed a signatory's password
        password = "chosen" if login == "pq" else login
        self.session = Session(world.server.url, world.name, login, password)

    def call(self, model, method, ids=None, context=None, **arguments):
        return self.session.call(model, method, ids, context, **arguments)


def _is_refused(door, calls):
    """Whether an attack is refused, at its last call or before."""
    made = None
    try:
        for model, method, ids, arguments, context in calls:
            ids = made if ids is recalls.MADE else ids
            made = door.call(model, method, ids, context=context, **arguments)
    except Refused:
        return True
    return False


def _attacks(target, role):
    yield from recalls.on_evidence(target)
    yield from recalls.on_states(target)
    yield from recalls.by_dialogs(target)
    if role != "qa":
        yield from recalls.on_anothers_call(target)


def _table(found):
    lines = [f"{'':44}" + "".join(f"{role:>10}" for role in facts.ROLES)]
    for name, cells in found.items():
        row = "".join(f"{cells.get(role, '-'):>10}" for role in facts.ROLES)
        lines.append(f"{name:44}{row}")
    return "\n".join(lines)


@pytest.mark.parametrize("road", ["web", "JSON-2"])
def test_no_role_makes_it_complete_or_touches_what_was_entered(attacked, target, road):
    found, before = {}, doors.digest(attacked.name, recalls.TABLES)
    for role in facts.ROLES:
        if road == "web":
            door = Web(attacked, role)
        else:
            door = doors.Json2(attacked, *attacked.facts["users"][role])
        for name, calls in _attacks(target, role):
            refused = _is_refused(door, calls)
            found.setdefault(name, {})[role] = "·" if refused else "let"
    text = _table(found)
    path = LOGS / f"recall-{road}.txt"
    path.write_text(text)
    print(f"\n{text}\n{path}")
    through = [(name, role) for name in found for role in found[name]]
    assert [one for one in through if found[one[0]][one[1]] == "let"] == []
    assert doors.digest(attacked.name, recalls.TABLES) == before
    recall = walk.read(attacked.session("qa"), "ansm.recall", target["recall"], "state")
    assert recall["state"] == "incomplete"


def test_no_default_that_an_administrator_sets_makes_a_call_or_stops_one(
    attacked, target
):
    admin, pr = attacked.session("admin"), attacked.session("pr")
    defaults = (
        ("ansm.call.entry", "step", "reached"),
        ("ansm.call.entry", "recall_id", target["recall"]),
        ("ansm.call", "started_at", recalls.PAST),
        ("ansm.recall", "told", False),
        ("ansm.call.screen", "call_id", target["calling"]),
    )
    for model, field, value in defaults:
        words = {"model_name": model, "field_name": field, "value": value}
        admin.call("ir.default", "set", **words)
    try:
        screen = _screen(pr, target["recall"])
        pr.call("ansm.call.screen", "action_dial", ids=[screen])
        pr.call("ansm.call.screen", "action_busy", ids=[screen])
        call = walk.read(pr, "ansm.call.screen", screen, "call_id")["call_id"][0]
    finally:
        admin.call(
            "ir.default",
            "unlink",
            ids=admin.call(
                "ir.default",
                "search",
                domain=[("field_id.model", "in", [one[0] for one in defaults])],
            ),
        )
    steps = pr.call(
        "ansm.call.entry",
        "search_read",
        domain=[("call_id", "=", call)],
        fields=["step", "recall_id"],
    )
    assert [(one["step"], one["recall_id"]) for one in steps] == [
        ("started", False),
        ("failed", False),
    ]
    assert walk.read(pr, "ansm.call", call, "started_at")["started_at"] > recalls.PAST
    state = walk.read(pr, "ansm.recall", target["recall"], "state")["state"]
    assert state == "incomplete"


def test_a_context_makes_no_volet_the_letter_of_a_proposal(attacked, target):
    qa = attacked.session("qa")
    action = qa.call("ansm.declaration", "action_make_volet", ids=[target["case"]])
    action.setdefault("context", {})["ansm_recall_id"] = target["recall"]
    vals = {"kind": "volet_2", "change_reason": "Essai"}
    made = qa.wizard(action, "action_make", vals)["res_id"]
    assert walk.read(qa, "ansm.volet", made, "recall_id")["recall_id"] is False


def test_given_up_after_its_mail_left_both_stay_to_be_told(attacked, target):
    qa = attacked.session("qa")
    action = qa.call("ansm.recall", "action_withdraw", ids=[target["recall"]])
    withdrawal = qa.wizard(action, "action_propose", {"reason": "Essai"})["res_id"]
    for recall in (target["recall"], withdrawal):
        assert walk.read(qa, "ansm.recall", recall, "state")["state"] == "incomplete"
    case = walk.read(qa, "ansm.declaration", target["case"], "recall_state")
    assert case["recall_state"] == "incomplete"


def _run_code(admin, code):
    model = _ids(admin, "ir.model", [("model", "=", "res.partner")])
    vals = {"name": "forged", "model_id": model[0], "state": "code", "code": code}
    ids = admin.call("ir.actions.server", "create", vals_list=[vals])
    admin.call("ir.actions.server", "run", ids=ids)


def test_a_server_action_changes_no_row_and_the_one_it_makes_is_in_the_trail(
    attacked, target
):
    """Who may write server actions may have the application's own code run: PostgreSQL
    refuses him a change of what is there. A row that he has made is a link of the
    chain like another, so Verify finds it intact: it is the audit trail, which he
    cannot change either, that holds the action with its code, his name and the time.
    """
    for pattern in FAULT_LINES:
        attacked.announce(pattern)
    admin, qa = attacked.session("admin"), attacked.session("qa")
    before = doors.digest(attacked.name, recalls.TABLES)
    with pytest.raises(Exception, match="evidence: UPDATE of a sealed row"):
        _run_code(admin, "env.cr.execute(\"UPDATE ansm_call_entry SET step = 'told'\")")
    assert doors.digest(attacked.name, recalls.TABLES) == before

    row = {**recalls.told(target), "at": "2026-01-01 03:00:00"}
    code = f"env['ansm.call.entry'].sudo().create({row!r})"
    _run_code(admin, code)
    recall = walk.read(qa, "ansm.recall", target["recall"], "called_at", "call_words")
    assert recall["called_at"]
    action = qa.call("ansm.declaration", "action_verify", ids=[target["case"]])
    qa.wizard(action, "action_verify")
    (event,) = attacked.session("pr").call(
        "ansm.event",
        "search_read",
        domain=[("res_model", "=", "ir.actions.server"), ("new_value", "like", "told")],
        fields=["user_name", "new_value"],
        order="id desc",
        limit=1,
    )
    assert "ansm.call.entry" in event["new_value"]
    assert (
        event["user_name"]
        == walk.read(admin, "res.users", attacked.facts["users"]["admin"][0], "name")[
            "name"
        ]
    )


def test_a_call_entered_days_later_counts_and_says_so_for_ever(attacked, target):
    pr = attacked.session("pr")
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(days=3)
    vals = {
        "happened_at": at.isoformat(" "),
        "said": "Annoncé",
        "late_reason": "Sans réseau",
    }
    action = pr.call("ansm.recall", "action_enter_call", ids=[target["recall"]])
    pr.wizard(action, "action_enter", vals)
    (call,) = pr.call(
        "ansm.call",
        "search_read",
        domain=[("declaration_id", "=", target["case"])],
        fields=["started_at", "entered_at", "state_words", "late_reason", "user_name"],
        order="id desc",
        limit=1,
    )
    assert call["started_at"] == at.isoformat(" ")
    assert call["entered_at"] > call["started_at"]
    assert call["late_reason"] == "Sans réseau"
    assert "3 j" in call["state_words"]
    assert "Sans réseau" in call["state_words"]
