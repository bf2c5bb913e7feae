# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a delivery report says, of each recipient (RFC 3464)."""

#: What became of the message that needs somebody.
BAD = ("failed", "delayed")
#: Recipients that are read of one report.
MOST = 20


def told(parts):
    """Return what a report says, one dict a recipient.

    :param parts: the parts of a message
    :return: list of dicts of ``recipient``, ``action`` (failed, delayed, delivered,
        relayed, expanded), ``status`` (5.1.1), ``words`` (of the far server)
    """
    found = []
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if block.get("Action"):
                found.append(_recipient(block))
    return found[:MOST]


def _recipient(block):
    recipient = block.get("Final-Recipient") or block.get("Original-Recipient")
    return {
        "recipient": _value(recipient),
        "action": _line(block.get("Action")).split(" ")[0].lower(),
        "status": _line(block.get("Status")),
        "words": _value(block.get("Diagnostic-Code")),
    }


def _value(value):
    """Return what follows the type: "rfc822; a@x.example"."""
    kind, _sign, rest = _line(value).partition(";")
    return rest.strip() or kind


def _line(value):
    return " ".join(str(value or "").split())[:300]
