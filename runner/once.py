# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The main job without a person, over Odoo's external API, as the screens do it.

Nonconformity → decision → declaration → volet → signature → sending; what the
agency's mailbox received is left in a folder.
"""

import email
import email.policy
import http.cookiejar
import json
import urllib.error
import urllib.request
from pathlib import Path

from . import database, mailbox, server
from .steps import Failure, say, step

#: A key of one day: Odoo wants an end to them.
KEY = """
from datetime import datetime, timedelta
user = env["res.users"].search([("login", "=", "qa")])
keys = env["res.users.apikeys"].with_user(user)
end = datetime.now() + timedelta(days=1)
print("key", keys._generate("rpc", "main job", end))
"""


class Refused(Failure):
    """Odoo refused, in words. Any other failure is a fault of somebody's."""


def _failure(name, words):
    kind = Refused if name.startswith("odoo.exceptions.") else Failure
    return kind(words, "see the server's log")


class Api:
    """JSON-2 calls as one user."""

    def wizard(self, action, method, values=None, context=None):
        """Fill the wizard an action opens and press its button."""
        context = {**action.get("context", {}), **(context or {})}
        model, wizard = action["res_model"], action.get("res_id")
        if not wizard:
            (wizard,) = self.call(
                model, "create", vals_list=[values or {}], context=context
            )
        elif values:
            self.call(model, "write", ids=[wizard], vals=values)
        return self.call(model, method, ids=[wizard], context=context)

    def __init__(self, url, database_name, key):
        self.url, self.database, self.key = url, database_name, key

    def call(self, model, method, **arguments):
        """Call a method and return its result.

        :raise Refused: with Odoo's own words when it refuses
        """
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
            with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = json.load(error)
            words = f"{model}.{method}: {said['message']}"
            raise _failure(said["name"], words) from error


class Session(Api):
    """The web client's calls, in a session opened by a password.

    A signature is refused over the external API: nobody signs by a script. The
    demo's pharmacien responsable signs as a person does, in his own session.
    """

    def __init__(self, url, database_name, login, password):
        super().__init__(url, database_name, None)
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        credentials = {"db": database_name, "login": login, "password": password}
        self._post("/web/session/authenticate", credentials)

    def call(self, model, method, /, ids=None, context=None, **arguments):
        # the records, or for a creation their values, come first
        args = [arguments.pop("vals_list", ids)]
        args = [] if args == [None] else args
        arguments["context"] = context or {}
        parameters = {"model": model, "method": method}
        parameters.update(args=args, kwargs=arguments)
        return self._post("/web/dataset/call_kw", parameters)

    def _post(self, path, parameters):
        body = json.dumps({"jsonrpc": "2.0", "params": parameters}).encode()
        request = urllib.request.Request(  # noqa: S310
            self.url + path, body, {"Content-Type": "application/json"}
        )
        with self.opener.open(request, timeout=120) as answer:
            result = json.load(answer)
        if "error" in result:
            said = result["error"]["data"]
            raise _failure(said["name"], f"{path}: {said['message']}")
        # a method that returns nothing has no result
        return result.get("result")


def do(odoo, folder):
    """Do the main job and leave the Word, the PDF and the message in a folder.

    :raise Failure: at the first step that does not do what it must
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    template = database.demo_template(odoo)
    with database.copied(template, "ansm_demo_once") as name:
        smtp = server.free_port()
        with mailbox.running(smtp, target / "mailbox") as received:
            before = set(received.glob("*.eml"))
            key = _key(odoo, name)
            running = server.Server(odoo, name, server.free_port(), smtp, name="once")
            try:
                running.wait()
                main_job(
                    Api(running.url, name, key),
                    Session(running.url, name, "pr", "pr"),
                )
            finally:
                running.stop()
            _keep(set(received.glob("*.eml")) - before, target)
    say(f"In {target}: volet-1.docx, volet-1.pdf, message.eml")
    return 0


def _key(odoo, name):
    printed = server.shell(odoo, name, KEY).splitlines()
    return next(line.split()[1] for line in printed if line.startswith("key "))


def main_job(qa, pr):
    """Walk from a nonconformity to a sent Volet 1.

    :param qa: the API of the person who prepares
    :param pr: the session of the pharmacien responsable, whose password is ``pr``
    """
    with step("A nonconformity is recorded, and decided to be one to declare"):
        declaration = _declare(qa)
    with step("Volet 1 is made"):
        action = qa.call("ansm.declaration", "action_make_volet", ids=[declaration])
        volet = qa.wizard(action, "action_make")["res_id"]
    with step("The pharmacien responsable signs it"):
        action = pr.call("ansm.volet", "action_sign", ids=[volet])
        pr.wizard(action, "action_sign", context={"password": "pr"})
    with step("It is sent"):
        action = qa.call("ansm.volet", "action_send", ids=[volet])
        qa.wizard(action, "action_send", {"identity_checked": True})
    (read,) = qa.call("ansm.declaration", "read", ids=[declaration], fields=["state"])
    if read["state"] != "sent":
        raise Failure(
            f"The case says “{read['state']}”, not “sent”.", "see the server's log"
        )


def _declare(qa):
    (lot,) = qa.call("stock.lot", "search", domain=[("name", "=", "AB2417")], limit=1)
    user = qa.call("res.users", "context_get")["uid"]
    partner = qa.call(
        "res.partner", "search", domain=[("ref", "=", "PUI-RODEZ")], limit=1
    )
    origin = qa.call("mgmtsystem.nonconformity.origin", "search", domain=[], limit=1)
    # as the form saves: the parent names the argument of create() in its own way
    (nonconformity,) = qa.call(
        "mgmtsystem.nonconformity",
        "web_save",
        ids=[],
        specification={},
        vals={
            "name": "Blister incomplet",
            "partner_id": partner[0],
            "responsible_user_id": user,
            "manager_user_id": user,
            "origin_ids": [(6, 0, origin)],
            "description": "Deux alvéoles vides dans une plaquette ; "
            "trois boîtes concernées à la PUI.",
        },
    )
    action = qa.call(
        "mgmtsystem.nonconformity", "action_quality_defect", ids=[nonconformity["id"]]
    )
    values = {"lot_ids": [(6, 0, [lot])]}
    return qa.wizard(action, "action_declare", values)["res_id"]


def _keep(messages, target):
    if len(messages) != 1:
        raise Failure(
            f"{len(messages)} messages arrived instead of one.", "see the server's log"
        )
    content = messages.pop().read_bytes()
    (target / "message.eml").write_bytes(content)
    message = email.message_from_bytes(content, policy=email.policy.default)
    kinds = {"docx": "volet-1.docx", "pdf": "volet-1.pdf"}
    for part in message.iter_attachments():
        name = kinds.pop((part.get_filename() or "").rpartition(".")[2], None)
        if name:
            (target / name).write_bytes(part.get_content())
    if kinds:
        raise Failure(
            f"The message lacks: {', '.join(kinds.values())}.", "see message.eml"
        )
