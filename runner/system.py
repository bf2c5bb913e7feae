# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Debian's packages: what the machine itself must have."""

import os
import shutil
import subprocess

from .steps import Failure, call, once

#: Pango and HarfBuzz draw the PDF; DejaVu has ☐ and ☒; Chromium walks the screens.
PACKAGES = (
    "python3-venv ca-certificates libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 fonts-dejavu-core chromium poppler-utils"
).split()


def _missing():
    found = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    installed = {
        line.split()[0] for line in found.splitlines() if line.endswith(" installed")
    }
    return [name for name in PACKAGES if name not in installed]


def as_root(command):
    """Return the command as root runs it here."""
    if os.geteuid() == 0:
        return command
    if shutil.which("sudo"):
        return ["sudo", *command]
    raise Failure(
        "Debian packages are missing and this user can install none.",
        f"as root: apt-get install {' '.join(_missing())}",
    )


def prepare():
    """Install the missing Debian packages.

    :raise Failure: when this is no Debian, or its mirror is out of reach
    """
    if not shutil.which("apt-get"):
        raise Failure(
            "This machine has no apt-get: only Debian 12 and newer are set up here.",
            f"install the like of: {' '.join(PACKAGES)}, and name your Odoo 19.0 "
            "in ODOO_SOURCE",
        )
    missing = _missing()
    once("system", "Debian packages", f"{missing}", lambda: _install(missing))


def _install(missing):
    if not missing:
        return
    network = "check the network and Debian's mirror (apt-get update), then again"
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call(as_root(["apt-get", "-q", "update"]), network, env=env)
    call(
        as_root(
            ["apt-get", "-q", "-y", "--no-install-recommends", "install", *missing]
        ),
        network,
        env=env,
    )
