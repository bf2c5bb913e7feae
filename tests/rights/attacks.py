# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every way we know to make, change, hide or replace a row from outside.

An attack is (name, calls): a call is (model, method, ids, arguments in the order
of the method's signature). Each call of an attack is refused on its own.
"""

#: One file, as the API takes it.
BYTES = "Zm9yZ2Vk"


def _row(fact, attack, method, **arguments):
    return attack, [(fact["model"], method, [fact["id"]], arguments)]


def _new(fact, attack, method, **arguments):
    return attack, [(fact["model"], method, None, arguments)]


def on_rows(fact):
    """Yield the attacks on one row of an evidence model."""
    forged = fact["forged"]
    name = next(iter(forged))
    yield _new(fact, "create", "create", vals_list=[forged])
    yield _row(fact, "write", "write", vals=forged)
    yield _row(fact, "unlink", "unlink")
    yield _row(fact, "copy", "copy", default={})
    yield _row(fact, "archive", "action_archive")
    yield _row(fact, "toggle_active", "toggle_active")
    yield _row(fact, "web_save", "web_save", vals=forged, specification={})
    new = {"vals": forged, "specification": {}}
    yield "web_save of a new one", [(fact["model"], "web_save", [], new)]
    several = {"vals_list": [forged], "specification": {}}
    yield _row(fact, "web_save_multi", "web_save_multi", **several)
    order = {"specification": {}, "field_name": name}
    yield _row(fact, "web_resequence", "web_resequence", **order)
    yield from _imports(fact)
    if fact["named"]:
        yield _new(fact, "name_create", "name_create", name="forged")


def on_columns(fact):
    """Return the attack that writes each sealed column alone."""
    model, ids = fact["model"], [fact["id"]]
    columns = fact["forged"].items()
    calls = [(model, "write", ids, {"vals": {one: value}}) for one, value in columns]
    return "write, each column", calls


def _imports(fact):
    name, value = next(
        (one, str(value))
        for one, value in fact["forged"].items()
        if isinstance(value, str)
    )
    new = {"fields": [name], "data": [[value]]}
    yield _new(fact, "import of a new one", "load", **new)
    line = {"fields": [".id", name], "data": [[str(fact["id"]), value]]}
    yield _new(fact, "import over it", "load", **line)


def on_files(fact, field):
    """Yield the attacks through attachments; ``field`` holds a file or is one."""
    place = {"res_model": fact["model"], "res_id": fact["id"], "res_field": field}
    beside = {**place, "res_field": False}
    file = {"name": "forged.pdf", "datas": BYTES}
    model, ids = "ir.attachment", [fact["attachment"]]
    yield (
        "attachment: put there",
        [
            (model, "create", None, {"vals_list": [{**file, **one}]})
            for one in (place, beside)
        ],
    )
    replaced = {"vals": {"datas": BYTES}}
    yield "attachment: replaced", [(model, "write", ids, replaced)]
    yield (
        "attachment: taken away",
        [
            (model, "write", ids, {"vals": {"res_model": False, "res_id": False}}),
            (model, "unlink", ids, {}),
        ],
    )


def of_free_file(fact, field, free):
    """Return the attack that moves a free file of one's own onto the row."""
    place = {"res_model": fact["model"], "res_id": fact["id"], "res_field": field}
    call = ("ir.attachment", "write", [free], {"vals": place})
    return "attachment: moved there", [call]


def through_parents(parents, fact):
    """Yield the attacks through the lists of other records' forms."""
    for model, field, child, parent in parents:
        if child == fact["model"] and parent:
            forged, row = fact["forged"], fact["id"]
            commands = [[0, 0, forged], [1, row, forged], [2, row], [3, row]]
            commands += [[5], [6, 0, []]]
            calls = [
                (model, "write", [parent], {"vals": {field: [command]}})
                for command in commands
            ]
            yield f"through {model}.{field}", calls
