# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResCompany(models.Model):
    """The settings of this addon on a company are regulated, all of them."""

    _name = "res.company"
    _inherit = ["res.company", "ansm.audited.mixin"]

    def _audit_names(self):
        return [
            name
            for name, field in self._fields.items()
            if name.startswith("ansm_") and field.store
        ]
