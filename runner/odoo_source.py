# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo 19.0: the user's own, or Debian's package unpacked into the cache.

Odoo is not on PyPI. Debian unstable has it; nothing of unstable is installed on
the machine: a throw-away apt configuration fetches the packages, and they are
unpacked into a private prefix. The mirror's address is the machine's own.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .paths import CACHE, PREFIX
from .steps import Failure, call, once

#: Odoo, and what its package links to; without these the web client answers 500.
UNSTABLE = (
    "odoo-19 libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted "
    "fonts-montserrat fonts-inconsolata fonts-ocr-b fonts-glyphicons-halflings"
).split()
#: Newer ones than Debian 12's lack the files Odoo names.
STABLE = ["fonts-font-awesome"]
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
NETWORK = "check the network and Debian's mirror (apt-get update), then again"


class Odoo:
    """A tree with Odoo 19.0: where its package, its addons and its command are."""

    def __init__(self, packages, command, addons):
        self.packages = packages
        self.command = command
        self.addons = addons


def prepare():
    """Return the Odoo to use, fetched when the user names none.

    :raise Failure: when the one named in ODOO_SOURCE is not Odoo 19.0
    """
    source = os.environ.get("ODOO_SOURCE")
    if source:
        return _named(Path(source).expanduser().resolve())
    once("odoo", "Odoo 19.0, from Debian's package", " ".join(UNSTABLE), _fetch)
    packages = PREFIX / "usr/lib/python3/dist-packages"
    return Odoo(packages, PREFIX / "usr/bin/odoo", [packages / "odoo/addons"])


def _named(source):
    release = source / "odoo/release.py"
    if not release.exists():
        raise Failure(
            f"ODOO_SOURCE is {source}, where there is no odoo/release.py.",
            "name the folder of a checkout of Odoo 19.0",
        )
    version = re.search(r"version_info = \((\d+), (\d+)", release.read_text())
    found = ".".join(version.groups()) if version else "unknown"
    if found != "19.0":
        raise Failure(
            f"ODOO_SOURCE is {source}, which is Odoo {found}; the addon needs 19.0.",
            "check out its branch 19.0, or unset ODOO_SOURCE to have it fetched",
        )
    addons = [source / "odoo/addons", source / "addons"]
    return Odoo(source, source / "odoo-bin", [one for one in addons if one.exists()])


def _mirror():
    found = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI)|$(LABEL)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    for line in found:
        address, _, label = line.partition("|")
        if label == "Debian":
            return address
    raise Failure(
        "apt knows no Debian mirror.", "run apt-get update as root, then again"
    )


def _fetch():
    work = CACHE / "fetch"
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "debs", "prefix"):
        (work / folder).mkdir(parents=True)
    (work / "unstable.list").write_text(
        f"deb [signed-by={KEYRING}] {_mirror()} sid main\n"
    )
    (work / "apt.conf").write_text(
        f'Dir::Etc::sourcelist "{work}/unstable.list";\n'
        'Dir::Etc::sourceparts "/dev/null";\n'
        f'Dir::State::lists "{work}/lists";\n'
        f'Dir::Cache "{work}/cache";\n'
        'APT::Sandbox::User "root";\n'
    )
    env = {**os.environ, "APT_CONFIG": str(work / "apt.conf")}
    debs = work / "debs"
    call(["apt-get", "-q", "update"], NETWORK, env=env)
    call(["apt-get", "-q", "download", *UNSTABLE], NETWORK, env=env, cwd=debs)
    call(
        ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", *STABLE],
        NETWORK,
        cwd=debs,
    )
    for deb in sorted(debs.glob("*.deb")):
        call(["dpkg-deb", "-x", deb, work / "prefix"], "free some disk, then again")
    _complete(work / "prefix")
    shutil.rmtree(PREFIX, ignore_errors=True)
    (work / "prefix").rename(PREFIX)
    shutil.rmtree(work)


def _complete(prefix):
    """Put a comment where Debian left out a file that the assets name.

    It only blurs the background of video calls, but browser tests fail on it.
    """
    lib = prefix / "usr/lib/python3/dist-packages/odoo/addons/mail/static/lib"
    script = lib / "selfie_segmentation/selfie_segmentation.js"
    script.parent.mkdir(parents=True, exist_ok=True)
    if not script.exists():
        script.write_text("/* left out by Debian: blurs video backgrounds only */\n")
