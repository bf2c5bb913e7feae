# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo: a believable exploitant, a real server, a real mailbox."""

import os
import signal
import threading

from . import database, mailbox, server
from .paths import CACHE
from .steps import say

NAME = "ansm_demo"

WELCOME = """
  Odoo            {url}
  Logins          qa (prepares), pr (pharmacien responsable), pri, pq, reader, admin
                  second company: qa2, pr2          password = login
  Sent mail       {folder} (one .eml each)
  Stop            Ctrl-C
"""


def serve(odoo):
    """Run the demo until Ctrl-C; what was done in it is kept."""
    http = int(os.environ.get("ANSM_HTTP_PORT", 8069))
    smtp = int(os.environ.get("ANSM_SMTP_PORT", 8025))
    server.check_port(http, "Odoo")
    server.check_port(smtp, "the mailbox")
    name = f"{NAME}_{database.sources_digest()}_live"
    if not database.exists(name):
        database.copy(database.demo_template(odoo), name)
    asked = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: asked.set())
    with mailbox.running(smtp, CACHE / "mail") as folder:
        running = server.Server(odoo, name, http, smtp, name="demo")
        try:
            running.wait()
            say(WELCOME.format(url=running.url, folder=folder))
            while not asked.wait(timeout=1) and running.process.poll() is None:
                pass
        finally:
            running.stop()
    say("Stopped.")
    return 0
