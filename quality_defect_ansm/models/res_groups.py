# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResGroups(models.Model):
    """A right given through a group, from its own form, is in the audit trail."""

    _inherit = "res.groups"

    def write(self, vals):
        watched = vals.keys() & {"user_ids", "implied_ids", "implied_by_ids"}
        with self.env["res.users"]._ansm_watch_rights(bool(watched)):
            return super().write(vals)
