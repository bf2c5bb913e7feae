# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The wheel odoo-addon-quality-defect-ansm: the addon, every file of it."""

import ast
from pathlib import Path

from setuptools import setup

ADDON = Path(__file__).parent / "quality_defect_ansm"
NAME = "odoo.addons.quality_defect_ansm"

manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())


def packages():
    """Yield each folder of the addon as a package, so that all its files go in."""
    yield NAME
    for folder in sorted(ADDON.rglob("*")):
        if folder.is_dir() and folder.name != "__pycache__":
            yield ".".join((NAME, *folder.relative_to(ADDON).parts))


setup(
    name="odoo-addon-quality-defect-ansm",
    version=manifest["version"],
    description=manifest["summary"],
    license=manifest["license"],
    python_requires=">=3.10",
    packages=list(packages()),
    package_dir={NAME: "quality_defect_ansm"},
    package_data={"": ["*", "*.*"]},
    exclude_package_data={"": ["*.pyc"]},
    include_package_data=False,
    install_requires=[
        "odoo==19.0.*",
        "odoo-addon-mgmtsystem-nonconformity==19.0.*",
        *manifest["external_dependencies"]["python"],
    ],
)
