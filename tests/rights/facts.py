# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the registry says of the evidence, of its doors and of our methods.

The script runs in Odoo's shell: nothing here is a list kept by hand, so that a
model that becomes evidence is attacked from its first day.
"""

import json

from runner import server

ROLES = ("qa", "pr", "pri", "pq", "reader", "admin", "qa2", "plain")

SCRIPT = r"""
import inspect
import json
from datetime import datetime, timedelta

OURS = "odoo.addons.quality_defect_ansm."
FORGED = {
    "char": "forged", "text": "forged", "integer": 4711, "binary": "AA==",
    "datetime": "2020-01-01 00:00:00", "date": "2020-01-01", "boolean": True,
    "many2one_reference": 4711,
}
LOG = ("id", "create_uid", "create_date", "write_uid", "write_date")
# the record every attack aims at: sealed, of the company the roles are in
company = env["res.users"].search([("login", "=", "qa")]).company_id
pharmacist = env["res.users"].search([("login", "=", "pr")])
addon = env.ref("base.module_quality_defect_ansm")

def target(model):
    domain = []
    if model._evidence_sealed_when:
        domain.append((model._evidence_sealed_when, "!=", False))
    if "company_id" in model._fields:
        domain.append(("company_id", "in", [company.id, False]))
    return model.search(domain, limit=1)

def forged(record, name):
    field = record._fields[name]
    if field.type == "selection":
        return next(one for one in field.get_values(env) if one != record[name])
    if field.type == "many2one":
        return env[field.comodel_name].search([], order="id desc", limit=1).id
    return FORGED[field.type]

def evidence():
    # not _inherit, which is the last extension's alone
    for name in sorted(env.registry.descendants(["ansm.evidence.mixin"], "_inherit")):
        model = env[name]
        if not model._abstract:
            record = target(model)
            sealed = model._evidence_sealed
            # as code may put one there; the API may not touch it
            attached = env["ir.attachment"].create({
                "name": "x.txt", "raw": b"x", "res_model": name, "res_id": record.id,
            })
            yield {
                "model": name, "table": model._table, "id": record.id,
                "attachment": attached.id,
                "forged": {one: forged(record, one) for one in sealed},
                "named": model._rec_name in model._fields,
            }

def parents(names):
    for name, cls in sorted(env.registry.items()):
        if cls._abstract:
            continue
        for field in cls._fields.values():
            if field.type in ("one2many", "many2many") and (
                field.comodel_name in names
            ):
                child = target(env[field.comodel_name])
                inverse = getattr(field, "inverse_name", None)
                parent = child[inverse] if inverse else env[name]
                yield [name, field.name, field.comodel_name, parent.id or 0]

# what extends an abstract model of Odoo's is called by its name, not by each child's
def is_called(cls, extended):
    once = {
        name for name in extended
        if env.registry[name]._abstract and not is_ours(env[name])
    }
    return cls._name in once if cls._abstract else bool(extended - once)

def public_methods():
    for name, cls in sorted(env.registry.items()):
        for method in dir(cls):
            if method.startswith("_") or method in cls._fields:
                continue
            held = [c for c in cls.mro() if method in vars(c)]
            ours = {c._name for c in held if c.__module__.startswith(OURS)}
            function = vars(held[0])[method] if held else None
            private = any(getattr(vars(c)[method], "_api_private", 0) for c in held)
            if inspect.isfunction(function) and not private and is_called(cls, ours):
                # Odoo wraps each create in one that takes vals_list, however called
                bare = method == "create"
                signature = inspect.signature(function, follow_wrapped=not bare)
                words = signature.parameters.values()
                needed = [w.name for w in words if w.default is w.empty][1:]
                yield [name, method, needed, hasattr(function, "_api_model")]

# what is ours, and what of Odoo our methods extend
def is_ours(model):
    return model._original_module == "quality_defect_ansm"

def stored():
    names = {name for name, *_rest in public_methods()}
    names |= {model._name for model in env.values() if is_ours(model)}
    models = [env[name] for name in sorted(names)]
    return [one._table for one in models if one._auto and not one._transient]

# the record a method of ours is called on, of the company the roles are in
def target_of(model):
    known = {
        "res.users": pharmacist, "res.partner": pharmacist.partner_id,
        "res.company": company, "ir.module.module": addon,
        "mgmtsystem.nonconformity": env["ansm.declaration"].search(
            [("company_id", "=", company.id)], limit=1).nonconformity_id,
    }
    if model._abstract or model._name in known:
        return known.get(model._name, model)
    if hasattr(model, "_evidence_sealed"):
        return target(model)
    field = model._fields.get("company_id")
    here = [("company_id", "=", company.id)] if field and field.store else []
    return model.search(here, limit=1) or model.search([], limit=1)

def change(model):
    for name in ("login", "name", "key", "lot_name", "cip13", "state", "conclusion"):
        if name in model._fields and model._fields[name].store:
            return {name: "forged"}
    return {}

# values of a new record on the records of that company
def filled(model, fields, turn=0):
    vals = {}
    for field in fields:
        if field.name == "auth_method":
            vals[field.name] = "password"
        elif field.type == "selection":
            values = field.get_values(env)
            vals[field.name] = values[turn % len(values)]
        elif field.type == "many2one":
            vals[field.name] = target_of(env[field.comodel_name]).id
        elif field.type in ("char", "text"):
            vals[field.name] = "forged"
        elif field.required and field.type in FORGED:
            vals[field.name] = FORGED[field.type]
    return vals

def own_fields(model):
    return [
        one for one in model._fields.values()
        if one.store and not one.related and one.name not in LOG
    ]

# a new record of that company that lacks nothing
def new(model):
    fields = own_fields(model)
    return filled(model, [f for f in fields if f.required or f.name == "company_id"])

# a dialog, one for each choice it offers; none where there is nothing to open it on
def dialogs(model):
    fields = own_fields(model)
    choices = [one for one in fields if one.type == "selection"]
    size = max([1] + [len(one.get_values(env)) for one in choices])
    made = [filled(model, fields, turn) for turn in range(size)]
    needed = [one.name for one in fields if one.required]
    return [vals for vals in made if all(vals.get(name, True) for name in needed)]

plain = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Luc Roche", "login": "plain", "password": "plain",
    "company_id": company.id, "company_ids": [(6, 0, company.ids)],
    "group_ids": [(6, 0, env.ref("base.group_user").ids)],
})
end = datetime.now() + timedelta(days=1)
users = {}
for login in ROLES:
    user = env["res.users"].search([("login", "=", login)])
    keys = env["res.users.apikeys"].with_user(user)
    users[login] = [user.id, keys._generate("rpc", "matrix", end)]
found = list(evidence())
print("facts", json.dumps({
    "users": users,
    "evidence": found,
    "parents": list(parents({one["model"] for one in found})),
    "methods": list(public_methods()),
    "targets": {
        name: target_of(env[name]).id for name, *_rest in public_methods()
    },
    "changes": {name: change(env[name]) for name, *_rest in public_methods()},
    "new": {name: new(env[name]) for name, *_rest in public_methods()},
    "dialogs": {
        one._name: dialogs(one) for one in env.values()
        if one._transient and is_ours(one)
    },
    "tables": stored(),
    "sent": env["ansm.transmission"].search(
        [("company_id", "=", company.id)], limit=1).message_id,
    "partner": env["ansm.declaration"].search(
        [("company_id", "=", company.id)], limit=1).nonconformity_id.partner_id.id,
}))
"""


def collect(world):
    """Make the plain user and the keys; return what the registry says."""
    script = f"ROLES = {ROLES!r}\n{SCRIPT}"
    printed = server.shell(world.odoo, world.name, script).splitlines()
    (line,) = [line for line in printed if line.startswith("facts ")]
    return json.loads(line.partition(" ")[2])
