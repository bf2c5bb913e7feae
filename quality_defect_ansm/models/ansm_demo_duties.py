# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models

from ..demo import duties, tables


class AnsmDemo(models.AbstractModel):
    """Who is on duty at the demo company: week by week, with one gap ahead."""

    _inherit = "ansm.demo"

    def _cases(self, company, lots):
        self._duties(company)
        return super()._cases(company, lots)

    def _duties(self, company):
        today = company._ansm_today()
        monday = today - timedelta(days=today.weekday())
        for number, (first, backup) in enumerate(duties.WEEKS):
            start = monday + timedelta(weeks=number)
            end = start + timedelta(weeks=1)
            for login, role in ((first, "on_duty"), (backup, "backup")):
                if login:
                    self._duty(company, login, role, start, end)
        self._duty(company, duties.MANAGER, "manager", monday, end)

    def _duty(self, company, login, role, start, end):
        """Enter one duty, from midnight of a day to midnight of another one."""
        zone = ZoneInfo(company.ansm_tz)
        first, last = (
            datetime.combine(day, time(), zone)
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for day in (start, end)
        )
        user = self.env["res.users"].search([("login", "=", login)])
        self.env["ansm.duty"].create(
            {
                "company_id": company.id,
                "user_id": user.id,
                "role": role,
                "date_from": first,
                "date_to": last,
                "phone": tables.USERS[login][3],
            }
        )
