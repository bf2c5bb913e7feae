# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class AnsmOfficeHours(models.AbstractModel):
    """Rows that make the hours of the office: the date of an answer waited for moves
    with them, those of a calendar they leave too."""

    _name = "ansm.office.hours.mixin"
    _description = "Hours of the office"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._ansm_of_the_office()._ansm_hours_changed()
        return made

    def write(self, vals):
        before = self._ansm_of_the_office()
        result = super().write(vals)
        (before | self._ansm_of_the_office())._ansm_hours_changed()
        return result

    def unlink(self):
        calendars = self._ansm_of_the_office()
        result = super().unlink()
        calendars._ansm_hours_changed()
        return result


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "ansm.office.hours.mixin"]

    def _ansm_of_the_office(self):
        return self.calendar_id


class ResourceCalendarLeaves(models.Model):
    """A day on which the office is closed counts; one person's leave does not."""

    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "ansm.office.hours.mixin"]

    def _ansm_of_the_office(self):
        found = self.env["resource.calendar"]
        for one in self.filtered(lambda one: not one.resource_id):
            found |= one.calendar_id or one.company_id.resource_calendar_id
        return found


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        if {"tz", "two_weeks_calendar"} & vals.keys():
            self._ansm_hours_changed()
        return result

    def _ansm_hours_changed(self):
        """Have the job look, once the hours are all written, at what waits for the
        agency's answer in the hours of these."""
        if not self:
            return
        # sudo: clocks are moved by code alone, whoever keeps the calendar
        waiting = self.env["ansm.deadline"].sudo()
        waiting.search(
            [
                ("kind", "=", "acknowledgement"),
                *(("met_at", "=", False), ("ended_at", "=", False)),
                ("company_id.resource_calendar_id", "in", self.ids),
            ]
        )._look_now()
