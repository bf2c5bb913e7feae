# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Databases: templates made once, and copies of them with their files.

A copy without its filestore has no assets: pages answer 500 and a browser test
hangs for minutes.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess

from . import server
from .paths import ADDON, CLONE, PYTHON, data
from .steps import alone, step

#: Templates of each kind that are kept: this state's and those before it.
KEPT = 3

PARENTS = "mgmtsystem_nonconformity,stock,product_expiry"

SQL = """
import psycopg2, sys
connection = psycopg2.connect(dbname="postgres")
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(sys.argv[1])
for row in cursor.fetchall() if cursor.description else ():
    print(row[0])
"""


def _sql(statement):
    """Run a statement on the server, and return the first column of its rows."""
    done = subprocess.run(  # noqa: S603
        [str(PYTHON), "-c", SQL, statement], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def exists(database):
    return bool(_sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))  # noqa: S608


def drop(database):
    """Drop a database and its files, whoever is connected to it.

    WITH (FORCE) would fail when PostgreSQL happens to vacuum the database: the
    worker is the superuser's, and we may not end it. A plain DROP asks it to stop.
    """
    _sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608
        f" WHERE datname = '{database}' AND usename = current_user"
    )
    _sql(f'DROP DATABASE IF EXISTS "{database}"')
    shutil.rmtree(data() / "filestore" / database, ignore_errors=True)


def copy(template, database):
    """Copy a database with its files; an older one of that name goes first."""
    drop(database)
    _sql(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    files = data() / "filestore" / template
    if files.exists():
        shutil.copytree(files, data() / "filestore" / database)


@contextlib.contextmanager
def copied(template, database):
    """Lend a copy of a database, this clone's own, and drop it after.

    Tests that run beside one another, in processes of pytest, have each their own.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    database = "_".join(filter(None, (database, worker, CLONE)))
    copy(template, database)
    try:
        yield database
    finally:
        drop(database)


def _digest():
    # on the user's own server, another cache's database of the same name would
    # come without its files
    return hashlib.sha256(os.environ.get("ANSM_DATA", "").encode())


def sources_digest():
    """Return a digest of the addon's sources, on which its templates depend."""
    digest = _digest()
    for path in sorted(ADDON.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(ADDON)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def parents_template(odoo):
    """Return a database with the parents in French, made when it is not there."""
    digest = _digest()
    digest.update((odoo.packages / "odoo/release.py").read_bytes())
    name = f"ansm_parents_{digest.hexdigest()[:8]}"
    with alone("databases"):
        if not exists(name):
            with step("A database with the addon's parents, in French (once)"):
                _make(odoo, name, PARENTS)
    return name


def addon_template(odoo):
    """Return a database with the addon as it is now."""
    name = f"ansm_addon_{sources_digest()}"
    parents = parents_template(odoo)
    with alone("databases"):
        if not exists(name):
            _forget_old()
            with step("A database with the addon"):
                _make(odoo, name, "quality_defect_ansm", parents)
    return name


def demo_template(odoo):
    """Return a database with the addon and its demo company."""
    name = f"ansm_demo_{sources_digest()}"
    addon = addon_template(odoo)
    with alone("databases"):
        if not exists(name):
            with step("The demo company"):
                with _making(name, addon) as making:
                    server.shell(odoo, making, "env['ansm.demo']._load()")
    return name


def live_demo(odoo):
    """Return the demo that ./run demo serves: what is done in it is kept."""
    name = f"ansm_demo_{sources_digest()}_live"
    template = demo_template(odoo)
    with alone("databases"):
        if not exists(name):
            with _making(name, template):
                pass
    return name


def _make(odoo, name, modules, template=None):
    with _making(name, template) as making:
        server.run(
            odoo,
            making,
            *("-i", modules, "--load-language=fr_FR", "--without-demo", "--no-http"),
            name="install",
        )


@contextlib.contextmanager
def _making(name, template=None):
    """Lend a database to make, and give it its name once it is whole.

    One whose making failed or was killed has not the name: it is made again.
    """
    making = f"{name}_making"
    if template:
        copy(template, making)
    else:
        drop(making)
    yield making
    files = data() / "filestore"
    shutil.rmtree(files / name, ignore_errors=True)
    if (files / making).exists():
        (files / making).rename(files / name)
    _sql(f'ALTER DATABASE "{making}" RENAME TO "{name}"')


def _forget_old(ours="ansm"):
    """Drop the templates of former states of the sources, and killed tests' copies.

    Each change of the sources makes new ones; kept for ever they fill the disk,
    and a server that was interrupted reads through all of them to start. One in
    use is left alone.

    :param ours: how the names of our databases begin
    """
    for kind in ("addon_%", "demo_%_live", "demo_%"):
        for name in _newest_first(f"{ours}_{kind}")[KEPT:]:
            _drop_unused(name)
    for name in _newest_first(f"{ours}_test_%"):
        with contextlib.suppress(BlockingIOError):
            with alone(f"test-{name.rpartition('_')[2]}", wait=False):
                _drop_unused(name)


def _newest_first(pattern):
    live = "" if pattern.endswith("live") else "AND datname NOT LIKE '%_live'"
    return _sql(
        f"SELECT datname FROM pg_database WHERE datname LIKE '{pattern}' {live}"  # noqa: S608
        " ORDER BY oid DESC"
    )


def _drop_unused(name):
    if _sql(f"SELECT 1 FROM pg_stat_activity WHERE datname = '{name}'"):  # noqa: S608
        return
    drop(name)
