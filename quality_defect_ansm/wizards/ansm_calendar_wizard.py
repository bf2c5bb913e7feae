# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.base.models.res_users import check_identity

PATH = "/ansm/calendar.ics"


class AnsmCalendarWizard(models.TransientModel):
    """One's own calendar of deadlines: its address, its password, its end."""

    _name = "ansm.calendar.wizard"
    _description = "Calendar of deadlines"

    url = fields.Char("Address", compute="_compute_calendar")
    login = fields.Char("User name", compute="_compute_calendar")
    made_at = fields.Datetime("Password made on", compute="_compute_calendar")
    until = fields.Datetime("Valid until", compute="_compute_calendar")
    insecure = fields.Boolean(compute="_compute_calendar")
    # never stored: shown once
    key = fields.Char("Password", store=False)

    @api.depends_context("uid")
    def _compute_calendar(self):
        user = self.env.user
        key, base = user._ansm_calendar_keys()[:1], self.get_base_url()
        for wizard in self:
            wizard.url, wizard.login = f"{base}{PATH}", user.login
            wizard.made_at, wizard.until = key.create_date, key.expiration_date
            wizard.insecure = not base.startswith("https:")

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Calendar of deadlines")

    @check_identity
    def action_make(self):
        """Make a password, and show it once; the former one is valid no more."""
        key = self.env.user._ansm_make_calendar_key()
        return self._open(default_key=key)

    def action_revoke(self):
        """Revoke the password: the calendar is read no more."""
        self.env.user._ansm_calendar_keys().unlink()
        return self._open()

    @api.model
    def _open(self, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quality_defect_ansm.action_calendar"
        )
        return {**action, "context": context}
