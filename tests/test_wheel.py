# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from runner import database, server
from runner.paths import ADDON, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # built from a copy: building leaves folders beside setup.py
    copy = folder / "clone"
    # what is compiled beside it by other tests comes and goes
    unread = shutil.ignore_patterns("__pycache__", ".git")
    shutil.copytree(ROOT, copy, ignore=unread)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", "."]
    command += ["--no-build-isolation", str(copy)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (made,) = folder.glob("odoo_addon_quality_defect_ansm-*.whl")
    return made


def test_it_carries_every_file_of_the_addon(wheel):
    prefix = "odoo/addons/quality_defect_ansm/"
    carried = {
        name.removeprefix(prefix)
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith(prefix)
    }
    files = {
        str(path.relative_to(ADDON))
        for path in ADDON.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - carried == set()


def test_it_installs_beside_odoo_and_the_addon_from_there(wheel, odoo, tmp_path):
    target = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps"]
    subprocess.run([*command, "--target", target, wheel], check=True)
    with database.copied(database.parents_template(odoo), "ansm_test_wheel") as name:
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = str(target)
        try:
            log = server.run(
                odoo,
                name,
                *("-i", "quality_defect_ansm", "--no-http"),
                name="wheel",
                addons=None,
            )
        finally:
            os.environ.pop("PYTHONPATH")
            if before is not None:
                os.environ["PYTHONPATH"] = before
        assert server.alarms(log) == []
        assert "Loading module quality_defect_ansm" in log
        printed = server.shell(
            odoo,
            name,
            "print('state', env.ref('base.module_quality_defect_ansm').state)",
        )
    assert "state installed" in printed
