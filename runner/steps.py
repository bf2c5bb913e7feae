# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Steps that say what they do, how long it took, and how to mend a failure.

A step done once is remembered by a stamp made of what it depends on, so the
next call goes on from the first step that is not done.
"""

import contextlib
import hashlib
import subprocess
import sys
import time

from .paths import LOGS, STAMPS


class Failure(Exception):
    """A step failed: the cause, and what to do about it."""

    def __init__(self, cause, mend):
        super().__init__(cause)
        self.cause = cause
        self.mend = mend

    def __str__(self):
        return f"{self.cause}\n  What to do: {self.mend}"


def say(text):
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """Print a step's title, then the seconds it took."""
    say(f"• {title}")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.1f} s")


def once(name, title, depends, work):
    """Do a step unless its stamp tells that it was done with these dependencies.

    :param depends: text whose change makes the step be done again
    :param work: function called without arguments
    """
    stamp = STAMPS / name
    digest = hashlib.sha256(depends.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    with step(title):
        stamp.unlink(missing_ok=True)
        work()
        STAMPS.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest)


def call(command, mend, **options):
    """Run a command, showing a bar past two seconds; its output goes to a log.

    :raise Failure: with the last lines of the output
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "last-command.log"
    with log.open("w+", errors="replace") as output:
        process = subprocess.Popen(  # noqa: S603
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            **options,
        )
        _wait(process)
        if process.returncode:
            output.seek(0)
            tail = "".join(output.readlines()[-15:])
            name = " ".join(str(part) for part in command[:3])
            raise Failure(f"“{name} …” failed:\n{tail}", mend)


def _wait(process):
    start = time.monotonic()
    bar = sys.stdout.isatty()
    while True:
        try:
            process.wait(timeout=0.5)
            break
        except subprocess.TimeoutExpired:
            seconds = time.monotonic() - start
            if bar and seconds > 2:
                done = "█" * (int(seconds) % 30) + " " * 30
                print(f"\r  [{done[:30]}] {seconds:.0f} s", end="", flush=True)
    if bar:
        print("\r" + " " * 60 + "\r", end="", flush=True)
