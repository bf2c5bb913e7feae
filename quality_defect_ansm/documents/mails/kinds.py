# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tell an automatic reply, a delivery report and an answer apart."""

import email.header
import re

#: Subjects of automatic replies whose program sets no header (older Outlook).
AUTO_SUBJECT = re.compile(
    r"^\W*(r[ée]ponse automatique|absence du bureau|absent du bureau|"
    r"message d.absence|automatic reply|out of office|auto(matic)?[- ]?reply)\b",
    re.I,
)
#: Sender of a report that is not made as one (Exim before 4.90, Exchange's text).
DAEMON = re.compile(r"^(mailer-daemon|postmaster|microsoftexchange\w*)@?", re.I)
REPORT_SUBJECT = re.compile(
    r"^\W*(undeliver|mail delivery|delivery (status|failure)|returned mail|"
    r"non remis|non distribuable|échec de la remise|remis|relayed|delayed mail)",
    re.I,
)
PRECEDENCE = ("auto_reply", "auto-reply")


def kind(message, parts, subject):
    """Return ``report``, ``auto`` or ``answer``.

    :param message: the message; only what its program says of it counts
    :param parts: its parts
    :param subject: decoded
    """
    types = {one.get_content_type() for one in parts} | {message.get_content_type()}
    if "message/delivery-status" in types or _is_report(message, subject):
        return "report"
    # a receipt of reading says that somebody's program opened it, no more
    if "message/disposition-notification" in types:
        return "auto"
    return "auto" if _is_automatic(message, subject) else "answer"


def _is_report(message, subject):
    sender = email.utils.parseaddr(str(message.get("From", "")))[1]
    return_path = str(message.get("Return-Path", "")).strip()
    if message.get("X-Failed-Recipients"):
        return True
    report = str(message.get_param("report-type", "")).lower() == "delivery-status"
    daemon = DAEMON.match(sender) and REPORT_SUBJECT.match(subject)
    return report or bool(daemon) or (return_path == "<>" and bool(daemon))


def _is_automatic(message, subject):
    submitted = str(message.get("Auto-Submitted", "no")).lower()
    if not submitted.startswith("no"):
        return True
    if message.get("X-Autoreply") or message.get("X-Autorespond"):
        return True
    if str(message.get("Precedence", "")).lower() in PRECEDENCE:
        return True
    suppressed = message.get("X-Auto-Response-Suppress")
    return bool(AUTO_SUBJECT.match(subject)) or (
        bool(suppressed) and "absen" in subject.lower()
    )
