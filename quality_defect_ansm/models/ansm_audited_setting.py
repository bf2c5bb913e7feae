# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

#: Models of this addon's parent that its evidence rests on.
PARENTS = {"mgmtsystem.nonconformity"}
#: What the trail shows of a secret: that there is one.
HIDDEN = "•••"


class AnsmAuditedSettingMixin(models.AbstractModel):
    """A technical record of Odoo by which an administrator reaches regulated data.

    A server action or a scheduled job runs with all rights, an access right or a
    record rule opens a model, a mail server decides where a declaration goes: the
    change is an event like one of a case (EU GMP Annex 11 §9). What an install or
    an update loads is no person's change and makes none.
    """

    _name = "ansm.audited.setting.mixin"
    _inherit = "ansm.audited.mixin"
    _description = "Audited technical setting"

    _audit_asks_reason = False
    #: Fields of which the trail tells that they changed, never their value.
    _audited_secrets = ()

    def _audit_names(self):
        return (*self._audited_fields, *self._audited_secrets)

    def _audit_records(self):
        """Return those that touch this addon; none while modules are loaded."""
        if not self.env.registry.ready:
            return self.browse()
        return self.filtered(lambda one: one._ansm_touches())

    def _ansm_touches(self):
        """Tell whether the record bears on this addon's data."""
        return self._ansm_is_ours(self.model_id)

    def _ansm_is_ours(self, model):
        name = model.model or ""
        return name.startswith("ansm.") or name in PARENTS

    def _audit_row(self, kind, name, old, new, reason, replaces=False):
        if name in self._audited_secrets:
            old, new = old and HIDDEN, new and HIDDEN
        return super()._audit_row(kind, name, old, new, reason, replaces)
