# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from zoneinfo import ZoneInfo

from odoo import fields, models


class ResCompany(models.Model):
    """The exploitant: its zone, in which the agency's dates and hours are told."""

    _inherit = "res.company"

    ansm_tz = fields.Selection(
        lambda self: self.env["res.partner"]
        ._fields["tz"]
        ._description_selection(self.env),
        string="Time zone of the declarations",
        default="Europe/Paris",
        required=True,
    )

    def _ansm_today(self):
        """Return the day it is now in the company's zone, whatever the user's."""
        return self._ansm_local(fields.Datetime.now()).date()

    def _ansm_local(self, moment):
        """Return a naive UTC datetime as an aware one in the company's zone."""
        self.ensure_one()
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.ansm_tz))
