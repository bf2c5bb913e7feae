# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody changes evidence from outside: every role, every way, both APIs."""

from concurrent.futures import ThreadPoolExecutor

from runner.once import Refused
from runner.paths import LOGS

from . import attacks, doors, facts

#: Whose rights go furthest: they also try each column alone.
STRONGEST = ("pr", "admin")


def _is_refused(door, call):
    model, method, ids, arguments = call
    try:
        result = door.call(model, method, ids, **arguments)
    except Refused:
        return True
    # an import tells its refusals in its answer
    return method == "load" and result["ids"] is False and bool(result["messages"])


def _all_attacks(world, role, fact, free):
    field = next((one for one in fact["forged"] if one in ("pdf", "eml")), False)
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
