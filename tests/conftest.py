# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What needs the world: a real server, a real mailbox, a real browser.

``./run test`` names PostgreSQL by libpq's variables before it calls pytest.
"""

import contextlib
import os
import signal
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from runner import database, mailbox, odoo_source, server  # noqa: E402
from runner.forms.documents import load  # noqa: E402
from runner.once import Session  # noqa: E402

from . import browsing  # noqa: E402

load()

#: What takes longest begins first: one process would end with it alone.
LONGEST = ("test_suites", "test_mutations", "rights", "deadlines", "test_recall_walk")


def pytest_collection_modifyitems(items):
    def place(item):
        found = [one for one in LONGEST if one in item.nodeid]
        return LONGEST.index(found[0]) if found else len(LONGEST)

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter):
    """Say how many tests of Odoo's own kind there were inside of ours."""
    reports = [*terminalreporter.getreports("passed")]
    reports += terminalreporter.getreports("failed")
    found = [dict(one.user_properties).get("odoo", (0, 0)) for one in reports]
    good, bad = (sum(numbers[at] for numbers in found) for at in (0, 1))
    if good or bad:
        terminalreporter.write_line(f"Of Odoo: {good} passed, {bad} failed")


class World:
    """A copy of the demo database, served, with its mailbox."""

    def __init__(self, odoo, name, folder):
        self.odoo, self.name, self.folder = odoo, name, folder
        self.smtp_port = server.free_port()
        self.announced = []
        self._stack = contextlib.ExitStack()
        self.open_mailbox()
        self.serve()

    def serve(self):
        """Start the server, also again after it was killed."""
        port, log = server.free_port(), f"world-{self.name}"
        self.server = server.Server(
            self.odoo, self.name, port, self.smtp_port, log, jobs=0
        )

    def kill(self):
        """End the server as a power cut does: no handler of it runs."""
        os.killpg(self.server.process.pid, signal.SIGKILL)
        self.server.process.wait(timeout=30)

    def open_mailbox(self):
        self._stack.enter_context(mailbox.running(self.smtp_port, self.folder))

    def close_mailbox(self):
        self._stack.close()

    def announce(self, pattern):
        """Expect lines of this kind in the server's log."""
        self.announced.append(pattern)

    def session(self, login):
        return Session(self.server.url, self.name, login, login)

    def mails(self):
        return sorted(self.folder.glob("*.eml"))


@pytest.fixture(scope="session")
def odoo():
    if not os.environ.get("PGHOST"):
        pytest.exit("Call these tests by ./run test: they need its PostgreSQL.", 2)
    return odoo_source.prepare()


@contextlib.contextmanager
def serving(odoo, folder, copy="ansm_test_world"):
    """Serve a copy of the demo company; fails on an unannounced log line."""
    with database.copied(database.demo_template(odoo), copy) as name:
        made = World(odoo, name, folder / "mail")
        try:
            made.server.wait()
            yield made
        finally:
            made.server.stop()
            made.close_mailbox()
        assert made.server.alarms(made.announced) == []


@pytest.fixture
def world(odoo, tmp_path):
    with serving(odoo, tmp_path) as made:
        yield made


@pytest.fixture
def browser():
    with browsing.chromium() as opened:
        yield opened
