# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody changes evidence from outside: every role, every way, both APIs."""

from concurrent.futures import ThreadPoolExecutor

from runner.once import Refused
from runner.paths import LOGS

from . import attacks, doors, facts

#: Whose rights go furthest: they also try each column alone.
STRONGEST = ("pr", "admin")
#: Columns that hold a file, where a model has one.
FILES = ("pdf", "eml", "raw")


def _is_refused(door, call):
    model, method, ids, arguments = call
    try:
        result = door.call(model, method, ids, **arguments)
    except Refused:
        return True
    # an import tells its refusals in its answer
    return method == "load" and result["ids"] is False and bool(result["messages"])


def _all_attacks(world, role, fact, free):
    field = next((one for one in fact["forged"] if one in FILES), False)
    yield from attacks.on_rows(fact)
    if role in STRONGEST:
        yield attacks.on_columns(fact)
    yield from attacks.on_files(fact, field)
    yield attacks.of_free_file(fact, field, free)
    yield from attacks.through_parents(world.facts["parents"], fact)


def _free_files(world):
    """Return, by role, a file of the user's own, on no record."""
    files = {}
    for role in facts.ROLES:
        door = doors.Json2(world, *world.facts["users"][role])
        values = {"name": "own.txt", "datas": attacks.BYTES}
        (files[role],) = door.call("ir.attachment", "create", vals_list=[values])
    return files


def _attack_by(world, api, free_files):
    """Yield ((model, attack), role, refused?) of all attacks over one API."""
    for role in facts.ROLES:
        door, free = api(world, *world.facts["users"][role]), free_files[role]
        for fact in world.facts["evidence"]:
            for attack, calls in _all_attacks(world, role, fact, free):
                refused = all([_is_refused(door, call) for call in calls])
                yield (fact["model"], attack), role, refused


def _attack(world, files):
    """Return {(model, attack): {role: [APIs that let it through]}}."""
    found = {}
    with ThreadPoolExecutor() as threads:
        answers = threads.map(
            lambda api: list(_attack_by(world, api, files)), doors.APIS
        )
        for api, rows in zip(doors.APIS, answers, strict=True):
            for row, role, refused in rows:
                through = found.setdefault(row, {}).setdefault(role, [])
                through += [] if refused else [api.name]
    return found


def _table(found):
    """Return the matrix as text: · is refused over both APIs, - was not tried."""
    lines = [f"{'':66}" + "".join(f"{role:>8}" for role in facts.ROLES)]
    for (model, attack), roles in sorted(found.items()):
        cells = (
            ",".join(roles[role]) or "·" if role in roles else "-"
            for role in facts.ROLES
        )
        row = "".join(f"{cell:>8}" for cell in cells)
        lines.append(f"{model:26}{attack:40}{row}")
    return "\n".join(lines)


def test_each_kind_of_evidence_has_a_row_to_attack(attacked):
    empty = [fact["model"] for fact in attacked.facts["evidence"] if not fact["id"]]
    assert empty == [], "make a row of it in the fixture, by the screens"


def test_nobody_changes_evidence_from_outside(attacked):
    tables, files = attacked.facts["tables"], _free_files(attacked)
    before = doors.digest(attacked.name, tables)
    with doors.keys_alone(attacked.name):
        found = _attack(attacked, files)
    text = _table(found)
    path = LOGS / "rights-matrix.txt"
    path.write_text(text)
    print(f"\n{text}\n{path}")
    through = {
        (*row, role): apis
        for row, roles in found.items()
        for role, apis in roles.items()
        if apis
    }
    assert through == {}
    assert doors.digest(attacked.name, tables) == before


#: Contacts are merged by this dialog of Odoo, which rewrites foreign keys by SQL.
MERGE = "base.partner.merge.automatic.wizard"


def _merge(door, source, target):
    """Merge a contact into another one; return whether it was let do."""
    try:
        values = {"partner_ids": [[6, 0, [source, target]]], "dst_partner_id": target}
        ids = door.call(MERGE, "create", vals_list=[values])
        door.call(MERGE, "action_merge", ids)
    except Refused:
        return False
    return True


def test_merging_a_contact_that_a_case_names_is_refused_or_harmless(attacked):
    tables = [fact["table"] for fact in attacked.facts["evidence"]]
    before, lines = doors.digest(attacked.name, tables), []
    named = attacked.facts["partner"]
    admin = doors.Json2(attacked, *attacked.facts["users"]["admin"])
    for api in doors.APIS:
        for role in facts.ROLES:
            values = [{"name": f"Homonyme {role}"}]
            (other,) = admin.call("res.partner", "create", vals_list=values)
            door = api(attacked, *attacked.facts["users"][role])
            merged = _merge(door, named, other)
            named = other if merged else named
            lines.append(f"{api.name:10}{role:10}{'merged' if merged else '·'}")
    print("\n" + "\n".join(lines))
    after = doors.digest(attacked.name, tables)
    changed = {
        table: [row for row, seen in rows.items() if after[table].get(row) != seen]
        for table, rows in before.items()
    }
    assert not any(changed.values()), changed
    # the administrator may merge contacts: the test has merged some
    assert any("merged" in line for line in lines)
