# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the audit trail writes the value of a field: as text a reader understands.

Dates are ISO, moments in UTC and said to be; what a field links to is named;
a file is its SHA-256.
"""

import base64
import hashlib

from odoo.fields import Domain

#: Types whose zero is a value like another one: 0 boxes is no empty figure.
NUMBERS = ("integer", "float", "monetary")


def value(record, name):
    """Return (text, whether something is recorded) of a field of one record."""
    field, content = record._fields[name], record[name]
    filled = bool(content) or field.type == "boolean"
    if not filled and field.type not in NUMBERS:
        return "", False
    return TEXTS.get(field.type, _as_it_is)(record, field, content), filled


def domain_of(records):
    """Return the domain of the events on records of any model."""
    return Domain("res_model", "=", records._name) & Domain(
        "res_id", "in", records._origin.ids
    )


def _as_it_is(_record, _field, content):
    return str(content)


def _boolean(record, _field, content):
    return record.env._("Yes") if content else record.env._("No")


def _number(_record, _field, content):
    return f"{content:.10f}".rstrip("0").rstrip(".")


def _moment(_record, _field, content):
    return f"{content:%Y-%m-%d %H:%M:%S} UTC"


def _selection(record, field, content):
    return str(dict(field._description_selection(record.env)).get(content, content))


def _names(_record, _field, content):
    return ", ".join(map(_name, content))


def _name(one):
    if one._name == "ir.attachment":
        # a file of the same name is another one
        return f"{one.name} – SHA-256 {hashlib.sha256(one.raw or b'').hexdigest()}"
    return one.display_name or f"#{one.id}"


def _file(_record, _field, content):
    data = base64.b64decode(content)
    return f"SHA-256 {hashlib.sha256(data).hexdigest()} ({len(data)} bytes)"


TEXTS = {
    "boolean": _boolean,
    "float": _number,
    "monetary": _number,
    "datetime": _moment,
    "selection": _selection,
    "many2one": _names,
    "one2many": _names,
    "many2many": _names,
    "binary": _file,
    "image": _file,
}
