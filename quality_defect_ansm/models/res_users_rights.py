# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import contextmanager

from odoo import api, models

#: The groups of this addon, the strongest first: each holds the next.
LEVELS = (
    "quality_defect_ansm.group_manager",
    "quality_defect_ansm.group_preparer",
    "quality_defect_ansm.group_reader",
)
ADMINISTRATOR = "base.group_system"
#: What gives a right here, and the administrator, who has none to sign by being one.
GROUPS = (*LEVELS, "quality_defect_ansm.group_personal", ADMINISTRATOR)


class ResUsers(models.Model):
    """Who gets or loses a right in this application is in the audit trail."""

    _inherit = "res.users"

    def _ansm_group_names(self, groups=GROUPS):
        """Return the user's rights in this application, in words."""
        self.ensure_one()
        held = [one for one in groups if self._ansm_holds(one)]
        levels = [one for one in held if one in LEVELS]
        shown = levels[:1] + [one for one in held if one not in LEVELS]
        return [self.env.ref(one).name for one in shown]

    def _ansm_holds(self, xml_id):
        group = self.env.ref(xml_id, raise_if_not_found=False)
        return bool(group) and group in self.all_group_ids

    @api.model
    def _ansm_rights(self):
        """Return, by user who has any, his rights and companies in words."""
        found = [self.env.ref(one, raise_if_not_found=False) for one in GROUPS]
        ids = [group.id for group in found if group]
        env = self.env["ansm.event"]._writer().with_context(active_test=False).env
        holders = env["res.users"].search([("all_group_ids", "in", ids)])
        return {user.id: user._ansm_rights_text() for user in holders}

    def _ansm_rights_text(self):
        names = ", ".join(self._ansm_group_names())
        text = f"{names} – {', '.join(self.company_ids.mapped('name'))}"
        return text if self.active else self.env._("%s (archived)", text)

    @contextmanager
    def _ansm_watch_rights(self, watched=True):
        """Record whose rights are others after what is done within."""
        before = self._ansm_rights() if watched else {}
        yield
        after = self._ansm_rights() if watched else {}
        changed = [
            (self.browse(uid), "rights", {"old_value": old, "new_value": new})
            for uid in sorted(before.keys() | after.keys())
            for old, new in [(before.get(uid, ""), after.get(uid, ""))]
            if old != new
        ]
        self.env["ansm.event"]._log_all(changed)

    @api.model_create_multi
    def create(self, vals_list):
        with self._ansm_watch_rights():
            return super().create(vals_list)

    def write(self, vals):
        watched = vals.keys() & {"group_ids", "company_ids", "active"}
        with self._ansm_watch_rights(bool(watched)):
            return super().write(vals)
