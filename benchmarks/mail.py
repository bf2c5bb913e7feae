# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Claims: a message finds its case among 10,000 open ones in less than 50 ms; 1,000
messages leave, each with its proof, at 0.9 of the pace of plain ``mail.mail``.

Matching: by each sign, from its bytes to the case, the worst of the rounds. Odoo's
gateway, the peer, looks a thread up by Message-ID alone: no ratio is claimed.
Sending: the same words and file to the same SMTP server on the loopback interface,
one after the other, in one process.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from runner import database, mailbox, odoo_source, server

CLAIM_MATCH, CLAIM_SEND = 50, 0.9
SCRIPTS = Path(__file__).resolve().parent / "scripts"


def main():
    odoo = odoo_source.prepare()
    template = database.demo_template(odoo)
    matched = _run(odoo, template, "matching", "MATCH")
    with tempfile.TemporaryDirectory() as folder:
        port = server.free_port()
        with mailbox.running(port, Path(folder)):
            sent = _run(odoo, template, "sending", "SEND", port)
            arrived = len(list(Path(folder).glob("*.eml")))
    print("\n".join([*matched, *sent, f"{arrived} messages arrived"]))
    slow = [one for one in matched if float(one.split()[2]) >= CLAIM_MATCH]
    wrong = [one for one in matched if "25 of 25" not in one]
    kept = [one for one in sent if float(one.split()[1].strip(":")) >= CLAIM_SEND]
    good = len(matched) == 4 and not slow and not wrong and kept and arrived == 2000
    return 0 if good else 1


def _run(odoo, template, script, word, port=None):
    """Run a script in the shell of a copy, and return its lines of figures."""
    options = ("--smtp=127.0.0.1", f"--smtp-port={port}") if port else ()
    with database.copied(template, f"ansm_bench_{script}") as name:
        text = (SCRIPTS / f"{script}.py").read_text()
        printed = server.shell(odoo, name, text, options=options)
    return [one for one in printed.splitlines() if one.startswith(word)]


if __name__ == "__main__":
    sys.exit(main())
