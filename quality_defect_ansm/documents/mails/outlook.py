# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An Outlook .msg file as the message it was."""

import email.message
import email.policy
import email.utils
import io

from ..errors import DocumentError, Problem

#: How an OLE file begins.
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADERS = ("message-id", "in-reply-to", "references", "auto-submitted", "date")


def to_eml(file):
    """Return a .msg file as a message's bytes: headers, text, files.

    Its transport headers are kept where Outlook kept them.

    :raise DocumentError: when it is no such file
    """
    import oxmsg

    if not file.startswith(MAGIC):
        raise DocumentError([Problem("unreadable", reason="no Outlook message")])
    source = oxmsg.Message.load(io.BytesIO(file))
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    kept = {name.lower(): value for name, value in source.message_headers.items()}
    message["From"] = _line(kept.get("from") or source.sender)
    message["To"] = _line(kept.get("to"))
    message["Subject"] = _line(source.subject or kept.get("subject"))
    for name in HEADERS:
        if kept.get(name):
            message[name] = _line(kept[name])
    if source.sent_date and "date" not in kept:
        message["Date"] = email.utils.format_datetime(source.sent_date)
    message.set_content(source.body or "")
    if source.html_body and not source.body:
        message.set_content(source.html_body, subtype="html")
    for one in source.attachments:
        message.add_attachment(
            one.file_bytes or b"",
            maintype="application",
            subtype="octet-stream",
            filename=_line(one.file_name) or "file",
        )
    return message.as_bytes()


def _line(value):
    return " ".join((value or "").split())
