# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real SMTP server on the loopback interface, the agency's mailbox here.

Each message is kept as one .eml, byte for byte as it came in DATA. Run as a
program by the environment's Python: ``python -m runner.mailbox PORT FOLDER``;
it stops when its standard input ends. Recipients whose name begins with
``refuse`` are refused (550), with ``later`` postponed once (451), so that a person
can see in the demo what happens then.
"""

import contextlib
import itertools
import os
import subprocess
import sys
from pathlib import Path

from .paths import PYTHON, ROOT


class Keeper:
    """What aiosmtpd calls: keeps each message in a file of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.postponed = set()
        self.numbers = itertools.count(len(list(self.folder.glob("*.eml"))) + 1)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("refuse"):
            return "550 5.1.1 No such mailbox here"
        if address.startswith("later") and address not in self.postponed:
            self.postponed.add(address)
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        target = self.folder / f"{next(self.numbers):04d}.eml"
        partial = target.with_suffix(".partial")
        partial.write_bytes(envelope.original_content)
        partial.rename(target)
        return "250 2.0.0 Kept"


def main(port, folder):
    from aiosmtpd.controller import Controller

    controller = Controller(
        Keeper(folder), hostname="127.0.0.1", port=port, data_size_limit=64 * 2**20
    )
    controller.start()
    print("listening", flush=True)
    sys.stdin.read()
    controller.stop()


@contextlib.contextmanager
def running(port, folder):
    """Run the mailbox while the block lasts."""
    process = subprocess.Popen(  # noqa: S603
        [str(PYTHON), "-m", "runner.mailbox", str(port), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        process.stdout.readline()
        yield Path(folder)
    finally:
        process.stdin.close()
        process.wait(timeout=20)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
