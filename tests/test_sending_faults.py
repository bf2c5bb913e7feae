# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where server, network, process, node or database fails during a sending.

Each fault is made for real. Whatever happens at most one mail arrives, and the
case says what became of it: that it left, that it did not, or that a person has
to look. The table is printed.
"""

import contextlib
import time

import psycopg2
import pytest

from . import walk
from .conftest import serving
from .faults import CUT, CUT_KEPT, Hold
from .faults import Server as Faulty
from .sending import Sending

#: A fault of the mail server or the network: the point, what happens there, the
#: state it leaves, how many mails the server has.
OUTSIDE = {
    "connection cut before the greeting": ("connect", CUT, "failed", 0),
    "too busy at the greeting": ("connect", "421 4.3.2 busy", "deferred", 0),
    "connection cut at EHLO": ("EHLO", CUT, "failed", 0),
    "sender refused": ("MAIL", "550 5.7.1 not you", "refused", 0),
    "connection cut at the sender": ("MAIL", CUT, "failed", 0),
    "recipient refused": ("RCPT", "550 5.1.1 unknown", "refused", 0),
    "recipient postponed": ("RCPT", "451 4.7.1 later", "deferred", 0),
    "connection cut at the recipient": ("RCPT", CUT, "failed", 0),
    "message not asked for": ("DATA", "554 5.7.1 no", "refused", 0),
    "connection cut before the go-ahead": ("DATA", CUT, "failed", 0),
    "connection cut in the message": ("content", CUT, "unknown", 0),
    "message refused": ("answer", "552 5.3.4 too big", "refused", 0),
    "message postponed": ("answer", "451 4.3.0 disk full", "deferred", 0),
    "answer lost, message lost": ("answer", CUT, "unknown", 0),
    "answer lost, message kept": ("answer", CUT_KEPT, "unknown", 1),
    "connection cut at the farewell": ("QUIT", CUT_KEPT, "accepted", 1),
}


@pytest.fixture(scope="module")
def table(request):
    """Collect (fault, state, mails); print them at the end."""
    rows = []
    yield rows
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{'What fails':<40} | the case says | mails")
        for fault, state, mails in rows:
            print(f"{fault:<40} | {state:<13} | {mails}")


@pytest.fixture(scope="module")
def shared(odoo, tmp_path_factory):
    """One world for what fails outside of it, with a case."""
    with serving(odoo, tmp_path_factory.mktemp("faults"), "ansm_test_faults") as made:
        made.announce("odoo.http: ")
        yield made, walk.declare(made.session("qa"))


@pytest.mark.parametrize("fault", OUTSIDE)
def test_whatever_fails_outside_one_mail_at_most_and_it_is_known(shared, table, fault):
    point, what, state, mails = OUTSIDE[fault]
    sending = Sending(*shared)
    world = sending.world
    world.close_mailbox()
    try:
        with Faulty(world.smtp_port, point, what) as faulty:
            sending.press()
            found, kept = sending.now(), faulty.kept
    finally:
        world.open_mailbox()
    table.append((fault, found, len(kept)))
    assert (found, len(kept)) == (state, mails)
    sending.check(state)
    sending.finish(state, kept)


def kill(sending, _hold):
    """The process dies as in a power cut, and is started again."""
    sending.world.kill()


def cut_connections(sending, _hold):
    """The database drops all its connections, and takes new ones."""
    terminate(sending.world.name)


def lose_database(sending, _hold):
    """The database is gone for longer than the sender tries to write to it."""
    allow(sending.world.name, connections=False)
    terminate(sending.world.name)


def another_node(sending, _hold):
    """Another node runs the job meanwhile: it leaves alone what is in good hands."""
    walk.run_job(sending.world, "cron_send")
    assert sending.now() == "sending"


#: A fault inside: where the sending is then, what happens, the state it leaves
#: once the job has run, how many mails the server has.
INSIDE = {
    "process killed before its commit": ("ansm_transmission", kill, "nothing", 0),
    "process killed after its commit": (
        "ansm_transmission_attempt",
        kill,
        "accepted",
        1,
    ),
    "process killed at the greeting": ("connect", kill, "failed", 0),
    "process killed at the recipient": ("RCPT", kill, "failed", 0),
    "process killed before the answer": ("answer", kill, "unknown", 1),
    "another node's job meanwhile": ("RCPT", another_node, "accepted", 1),
    "connections to the database lost": ("answer", cut_connections, "accepted", 1),
    "database gone before the go-ahead": ("RCPT", lose_database, "failed", 0),
    "database gone before the answer": ("answer", lose_database, "unknown", 1),
}


@pytest.mark.parametrize("fault", INSIDE)
def test_whatever_fails_inside_one_mail_at_most_and_it_is_known(world, table, fault):
    point, happens, state, mails = INSIDE[fault]
    for words in ("odoo.http: ", "odoo.sql_db: ", "ansm_sender: transmission"):
        world.announce(words)
    sending = Sending(world, walk.declare(world.session("qa")))
    world.close_mailbox()
    hold = Hold()
    with Faulty(world.smtp_port, point, hold) as faulty:
        with sending.pressed(), stopped_at(point, hold, world.name):
            happens(sending, hold)
            hold.let_go.set()
        recover(world)
        pass_a_minute(world.name)
        found, kept = sending.after_job(), faulty.kept
    world.open_mailbox()
    table.append((fault, found, len(kept)))
    assert (found, len(kept)) == (state, mails)
    if found != "nothing":
        sending.check(state)
    sending.finish(state, kept)


@contextlib.contextmanager
def stopped_at(point, hold, name):
    """Wait until the sending stands at a point of the conversation, or before the
    first row it inserts in a table."""
    if not point.startswith("ansm_"):
        assert hold.reached.wait(timeout=90)
        yield
        return
    with contextlib.closing(psycopg2.connect(dbname=name)) as gate:
        gate.cursor().execute(f"LOCK TABLE {point} IN SHARE MODE")
        wait_for_waiter(gate, point)
        yield


def wait_for_waiter(gate, table, seconds=90):
    query = (
        "SELECT COUNT(*), pg_sleep(0.1) FROM pg_locks "
        "WHERE relation = %s::regclass AND NOT granted"
    )
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        cursor = gate.cursor()
        cursor.execute(query, [table])
        if cursor.fetchone()[0]:
            return
    raise AssertionError(f"nobody waits for {table}")


def recover(world):
    """Bring back what was lost: the database, the process."""
    allow(world.name, connections=True)
    if world.server.process.poll() is not None:
        world.serve()
        world.server.wait()


def pass_a_minute(name):
    """The job leaves what is younger to the request: make all older."""
    table = "ansm_transmission"
    query = (
        f"ALTER TABLE {table} DISABLE TRIGGER USER; "
        f"UPDATE {table} SET prepared_at = prepared_at - INTERVAL '1 minute'; "
        f"ALTER TABLE {table} ENABLE TRIGGER USER"
    )
    postgres(query, name)


def allow(name, connections):
    postgres(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {connections}')


def terminate(name):
    postgres(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )


def postgres(query, name="postgres"):
    with contextlib.closing(psycopg2.connect(dbname=name)) as connection:
        connection.autocommit = True
        connection.cursor().execute(query)
