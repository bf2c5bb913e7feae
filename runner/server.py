# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo as a process: its command line, its log, a shell, a server that answers."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request

from .paths import LOGS, PYTHON, ROOT, data
from .steps import Failure, tail, watch

#: The lines of Odoo's log nobody needs to look at, each with its reason.
ANNOUNCED = (
    # the embedded PostgreSQL has no contrib extension; only searches use it
    re.compile(r"Unable to create PostgreSQL extensions"),
    # while parents are updated in test mode; the column has its constraint
    re.compile(r"Missing not-null constraint on res.config.settings.company_id"),
)
LOADING = re.compile(r"Loading module \S+ \((\d+)/(\d+)\)")
#: How Odoo says what became of its tests.
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
ALARM = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")


def command(odoo, database, addons=ROOT):
    """Return Odoo's command line for a database.

    :param addons: the folder that holds the addon, None for an installed wheel
    """
    paths = [*odoo.addons, *([addons] if addons else [])]
    return [
        *(str(PYTHON), "-m", "odoo"),
        *("-r", os.environ.get("PGUSER", "")),
        f"--db_host={os.environ.get('PGHOST', '')}",
        f"--addons-path={','.join(str(path) for path in paths)}",
        *("-D", str(data())),
        *("-d", database),
        "--http-interface=127.0.0.1",
    ]


def alarms(text, announced=()):
    """Return the WARNING and ERROR lines of a log that nobody announced."""
    known = [*ANNOUNCED, *(re.compile(one) for one in announced)]
    return [
        line
        for line in text.splitlines()
        if ALARM.match(line) and not any(one.search(line) for one in known)
    ]


def results(text):
    """Return how many of Odoo's own tests passed and failed, by its log."""
    failed, errors, total = map(int, (RESULT.findall(text) or [(0, 0, 0)])[-1])
    return total - failed - errors, failed + errors


def run(odoo, database, *options, name="odoo", addons=ROOT):
    """Run Odoo until it stops by itself and return its log.

    :raise Failure: when it ends in error
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    words = [*command(odoo, database, addons), "--stop-after-init", *options]
    returned = watch(words, log, _progress, cwd=ROOT)
    text = log.read_text(errors="replace")
    if returned and "odoo.tests" not in text:
        raise Failure(
            f"Odoo stopped with an error:\n{text[-2000:]}", f"read {log}, then again"
        )
    return text


def _progress(log):
    """Return the part of the modules that is loaded."""
    found = LOADING.findall(tail(log))
    return int(found[-1][0]) / int(found[-1][1]) if found else None


def shell(odoo, database, script, addons=ROOT, options=()):
    """Run a Python script in Odoo's shell and return what it printed.

    :param addons: the folder that holds the addon
    :param options: more of Odoo's options
    :raise Failure: when the script fails
    """
    words = command(odoo, database, addons)
    done = subprocess.run(  # noqa: S603
        [*words[:3], "shell", *words[3:], *options, "--no-http"],
        input=f"{script}\nenv.cr.commit()\nprint('shell-done')\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if "shell-done" not in done.stdout:
        raise Failure(
            f"A script in Odoo's shell failed:\n{done.stderr[-3000:]}",
            "this is a fault of the addon: please report it",
        )
    return done.stdout


def free_port():
    """Return a port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_port(port, use):
    """Refuse a port in use, in words.

    :raise Failure: naming the port and how to choose another
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Failure(
                f"Port {port} of 127.0.0.1, for {use}, is in use by another program.",
                "stop that program (ss -ltnp shows it), or choose another port by "
                "ANSM_HTTP_PORT or ANSM_SMTP_PORT",
            ) from error


class Server:
    """A running Odoo server on the loopback interface.

    ``jobs`` is how many scheduled jobs run at once: none in tests, where a job
    that the server's end interrupts would say so in the log.
    """

    def __init__(self, odoo, database, port, smtp_port, name="server", jobs=1):
        self.url = f"http://127.0.0.1:{port}"
        self.database = database
        LOGS.mkdir(parents=True, exist_ok=True)
        self.log = LOGS / f"{name}.log"
        self._output = self.log.open("w")
        self.process = subprocess.Popen(  # noqa: S603
            [
                *command(odoo, database),
                f"--http-port={port}",
                f"--max-cron-threads={jobs}",
                "--smtp=127.0.0.1",
                f"--smtp-port={smtp_port}",
                f"--db-filter=^{database}$",
            ],
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=ROOT,
        )

    def wait(self, seconds=90):
        """Wait until the login page answers.

        :raise Failure: when the server ended, or does not answer in that time
        """
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and self.process.poll() is None:
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=30):
                    return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.3)
        raise Failure(
            f"Odoo does not answer:\n{self.log.read_text()[-2000:]}",
            f"read {self.log}",
        )

    def stop(self):
        """Stop the server and its children; harmless when it has stopped."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(timeout=20)
        self._output.close()

    def alarms(self, announced=()):
        """Return the alarms of the server's log so far."""
        return alarms(self.log.read_text(errors="replace"), announced)
