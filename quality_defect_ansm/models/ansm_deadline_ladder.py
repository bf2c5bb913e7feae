# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from .. import ladder
from .ansm_deadline import KINDS

#: What a kind without a setting is told by.
DEFAULT = "J-7 J-1 J +1j"


class AnsmDeadlineLadder(models.Model):
    """When notices of a duty are given: a setting, for all companies or for one."""

    _name = "ansm.deadline.ladder"
    _inherit = "ansm.audited.mixin"
    _description = "Ladder of notices"
    _order = "kind, company_id"

    kind = fields.Selection(KINDS, "Duty", required=True)
    rungs = fields.Char(
        "Notices",
        required=True,
        default=DEFAULT,
        help="J-15 J-7 J-3 J-1 J +1j: days before, the day, then daily. "
        "50% 80% 100% +1h: parts of the time, then hourly (+15m: each quarter).",
    )
    urgent = fields.Boolean(
        help="Also by web push, mail, SMS or webhook, up the line until somebody "
        "presses “I take it”."
    )
    company_id = fields.Many2one("res.company", index=True)

    _audited_fields = ("kind", "rungs", "urgent", "company_id")

    _kind_uniq = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0))", "This duty has its ladder already."
    )

    @api.constrains("rungs")
    def _check_rungs(self):
        for one in self:
            try:
                ladder.parse(one.rungs)
            except ValueError as error:
                raise ValidationError(str(error)) from error

    @api.model
    def _of(self, company, kind):
        """Return the ladder of a duty: the company's own, else the shared one."""
        # sudo: a setting, whoever looks at the clock
        return self.sudo().browse(self._id_of(company.id, kind) or [])

    @api.model
    @tools.ormcache("company_id", "kind")
    def _id_of(self, company_id, kind):
        domain = [("kind", "=", kind), ("company_id", "in", (False, company_id))]
        found = self.sudo().search(domain)  # sudo: as above
        return found.sorted(lambda one: not one.company_id)[:1].id

    def _steps(self):
        return ladder.parse(self.rungs or DEFAULT)

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._look_again()
        return made

    def write(self, vals):
        self.check_access("write")
        before = self.mapped("kind")
        result = super().write(vals)
        self._look_again(before)
        return result

    def unlink(self):
        before = self.mapped("kind")
        result = super().unlink()
        self.browse()._look_again(before)
        return result

    def _look_again(self, before=()):
        """Have the job reckon the next notices of the running clocks anew.

        :param before: kinds that lost their ladder
        """
        self.env.registry.clear_cache()
        running = [("met_at", "=", False), ("ended_at", "=", False)]
        kinds = [("kind", "in", [*before, *self.mapped("kind")])]
        # sudo: clocks are moved by code alone
        self.env["ansm.deadline"].sudo().search(running + kinds)._look_now()
