# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmDeclaration(models.Model):
    """The persons of a case, apart from what is sent; and the case's own events."""

    _inherit = "ansm.declaration"

    person_ids = fields.One2many(
        "ansm.person",
        "declaration_id",
        "Patients and reporters",
        groups="quality_defect_ansm.group_personal",
    )

    def _audit_domain(self):
        """All events of the case: its own, its batches', its persons'."""
        return fields.Domain("declaration_id", "in", self._origin.ids)
