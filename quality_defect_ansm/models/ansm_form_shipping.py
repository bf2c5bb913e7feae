# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
from pathlib import Path

from odoo import api, models

from .. import documents

FORMS = Path(documents.__file__).with_name("forms")
#: The forms the software ships: a reconstruction after the edition of 2021 for
#: Volet 1; no edition of Volet 2 could be read, its lines follow the agency's page and
#: the EMA's minimum for an investigation report.
NAME = "Fiche enquête de signalement d’un défaut de qualité – %s (modèle reconstitué)"
SHIPPED = {
    "volet_1": NAME % "Volet 1",
    "volet_2": NAME % "Volet 2",
    "withdrawal": "Lettre de retrait d’un signalement",
    "recall": "Lettre de proposition de rappel",
}
EDITION, FROM = "2021, reconstitué", "2021-01-01"


class AnsmFormTemplate(models.Model):
    """The forms of this software: in force until the agency's own is loaded."""

    _inherit = "ansm.form.template"

    @api.model
    def _ship(self):
        """At each update: the forms of this version are in force.

        One that asks other lines is a record of its own: volets name the one they
        used, and the agency's own form, once loaded, is newer.
        """
        for kind, name in SHIPPED.items():
            content = (FORMS / f"{kind}.docx").read_bytes()
            if not self._is_shipped(kind, content):
                self.with_context(ansm_form_loading=True).create(
                    {
                        "name": name,
                        "kind": kind,
                        "edition": EDITION,
                        "date_from": FROM,
                        "shipped": True,
                        "file": base64.b64encode(content),
                    }
                )

    def _is_shipped(self, kind, content):
        newest = self.search([("kind", "=", kind), ("shipped", "=", True)], limit=1)
        return newest.sha256 == hashlib.sha256(content).hexdigest()
