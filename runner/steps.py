# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Steps that say what they do, how long it took, and how to mend a failure.

A step done once is remembered by a stamp made of what it depends on, so the
next call goes on from the first step that is not done.
"""

import contextlib
import fcntl
import hashlib
import re
import subprocess
import time

from .bar import Bar
from .paths import CACHE, LOGS, STAMPS

#: How apt, pip and npm say that there is no network.
NO_NETWORK = re.compile(
    r"resolv(e|ing) |getaddrinfo|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ProxyError"
    r"|NewConnectionError|ConnectTimeout|[Nn]etwork is unreachable"
    r"|Could not connect|Unable to connect|Connection (refused|failed|timed out)"
)


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
    with alone(name):
        if stamp.exists() and stamp.read_text() == digest:
            return
        with step(title):
            stamp.unlink(missing_ok=True)
            work()
            STAMPS.mkdir(parents=True, exist_ok=True)
            stamp.write_text(digest)


@contextlib.contextmanager
def alone(name, wait=True):
    """Do something one call at a time: another clone's call waits, and says so.

    :raise BlockingIOError: another does it, and one is not to wait
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise
            say(f"• Waiting for another ./run, which makes the same ({name})")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def call(command, mend, progress=None, **options):
    """Run a command, showing a bar past two seconds; its output goes to a log.

    :param progress: function of the log of the output so far, returning the part
        done (0 to 1), or None while it is unknown
    :raise Failure: with the last lines of the output
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "last-command.log"
    returned = watch(command, log, progress, **options)
    if returned:
        name = " ".join(str(part) for part in command[:3])
        raise Failure(_cause(f"“{name} …” failed", log), mend)


def _cause(what, log):
    text = log.read_text(errors="replace")
    lines = [one for one in text.splitlines() if not APT_STATUS.match(one)]
    if NO_NETWORK.search(text):
        what = f"The network could not be reached. {what}"
    return "\n".join([f"{what}:", *lines[-15:]])


def watch(command, log, progress=None, **options):
    """Run a command with a bar and its output in a log; return its exit code.

    It ends with this call, also when a person interrupts it.
    """
    with log.open("w") as output, Bar() as bar:
        process = subprocess.Popen(  # noqa: S603
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            **options,
        )
        try:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=0.5)
                bar.show(progress and progress(log))
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=60)
    return process.returncode


def tail(log, size=2**16):
    """Return the last part of a log, which may be long."""
    with log.open("rb") as text:
        text.seek(max(log.stat().st_size - size, 0))
        return text.read().decode(errors="replace")


APT_STATUS = re.compile(r"^(?:dl|pm)status:[^:]*:([\d.]+):", re.M)


def apt_progress(log):
    """Return the part done of an apt-get told ``APT::Status-Fd=1``.

    It counts the bytes fetched (dl), then from 0 again the packages set up (pm).
    """
    found = APT_STATUS.findall(tail(log))
    return float(found[-1]) / 100 if found else None
