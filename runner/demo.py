# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo: a believable exploitant, a real server, a real mailbox."""

import os
import signal
import threading

from . import database, mailbox, server
from .paths import CACHE
from .steps import Failure, say, step

PORTS = {"ANSM_HTTP_PORT": ("8069", "Odoo"), "ANSM_SMTP_PORT": ("8025", "the mailbox")}

WELCOME = """
  Odoo            {url}
  Logins          qa (prepares), pr (pharmacien responsable), pri, pq, reader, admin
                  second company: qa2, pr2          password = login
  Sent mail       {folder} (one .eml each)
  Stop            Ctrl-C
"""


def free_ports():
    """Return the demo's two ports, of which no other program has any.

    :raise Failure: naming the port and how to choose another
    """
    return [_port(name, *words) for name, words in PORTS.items()]


def _port(name, default, use):
    number = os.environ.get(name) or default
    if not number.isdecimal() or not 1024 <= int(number) <= 65535:
        raise Failure(f"{name} is {number}.", "give it a number from 1024 to 65535")
    server.check_port(int(number), use)
    return int(number)


def serve(odoo):
    """Run the demo until Ctrl-C; what was done in it is kept."""
    http, smtp = free_ports()
    name = database.live_demo(odoo)
    asked = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: asked.set())
    with mailbox.running(smtp, CACHE / "mail") as folder:
        running = server.Server(odoo, name, http, smtp, name="demo")
        try:
            with step("Odoo starts"):
                running.wait()
            say(WELCOME.format(url=running.url, folder=folder))
            while not asked.wait(timeout=1) and running.process.poll() is None:
                pass
        finally:
            running.stop()
    say("Stopped.")
    return 0
