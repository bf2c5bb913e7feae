# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One message handed to a mail server, step by step, with the server's words.

Plain functions on a session of ``smtplib``, no ORM. ``send_message`` is not used:
it **returns** the recipients a server refused, and does not say whether the
server had asked for the message when the connection was lost.
"""

import smtplib
from typing import NamedTuple

#: The server has asked for the message: from here on it may have it (RFC 5321).
GO_AHEAD = 354
#: The server ends the conversation (RFC 5321, 3.8).
CLOSING = 421


class Answer(NamedTuple):
    """How a try ended, for a recipient or for all: a step of an attempt."""

    step: str
    code: int
    reply: str
    recipient: str = ""


def hand_over(session, sender, recipients, content, before_data):
    """Hand one message over and return the server's answers, the gravest last.

    Any refused recipient is a refusal of all: nothing is transferred then.

    :param session: an open ``smtplib.SMTP``
    :param content: the exact bytes, lines ended by CRLF
    :param before_data: called when all recipients were taken; the message is not
        asked for when it raises
    :return: list of Answer, ``accepted``, ``refused``, ``deferred`` (4xx, the same
        bytes may go later), ``failed`` (nothing was transferred) or ``unknown``
        (lost after the server had asked for the message)
    """
    try:
        answers = _envelope(session, sender, recipients, len(content))
    except (smtplib.SMTPException, OSError) as error:
        return [of_error(error)]
    if answers:
        return sorted(answers, key=lambda answer: answer.step == "refused")
    before_data()
    return [_data(session, content)]


def of_error(error):
    """Return the answer an exception is, when nothing was transferred.

    >>> of_error(smtplib.SMTPConnectError(421, b"4.3.2 too busy")).step
    'deferred'
    >>> of_error(ConnectionRefusedError("refused"))
    Answer(step='failed', code=0, reply='refused', recipient='')
    """
    if isinstance(error, smtplib.SMTPResponseException):
        step = "deferred" if error.smtp_code // 100 == 4 else "failed"
        return Answer(step, error.smtp_code, _words(error.smtp_error))
    return Answer("failed", 0, str(error) or type(error).__name__)


def is_alive(session):
    """Tell whether a session that was kept takes another message (RSET)."""
    try:
        return session.rset()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def close(session):
    """Say good-bye; whatever the server answers to it changes nothing."""
    try:
        session.quit()
    except (smtplib.SMTPException, OSError):
        session.close()


class Sessions:
    """The sessions with mail servers that the messages of one run share.

    :param connect: returns a session for a message: a dict with its ``company`` and
        ``email_from``
    """

    def __init__(self, connect):
        self._connect, self._open = connect, {}

    def of(self, work):
        """Return a session for a message, connected when none is kept.

        One that does not answer any more is replaced: nothing of the message was
        said in it.

        :raise Exception: what a connection raises
        """
        key = self._key(work)
        session = self._open.get(key)
        if session and not is_alive(session):
            self.drop(work)
            session = None
        if not session:
            session = self._open[key] = self._connect(work)
        return session

    def holds(self, work):
        """Tell whether a session is kept for a message."""
        return self._key(work) in self._open

    def _key(self, work):
        return work["company"], work["email_from"]

    def drop(self, work):
        """End the session of a message: it is not used again."""
        session = self._open.pop(self._key(work), None)
        if session:
            close(session)

    def close(self):
        """End all that are kept."""
        for session in self._open.values():
            close(session)
        self._open.clear()


def _envelope(session, sender, recipients, size):
    session.ehlo_or_helo_if_needed()
    options = [f"size={size}"] if session.has_extn("size") else []
    code, reply = session.mail(sender, options)
    if code != 250:
        return [_answer(code, reply, "failed")]
    answers = []
    for recipient in recipients:
        code, reply = session.rcpt(recipient)
        if code not in (250, 251):
            answers.append(_answer(code, reply, "failed", recipient))
        if code == CLOSING:
            break
    return answers


def _data(session, content):
    codes, getreply = [], session.getreply

    def noted():
        answer = getreply()
        codes.append(answer[0])
        return answer

    # data() does not say whether it was lost before or after the 354
    session.getreply = noted
    try:
        return _answer(*session.data(content), "unknown")
    except smtplib.SMTPDataError as error:
        return _answer(error.smtp_code, error.smtp_error, "failed")
    except Exception as error:
        # whatever it was, the server may have the message once it asked for it
        step = "unknown" if GO_AHEAD in codes else "failed"
        return Answer(step, 0, str(error) or type(error).__name__)
    finally:
        # the session may be kept for the next message
        session.getreply = getreply


def _answer(code, reply, otherwise, recipient=""):
    steps = {2: "accepted", 4: "deferred", 5: "refused"}
    return Answer(steps.get(code // 100, otherwise), code, _words(reply), recipient)


def _words(reply):
    return reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
