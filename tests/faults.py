# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail server that fails at one point of the conversation (RFC 5321).

The points are, in order: ``connect``, ``EHLO``, ``MAIL``, ``RCPT``, ``DATA`` (its
354), ``content`` (the message on its way), ``answer`` (to the message), ``QUIT``.
``kept`` are the messages the server has for good: those it would deliver.
"""

import asyncio
import contextlib
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

#: The connection is cut, as by a network that fails; the message is not kept.
CUT = object()
#: The same once the server has the message for good, at ``answer``.
CUT_KEPT = object()


class Hold:
    """The server is silent at a point until the test lets it go on."""

    def __init__(self):
        self.reached, self.let_go = threading.Event(), threading.Event()


class Server:
    """The server and its one fault, while the block lasts."""

    def __init__(self, port, point, fault):
        self.kept = []
        self.point, self.fault = None, fault
        self._point = point
        self._controller = _Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self):
        # the controller asks for the greeting itself: all is well until then
        self._controller.start()
        self.point = self._point
        return self

    def __exit__(self, *_error):
        if isinstance(self.fault, Hold):
            self.fault.let_go.set()
        self._controller.stop()

    async def handle_DATA(self, conversation, _session, envelope):
        conversation.at = "answer"
        refused = isinstance(self.fault, str) or self.fault is CUT
        if not (self.point == "answer" and refused):
            self.kept.append(envelope.original_content)
        return "250 2.0.0 Kept"


class _Controller(Controller):
    def factory(self):
        return _Conversation(self.handler)


class _Conversation(SMTP):
    """aiosmtpd's own conversation, broken at the point of the fault."""

    at = "connect"

    async def push(self, status):
        fault = self.event_handler.fault
        if self.at != self.event_handler.point:
            return await super().push(status)
        if isinstance(fault, str):
            status = fault
        elif isinstance(fault, Hold):
            fault.reached.set()
            await asyncio.to_thread(fault.let_go.wait, 120)
        elif self.transport:
            self.transport.abort()
        with contextlib.suppress(ConnectionError):
            await super().push(status)
        return None

    async def smtp_EHLO(self, hostname):
        self.at = "EHLO"
        await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg):
        self.at = "MAIL"
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        self.at = "RCPT"
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        server = self.event_handler
        if server.point == "DATA":
            self.at = "DATA"
            await self.push("354 go ahead")
            return
        if server.point == "content":
            await super().push("354 go ahead")
            self.transport.abort()
            return
        self.at = "354"
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):
        self.at = "QUIT"
        await super().smtp_QUIT(arg)
