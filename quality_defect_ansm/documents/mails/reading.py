# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read a message received, however badly it is made; never raises.

Nothing in it is opened: an archive stays the bytes it is.
"""

import email
import email.errors
import email.header
import email.policy
import email.utils
import hashlib
import html
import re
import unicodedata
from datetime import timezone

from . import kinds, reports

#: Characters of the text that are read and shown, and parts that are looked at.
TEXT, PARTS = 200_000, 300
IDS = re.compile(r"<[^<>\s]{3,400}>")
SHOWN = ("subject", "email_from", "email_to", "message_id", "sent_on")
UNSEEN = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>", re.I | re.S)


def read(raw):
    """Return what a message says.

    :param raw: its bytes, as received
    :return: dict: ``subject``, ``email_from``, ``email_to``, ``message_id``,
        ``sent_on`` (naive UTC or None), ``references``, ``text``, ``files`` (dicts
        of ``name``, ``type``, ``size``, ``index``), ``kind``, ``reports`` (what a
        delivery report says, see :func:`.reports.told`), ``digest``,
        ``unread`` (why it could not be read whole, or "")
    """
    found = dict.fromkeys(SHOWN[:4], "") | {"sent_on": None, "references": []}
    found |= {"text": "", "files": [], "kind": "answer", "unread": "", "reports": []}
    found["digest"] = hashlib.sha256(raw).hexdigest()
    try:
        # the older policy keeps what the newer one stumbles on: broken headers
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        found |= _headers(message)
        parts = list(_parts(message))
        found |= _content(parts)
        found["references"] = _references(message, parts)
        found["reports"] = reports.told(parts)
        found["kind"] = kinds.kind(message, parts, found["subject"])
        # without a Message-ID nothing says that two alike are one
        if found["message_id"]:
            found["digest"] = _digest(found, parts)
    # whatever the library stumbles on in a message made to make it stumble
    except Exception as error:  # noqa: BLE001
        found["unread"] = f"{type(error).__name__}: {error}"[:300]
    return found


def part(raw, index):
    """Return (name, bytes) of one part of a message.

    :raise IndexError: when there is no such part
    """
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    wanted = list(_parts(message))[index]
    return _name(wanted) or "message.eml", payload(wanted)


def header(message, name):
    """Return a header as text, decoded, on one line.

    >>> message = email.message_from_string("Subject: =?utf-8?q?R=C3=A9ponse?=")
    >>> header(message, "Subject")
    'Réponse'
    """
    return _decoded(message.get(name))


def _decoded(value):
    if value is None:
        return ""
    if not isinstance(value, str):
        # bytes beyond ASCII that nobody announced
        value = str(value).encode("ascii", "surrogateescape")
        value = _text(bytes(value), None)
    words = []
    try:
        for content, charset in email.header.decode_header(value):
            known = isinstance(content, str)
            words.append(content if known else _text(content, charset))
    except (email.errors.HeaderParseError, ValueError):
        words = [value]
    line = re.sub(r"\s+", " ", "".join(words)).replace("\0", "")
    line = line.encode("utf-8", "surrogateescape")
    return unicodedata.normalize("NFC", _text(line, None)).strip()[:2000]


def _text(content, charset):
    for name in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, TypeError, ValueError):
            continue
    return content.decode("latin-1")


def _headers(message):
    moment = None
    try:
        moment = email.utils.parsedate_to_datetime(header(message, "Date"))
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError):
        moment = None
    ids = IDS.findall(header(message, "Message-ID"))
    return {
        "subject": header(message, "Subject"),
        "email_from": header(message, "From"),
        "email_to": header(message, "To"),
        "message_id": ids[0] if ids else "",
        "sent_on": moment,
    }


def _parts(message):
    for number, one in enumerate(message.walk()):
        if number >= PARTS:
            return
        if not one.is_multipart() or one.get_content_maintype() == "message":
            yield one


def payload(one):
    """Return the bytes of a part; of a message in the message, all of it."""
    if one.is_multipart():
        return b"\n".join(inner.as_bytes() for inner in one.get_payload())
    return one.get_payload(decode=True) or b""


def _name(one):
    raw = one.get_filename()
    return _decoded(raw) if raw else ""


def _content(parts):
    texts, pages, files = [], [], []
    for index, one in enumerate(parts):
        name, kind = _name(one), one.get_content_type()
        attached = one.get_content_disposition() == "attachment"
        if kind in ("text/plain", "text/html") and not (name or attached):
            words = _text(payload(one), one.get_content_charset())
            (texts if kind == "text/plain" else pages).append(words)
            continue
        size = len(payload(one))
        name = name or kind.replace("/", ".")
        files.append({"name": name, "type": kind, "size": size, "index": index})
        if kind == "message/rfc822" and one.is_multipart():
            inner = one.get_payload()[0]
            files[-1]["name"] = header(inner, "Subject") or name
            texts += _content(list(_parts(inner)))["text"].splitlines()[:400]
    text = "\n".join(texts) or "\n".join(plain(one) for one in pages)
    return {"text": text.replace("\0", "")[:TEXT], "files": files}


def plain(page):
    """Return the words of a page of HTML, and nothing that acts.

    >>> plain("<p>Accusé&nbsp;de réception<br>n° 1<script>x()</script></p>").split()
    ['Accusé', 'de', 'réception', 'n°', '1']
    """
    page = UNSEEN.sub(" ", page[: 4 * TEXT])
    page = re.sub(r"<(br|/p|/div|/tr|/li|/h\d)\b[^>]*>", "\n", page, flags=re.I)
    words = html.unescape(re.sub(r"<[^>]*>", "", page)).replace("\xa0", " ")
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


def _references(message, parts):
    """Return the Message-IDs it is about: answered, reported on, attached."""
    found = IDS.findall(header(message, "In-Reply-To"))
    found += IDS.findall(header(message, "References"))[::-1]
    for one in parts:
        if one.get_content_maintype() == "message" and one.is_multipart():
            for inner in one.get_payload():
                found += IDS.findall(header(inner, "Message-ID"))
                found += IDS.findall(header(inner, "Original-Message-ID"))
        elif one.get_content_type() in ("text/rfc822-headers", "message/rfc822"):
            inner = email.message_from_bytes(payload(one))
            found += IDS.findall(header(inner, "Message-ID"))
    return list(dict.fromkeys(found))[:100]


def _digest(found, parts):
    """Return what is the same in two copies of a message, whatever the way.

    Each server adds headers of its own: the bytes differ, what is said does not.
    """
    told = [found["message_id"], email.utils.parseaddr(found["email_from"])[1]]
    told += [str(found["sent_on"]), found["subject"], found["kind"]]
    told += [hashlib.sha256(payload(one)).hexdigest() for one in parts]
    return hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()
