# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The canonical text of evidence, and the hashes that chain it.

Plain functions: whoever holds a copy of the tables can compute the same hashes
without Odoo. What is hashed is text: ``jsonb`` reorders keys and rewrites numbers.
"""

import base64
import binascii
import hashlib
import json
import re
from datetime import date, datetime
from decimal import Decimal

#: Kept beside each hash: a later version may hash in another way.
VERSION = 1
#: A longer text is kept as its SHA-256, a shorter one as it is: Verify names both
#: values of what changed.
LONG_TEXT = 500
#: A head as it is printed. Whoever pastes it may bring the line breaks of a PDF or
#: the soft ones of a mail with it.
HEAD = re.compile(
    r"ANSM[=\s]*-[=\s]*((?:[0-9a-f][=\s]*){8})-[=\s]*((?:[0-9][=\s]*){1,9})-[=\s]*"
    r"((?:[0-9a-f][=\s]*){63}[0-9a-f])(?![0-9a-f])"
)
BREAKS = re.compile(r"[=\s]+")


def dump(value):
    """Return a value as canonical JSON.

    >>> dump({"b": 1, "a": ["é", None]})
    '{"a":["é",null],"b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(content):
    """Return the SHA-256 of bytes or of a text, in hexadecimal."""
    content = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(content).hexdigest()


def column(value):
    """Return what stands in the canonical text for the value of a column.

    Moments are naive UTC, as the database has them. Files, and texts longer than
    ``LONG_TEXT`` characters, are their SHA-256 and their size in bytes.

    >>> column(datetime(2026, 4, 3, 7, 12)), column(Decimal("1.50")), column(None)
    ('2026-04-03 07:12:00', '1.50', None)
    """
    if isinstance(value, (bytes, memoryview)):
        return mark(file_bytes(value))
    if isinstance(value, str) and len(value) > LONG_TEXT:
        return mark(value.encode())
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, float, Decimal)):
        return str(value)
    return dump(value) if isinstance(value, (dict, list)) else value


def mark(content):
    """Return the SHA-256 and the size that stand for a file or a long text.

    >>> mark(b"")[2]
    0
    """
    return ["sha256", sha256(content), len(content)]


def file_bytes(stored):
    """Return the bytes of a file, which Odoo stores as base64 in its column.

    What is no base64 was not written by Odoo: it is taken as it stands.
    """
    try:
        return base64.b64decode(bytes(stored), validate=True)
    except binascii.Error:
        return bytes(stored)


def genesis(code, kind, company_id, declaration_id):
    """Return what the first link of a chain has as its previous hash."""
    return sha256(dump([VERSION, "opened", code, kind, company_id, declaration_id]))


def link_hash(code, seq, at, previous, res_model, late, rows):
    """Return the hash of a link of version 1.

    :param at: the naive UTC moment, to the second
    :param rows: the canonical text of what it seals
    """
    at = at.strftime("%Y-%m-%d %H:%M:%S")
    return sha256(dump([VERSION, code, seq, at, previous, res_model, late, rows]))


def head_text(code, length, head):
    """Return a head as it is printed, mailed, and pasted back."""
    return f"ANSM-{code}-{length}-{head}"


def find_heads(text):
    """Return the (code, length, hash) of every head in a text, each once.

    >>> head = head_text("0a1b2c3d", 12, "ab" * 32)
    >>> [(code, length, _hash)] = find_heads(f"{head[:40]}=\\r\\n{head[40:]} ANSM-1")
    >>> code, length, _hash == "ab" * 32
    ('0a1b2c3d', 12, True)
    """
    found = [[BREAKS.sub("", one) for one in head] for head in HEAD.findall(text)]
    return list(dict.fromkeys((code, int(length), h) for code, length, h in found))
