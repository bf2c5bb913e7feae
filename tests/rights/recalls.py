# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ways to make a proposal to recall look complete, or its call look made.

An attack is (name, [(model, method, ids, arguments, context)]): each call of it is
made; where a dialog is made first, its id stands for ``MADE``.
"""

MADE = object()
PAST, FUTURE = "2020-01-01 03:00:00", "2030-01-01 03:00:00"
TABLES = (
    *("ansm_recall", "ansm_recall_batch", "ansm_recall_mail"),
    *("ansm_recall_decision", "ansm_call", "ansm_call_entry"),
)


def told(target):
    """Return a row that says that the proposal was told."""
    return {
        "call_id": target["calling"],
        "declaration_id": target["case"],
        "company_id": target["company"],
        "step": "told",
        "recall_id": target["recall"],
        "at": PAST,
        "entered_at": PAST,
        "user_id": target["user"],
        "user_name": "forged",
    }


def _rows(target):
    """Return (model, values of a forged row) of each kind of evidence."""
    place = {"declaration_id": target["case"], "company_id": target["company"]}
    of_recall = {**place, "recall_id": target["recall"]}
    by = {"user_id": target["user"], "user_name": "forged"}
    withdrawn = {"kind": "withdrawal", "number": 77, "source": "action"}
    opened = {"opened_at": PAST, "opened_by_name": "forged", "told": False}
    when = {"started_at": PAST, "entered_at": PAST, "user_role": "PR"}
    agreed = {"decision": "agreed", "told_by": "forged", "told_at": PAST}
    return {
        "ansm.call.entry": told(target),
        "ansm.call": {**place, **by, **when, "direction": "out", "number": "1"},
        "ansm.recall": {
            **place,
            **withdrawn,
            **opened,
            "about_id": target["recall"],
        },
        "ansm.recall.batch": {**of_recall, "lot_name": "forged"},
        "ansm.recall.mail": {**of_recall, "volet_id": target["volet"], "at": PAST},
        "ansm.recall.decision": {
            **of_recall,
            **by,
            **agreed,
            "road": "call",
            "at": PAST,
        },
    }


def on_evidence(target):
    """Yield the attacks on the rows themselves, and through their parents' lists."""
    for model, vals in _rows(target).items():
        yield f"create {model}", [(model, "create", None, {"vals_list": [vals]}, {})]
        defaults = {f"default_{name}": value for name, value in vals.items()}
        empty = {"vals_list": [{}]}
        yield f"defaults of {model}", [(model, "create", None, empty, defaults)]
        ids = [target["rows"][model]]
        yield f"write {model}", [(model, "write", ids, {"vals": vals}, {})]
        yield f"unlink {model}", [(model, "unlink", ids, {}, {})]
    lists = {
        "ansm.recall": {
            "call_entry_ids": "ansm.call.entry",
            "mail_ids": "ansm.recall.mail",
            "follower_ids": "ansm.recall",
            "batch_ids": "ansm.recall.batch",
            "decision_ids": "ansm.recall.decision",
        },
        "ansm.declaration": {"call_ids": "ansm.call", "recall_ids": "ansm.recall"},
        "ansm.call": {"entry_ids": "ansm.call.entry"},
    }
    rows = _rows(target)
    for model, fields in lists.items():
        for field, child in fields.items():
            row = target["rows"][child]
            for command in ([0, 0, rows[child]], [2, row], [3, row]):
                yield _write(target, model, field, [command])


def _write(target, model, field, value):
    ids = [target["case"] if model == "ansm.declaration" else target["rows"][model]]
    words = {"vals": {field: value}}
    return f"{model}.{field} {str(value)[:12]}", [(model, "write", ids, words, {})]


def on_states(target):
    """Yield the writing of what is reckoned, and of what says what it is."""
    for field, value in {
        "told": False,
        "state": "complete",
        "state_words": "complete",
        "mailed_at": PAST,
        "called_at": PAST,
        "opened_at": FUTURE,
        "kind": "withdrawal",
        "letter_ids": [[4, target["volet"]]],
    }.items():
        yield _write(target, "ansm.recall", field, value)
    for field, value in {"exercise": True, "recall_state": "complete"}.items():
        yield _write(target, "ansm.declaration", field, value)
    yield _write(target, "ansm.call", "exercise", True)
    yield _write(target, "ansm.call", "state", "reached")


def by_dialogs(target):
    """Yield what dialogs of one's own are asked to do."""
    call = {"declaration_id": target["case"], "recall_id": target["recall"]}
    noted = {**call, "said": "forged", "late_reason": ""}
    elsewhere = {**noted, "declaration_id": target["other_case"], "late_reason": "x"}
    withdrawn = {"about_id": target["recall"], "kind": "withdrawal", "reason": "x"}
    dialogs = {
        "a call to come": ("ansm.call.after.wizard", {**noted, "happened_at": FUTURE}),
        "a late call unseen": (
            "ansm.call.after.wizard",
            {**noted, "happened_at": PAST},
        ),
        "of another case": (
            "ansm.call.after.wizard",
            {**elsewhere, "happened_at": PAST},
        ),
        "withdrawn elsewhere": (
            "ansm.recall.wizard",
            {**withdrawn, "declaration_id": target["other_case"]},
        ),
        "a failed one is reached": (
            "ansm.call.retract.wizard",
            {"call_id": target["failed"], "reason": "x"},
        ),
        "decided by nobody": (
            "ansm.recall.decision.wizard",
            {"recall_id": target["recall"], "decision": "agreed", "told_by": ""},
        ),
    }
    press = {
        "ansm.call.after.wizard": "action_enter",
        "ansm.recall.wizard": "action_propose",
        "ansm.call.retract.wizard": "action_retract",
        "ansm.recall.decision.wizard": "action_record",
    }
    for name, (model, vals) in dialogs.items():
        new = (model, "create", None, {"vals_list": [vals]}, {})
        yield name, [new, (model, press[model], MADE, {}, {})]


def on_anothers_call(target):
    """Yield the steps of a call that somebody else makes: by his dialog, or by one
    of one's own that names his call."""
    model, steps = "ansm.call.screen", ("action_reached", "action_end", "action_busy")
    for step in steps:
        yield f"his dialog: {step}", [(model, step, [target["screen"]], {}, {})]
    words = {"vals": {"call_id": target["failed"]}}
    yield "his dialog: write", [(model, "write", [target["screen"]], words, {})]
    vals = {
        "declaration_id": target["case"],
        "recall_id": target["recall"],
        "call_id": target["calling"],
    }
    new = (model, "create", None, {"vals_list": [vals]}, {})
    for step in steps:
        yield f"his call: {step}", [new, (model, step, MADE, {}, {})]
    given = {"default_call_id": target["calling"]}
    bare = {**vals}
    del bare["call_id"]
    new = (model, "create", None, {"vals_list": [bare]}, given)
    yield "his call by a default", [new, (model, "action_reached", MADE, {}, given)]
