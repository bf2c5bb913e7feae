# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError

from .ansm_arming import DEMO
from .ansm_arming import PARAMETER as ARMED
from .ir_module_module import EXPORTED

#: The parameters of this addon, the arming among them.
PREFIX = "quality_defect_ansm."


class IrConfigParameter(models.Model):
    """This addon's parameters are audited, however they are set.

    Arming has its dialog, but an administrator also may write or delete the
    parameter itself.
    """

    _name = "ir.config_parameter"
    _inherit = ["ir.config_parameter", "ansm.audited.mixin"]

    _audited_fields = ("key", "value")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_arming_by_hand(vals.get("key"), vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_demo_mark()
        for parameter in self:
            self._refuse_arming_by_hand(vals.get("key") or parameter.key, vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_demo_mark(self):
        self._refuse_demo_mark()

    def _refuse_demo_mark(self):
        if DEMO in self.mapped("key"):
            raise UserError(
                self.env._(
                    "This database holds the demo company, which is never removed: "
                    "it is not made a real one."
                )
            )

    def _refuse_arming_by_hand(self, key, vals):
        if key == ARMED and vals.get("value") and not self.env.su:
            raise UserError(
                self.env._("A database is armed by its dialog, which says what for.")
            )

    def _audit_records(self):
        # What allows to uninstall names the head of the database's chain: an event
        # would move that head on, and the trail goes with the uninstall anyway.
        return self.filtered(
            lambda one: (one.key or "").startswith(PREFIX) and one.key != EXPORTED
        )

    def _audit_kind(self, name, default):
        kind = super()._audit_kind(name, default)
        if self.key != ARMED or name != "value":
            return kind
        return "disarmed" if kind == "deleted" or not self.value else "armed"
