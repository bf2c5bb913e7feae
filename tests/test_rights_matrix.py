# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody changes evidence from outside: every role, every way, both APIs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from runner.paths import LOGS

from . import attacks, doors, registry_facts, walk
from .conftest import serving

#: What a refusal leaves in the server's log: its sentence, or Odoo's notice on
#: the older API. An error that is no refusal is another line.
REFUSAL_LINES = (
    r" WARNING \S+ odoo\.http: ",
    r" WARNING \S+ odoo\.addons\.rpc\.controllers\.xmlrpc: ",
)

#: Whose rights go furthest: they also try each column alone.
STRONGEST = ("pr", "admin")


@pytest.fixture(scope="module")
def prepared(odoo, tmp_path_factory):
    """A case with all kinds of evidence, and what the registry says of them."""
    with serving(odoo, tmp_path_factory.mktemp("matrix")) as world:
        for pattern in REFUSAL_LINES:
            world.announce(pattern)
        _case, volet = walk.signed_volet(world)
        walk.send(world.session("qa"), volet)
        _reset_password(world, "pq")
        world.facts = registry_facts.facts(world)
        doors.forget_passwords(world.name)
        yield world


def _reset_password(world, login):
    """An administrator changes a signatory's password: who is suspended then."""
    admin = world.session("admin")
    ids = admin.call("res.users", "search", domain=[("login", "=", login)])
    admin.call("res.users", "write", ids=ids, vals={"password": "chosen"})


def _is_refused(door, call):
    model, method, ids, arguments = call
    try:
        result = door.call(model, method, ids, **arguments)
    except doors.Refused:
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


def _free_file(door):
    """Return a file of the user's own, on no record."""
    values = {"name": "own.txt", "datas": attacks.BYTES}
    return door.call("ir.attachment", "create", None, vals_list=[values])[0]


def _attack_by(world, api):
    """Yield ((model, attack), role, refused?) of all attacks over one API."""
    for role in registry_facts.ROLES:
        door = api(world, *world.facts["users"][role])
        free = _free_file(door)
        for fact in world.facts["evidence"]:
            for attack, calls in _all_attacks(world, role, fact, free):
                refused = all([_is_refused(door, call) for call in calls])
                yield (fact["model"], attack), role, refused


def _attack(world):
    """Return {(model, attack): {role: [APIs that let it through]}}."""
    found = {}
    with ThreadPoolExecutor() as threads:
        answers = threads.map(lambda api: list(_attack_by(world, api)), doors.APIS)
        for api, rows in zip(doors.APIS, answers, strict=True):
            for row, role, refused in rows:
                through = found.setdefault(row, {}).setdefault(role, [])
                through += [] if refused else [api.name]
    return found


def _table(found):
    """Return the matrix as text: · is refused over both APIs, - was not tried."""
    lines = [f"{'':66}" + "".join(f"{role:>8}" for role in registry_facts.ROLES)]
    for (model, attack), roles in sorted(found.items()):
        cells = (
            ",".join(roles[role]) or "·" if role in roles else "-"
            for role in registry_facts.ROLES
        )
        row = "".join(f"{cell:>8}" for cell in cells)
        lines.append(f"{model:26}{attack:40}{row}")
    return "\n".join(lines)


def test_each_kind_of_evidence_has_a_row_to_attack(prepared):
    empty = [fact["model"] for fact in prepared.facts["evidence"] if not fact["id"]]
    assert empty == [], "make a row of it in the fixture, by the screens"


def test_nobody_changes_evidence_from_outside(prepared):
    tables = [*prepared.facts["tables"]]
    before = doors.digest(prepared.name, tables)
    found = _attack(prepared)
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
    assert doors.digest(prepared.name, tables) == before
