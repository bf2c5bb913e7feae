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

from . import system
from .paths import CACHE, PREFIX
from .steps import Failure, apt_progress, call, once

#: Odoo, and what its package links to; without these the web client answers 500.
UNSTABLE = (
    "odoo-19 libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted "
    "fonts-montserrat fonts-inconsolata fonts-ocr-b fonts-glyphicons-halflings"
).split()
#: Newer ones than Debian 12's lack the files Odoo names.
STABLE = ["fonts-font-awesome/bookworm"]
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Odoo:
    """A tree with Odoo 19.0: where its package is, and the folders of its addons."""

    def __init__(self, packages):
        self.packages = packages
        found = (packages / "odoo/addons", packages / "addons")
        self.addons = [one for one in found if one.exists()]


def prepare():
    """Return the Odoo to use, fetched when the user names none.

    :raise Failure: when the one named in ODOO_SOURCE is not Odoo 19.0
    """
    source = os.environ.get("ODOO_SOURCE")
    if source:
        return _named(Path(source).expanduser().resolve())
    once("odoo", "Odoo 19.0, from Debian's package", " ".join(UNSTABLE), _fetch)
    return Odoo(PREFIX / "usr/lib/python3/dist-packages")


def _named(source):
    release = source / "odoo/release.py"
    if not release.exists():
        raise Failure(
            f"ODOO_SOURCE is {source}, where there is no odoo/release.py.",
            "name a checkout of Odoo 19.0, or the folder its package is installed in",
        )
    version = re.search(r"version_info = \((\d+), (\d+)", release.read_text())
    found = ".".join(version.groups()) if version else "unknown"
    if found != "19.0":
        raise Failure(
            f"ODOO_SOURCE is {source}, which is Odoo {found}; the addon needs 19.0.",
            "check out its branch 19.0, or unset ODOO_SOURCE to have it fetched",
        )
    return Odoo(source)


def _mirror():
    """Return the address of the machine's Debian mirror."""
    found = _known_mirror()
    if not found:
        # apt knows the label of a mirror once its lists were read
        system.update()
        found = _known_mirror()
    if not found:
        raise Failure(
            "apt knows no Debian mirror.",
            "name one in /etc/apt/sources.list, or your own Odoo 19.0 in ODOO_SOURCE",
        )
    return found


def _known_mirror():
    asked = ("--format", "$(LABEL)|$(REPO_URI)", "Created-By: Packages")
    lines = subprocess.run(
        ["apt-get", "indextargets", *asked],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    found = [line.partition("|")[2] for line in lines if line.startswith("Debian|")]
    return found[0] if found else None


def _fetch():
    work = CACHE / "fetch"
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "debs", "prefix"):
        (work / folder).mkdir(parents=True)
    source = f"deb [signed-by={KEYRING}] {_mirror()}"
    (work / "debian.list").write_text(f"{source} sid main\n{source} bookworm main\n")
    (work / "apt.conf").write_text(
        f'Dir::Etc::sourcelist "{work}/debian.list";\n'
        'Dir::Etc::sourceparts "/dev/null";\n'
        f'Dir::State::lists "{work}/lists";\n'
        f'Dir::Cache "{work}/cache";\n'
        'APT::Sandbox::User "root";\n'
    )
    options = {"env": {**os.environ, "APT_CONFIG": str(work / "apt.conf")}}
    call(system.apt("update"), system.NETWORK, apt_progress, **options)
    words = system.apt("download", *UNSTABLE, *STABLE)
    call(words, system.NETWORK, apt_progress, cwd=work / "debs", **options)
    for deb in sorted((work / "debs").glob("*.deb")):
        _unpack(deb, work / "prefix")
    _complete(work / "prefix")
    shutil.rmtree(PREFIX, ignore_errors=True)
    (work / "prefix").rename(PREFIX)
    shutil.rmtree(work)


def _unpack(deb, prefix):
    """Unpack a package; its checksums say how many files it has."""
    words = ["dpkg-deb", "-I", deb, "md5sums"]
    sums = subprocess.run(words, capture_output=True, text=True, check=False)
    total = max(sums.stdout.count("\n"), 1)

    def part(log):
        with log.open("rb") as names:
            return sum(not name.endswith(b"/\n") for name in names) / total

    call(["dpkg-deb", "-X", deb, prefix], "free some disk, then again", part)


def _complete(prefix):
    """Put a comment where Debian left out a file that the assets name.

    It only blurs the background of video calls, but browser tests fail on it.
    """
    lib = prefix / "usr/lib/python3/dist-packages/odoo/addons/mail/static/lib"
    script = lib / "selfie_segmentation/selfie_segmentation.js"
    script.parent.mkdir(parents=True, exist_ok=True)
    if not script.exists():
        script.write_text("/* left out by Debian: blurs video backgrounds only */\n")
