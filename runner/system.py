# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Debian's packages: what the machine itself must have."""

import os
import shutil
import subprocess

from .steps import Failure, alone, apt_progress, call, step

#: The PDF is drawn in DejaVu, which has ☐ and ☒.
PACKAGES = ["python3-venv", "ca-certificates", "fonts-dejavu-core"]
#: Chromium walks the screens, and what drives it needs libatomic; git tells how
#: the addon was at first.
FOR_TESTS = ["chromium", "libatomic1", "git"]
NETWORK = "check the network and Debian's mirror (apt-get update), then again"


def _missing(wanted):
    found = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    installed = {
        line.split()[0] for line in found.splitlines() if line.endswith(" installed")
    }
    return [name for name in wanted if name not in installed]


def prepare(tests=False):
    """Install the missing Debian packages.

    :param tests: also what only the tests need
    :raise Failure: when this is no Debian, or its mirror is out of reach
    """
    wanted = [*PACKAGES, *(FOR_TESTS if tests else ())]
    if not shutil.which("apt-get"):
        raise Failure(
            "This machine has no apt-get: only Debian 12 and newer are set up here.",
            f"install the like of: {' '.join(wanted)}, and name your Odoo 19.0 "
            "in ODOO_SOURCE",
        )
    with alone("system"):
        missing = _missing(wanted)
        if missing:
            with step(f"Debian packages: {' '.join(missing)}"):
                update()
                apt_get("-y", "--no-install-recommends", "install", *missing)


def update():
    """Bring apt's lists up to date."""
    apt_get("update")


def apt_get(*words):
    """Run apt-get as root.

    :raise Failure: when it fails, or nobody here can be root
    """
    call([*_as_root(words), *apt(*words)], NETWORK, apt_progress)


def apt(*words):
    """Return apt-get's command line: it tells its progress and hides no failure."""
    quiet = ("-q", "-o", "APT::Status-Fd=1", "-o", "APT::Update::Error-Mode=any")
    return ["apt-get", *quiet, *words]


def _as_root(words):
    """Return what to put before a command to run it as root, without questions."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return quiet
    # the password is asked for here, where no bar is drawn over it
    if shutil.which("sudo") and subprocess.call(["sudo", "-v"]) == 0:
        return ["sudo", *quiet]
    raise Failure(
        "Debian packages are missing and this user can install none.",
        f"as root: apt-get {' '.join(words)}",
    )
