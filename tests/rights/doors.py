# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The external APIs, as one user each; and a digest of tables."""

import contextlib
import xmlrpc.client

import psycopg2
from psycopg2 import sql

from runner.once import Api, Refused
from runner.steps import Failure

#: Odoo's codes of a fault that is an answer: a refusal in words, a missing right.
REFUSALS = (2, 4)


class Json2(Api):
    name = "JSON-2"

    def __init__(self, world, _uid, key):
        super().__init__(world.server.url, world.name, key)

    def call(self, model, method, ids=None, **arguments):
        if ids is not None:
            arguments["ids"] = ids
        return super().call(model, method, **arguments)


class XmlRpc:
    name = "XML-RPC"

    def __init__(self, world, uid, key):
        proxy = xmlrpc.client.ServerProxy(f"{world.server.url}/xmlrpc/2/object")
        self.execute, self.user = proxy.execute_kw, (world.name, uid, key)

    def call(self, model, method, ids=None, **arguments):
        """Call a method whose arguments are given in their order."""
        words = [] if ids is None else [ids]
        words += arguments.values()
        try:
            return self.execute(*self.user, model, method, words)
        except xmlrpc.client.Fault as fault:
            kind = Refused if fault.faultCode in REFUSALS else Failure
            raise kind(f"{model}.{method}: {fault}", "see the log") from fault


APIS = (Json2, XmlRpc)


def digest(database, tables, apart=()):
    """Return, by table, the digest of each row with all its bytes.

    :param apart: columns that may move
    """
    query = "SELECT id, md5((to_jsonb(t) - %s)::text) FROM {} t ORDER BY id"
    found = {}
    with _connected(database) as cursor:
        for table in tables:
            words = sql.SQL(query).format(sql.Identifier(table))
            cursor.execute(words, [list(apart)])
            found[table] = dict(cursor.fetchall())
    return found


@contextlib.contextmanager
def keys_alone(database):
    """Let keys alone open XML-RPC, which tries the password first: slowly."""
    with _connected(database) as cursor:
        cursor.execute("SELECT id, password FROM res_users")
        passwords = cursor.fetchall()
        cursor.execute("UPDATE res_users SET password = NULL")
    try:
        yield
    finally:
        with _connected(database) as cursor:
            for uid, password in passwords:
                words = [password, uid]
                cursor.execute("UPDATE res_users SET password=%s WHERE id=%s", words)


@contextlib.contextmanager
def _connected(database):
    connection = psycopg2.connect(dbname=database)
    try:
        with connection, connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
