# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The doors of the external API, as one user each; and a digest of tables."""

import json
import urllib.error
import urllib.request
import xmlrpc.client

import psycopg2
from psycopg2 import sql

#: Odoo's codes of a fault that is an answer: a refusal in words, a missing right.
REFUSALS = (2, 4)


class Refused(Exception):
    """Odoo refused, in words; anything else it may say is an error of the test."""


class Door:
    """Calls of one user with an API key: ``ids``, then the arguments in order."""

    def __init__(self, world, uid, key):
        self.url, self.database = world.server.url, world.name
        self.uid, self.key = uid, key


class Json2(Door):
    name = "JSON-2"

    def call(self, model, method, ids=None, **arguments):
        """:raise Refused: when Odoo refuses"""
        if ids is not None:
            arguments["ids"] = ids
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/json/2/{model}/{method}",
            json.dumps(arguments).encode(),
            {
                "Authorization": f"bearer {self.key}",
                "X-Odoo-Database": self.database,
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = json.load(error)
            if said["name"].startswith("odoo.exceptions."):
                raise Refused(said["message"]) from error
            raise AssertionError(f"{model}.{method}: {said}") from error


class XmlRpc(Door):
    name = "XML-RPC"

    def __init__(self, *words):
        super().__init__(*words)
        proxy = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object")
        self.execute = proxy.execute_kw

    def call(self, model, method, ids=None, **arguments):
        """:raise Refused: when Odoo refuses"""
        words = [] if ids is None else [ids]
        words += arguments.values()
        try:
            return self.execute(self.database, self.uid, self.key, model, method, words)
        except xmlrpc.client.Fault as fault:
            if fault.faultCode in REFUSALS:
                raise Refused(fault.faultString) from fault
            raise AssertionError(f"{model}.{method}: {fault}") from fault


APIS = (Json2, XmlRpc)


def digest(database, tables):
    """Return, by table, the digest of each row with all its bytes."""
    with psycopg2.connect(dbname=database) as connection:
        cursor = connection.cursor()
        found = {}
        for table in tables:
            query = sql.SQL("SELECT id, md5(t::text) FROM {} t ORDER BY id")
            cursor.execute(query.format(sql.Identifier(table)))
            found[table] = dict(cursor.fetchall())
    connection.close()
    return found


def forget_passwords(database):
    """Let the keys alone open XML-RPC, which tries the password first: slowly."""
    with psycopg2.connect(dbname=database) as connection:
        connection.cursor().execute("UPDATE res_users SET password = NULL")
    connection.close()
