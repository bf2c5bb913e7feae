# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResPartner(models.Model):
    """The e-mail of a user is his contact's, whichever form it is changed in."""

    _inherit = "res.partner"

    def write(self, vals):
        changed = []
        if "email" in vals:
            # sudo: archived users and those of other companies count too
            contacts = self.sudo().with_context(active_test=False)
            users = contacts.user_ids.with_env(self.env)
            changed = users._ansm_changed_by_another({"email": vals["email"]})
        result = super().write(vals)
        for user, names in changed:
            user._ansm_distrust(names)
        return result
