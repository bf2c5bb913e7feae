# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .. import clocks
from .ansm_deadline_case import Clock

#: Changing one of these reckons every running clock anew.
RECKONING = {
    *("ansm_region", "ansm_volet_1_hours", "ansm_volet_2_days", "ansm_volet_2_start"),
    *("ansm_shortage_hours", "ansm_pharmacovigilance_days", "ansm_answer_hours"),
    *("ansm_tz", "resource_calendar_id"),
}
#: Changing one of these moves clocks of the company itself alone.
OWN = {
    *("ansm_nomination_days", "ansm_agency_months", "ansm_form_months"),
    *("ansm_forms_checked_on", "ansm_duty_test_days"),
}


class ResCompany(models.Model):
    """How the deadlines of a company are reckoned."""

    _inherit = "res.company"

    ansm_region = fields.Selection(
        [
            ("metropole", "Metropolitan France"),
            ("alsace_moselle", "Alsace-Moselle"),
            ("guadeloupe", "Guadeloupe"),
            ("martinique", "Martinique"),
            ("guyane", "French Guiana"),
            ("reunion", "Réunion"),
            ("mayotte", "Mayotte"),
            ("saint_martin", "Saint Martin"),
            ("saint_barthelemy", "Saint Barthélemy"),
            ("saint_pierre_miquelon", "Saint Pierre and Miquelon"),
        ],
        "Public holidays of",
        required=True,
        default="metropole",
    )
    ansm_volet_1_hours = fields.Float(
        "Internal alarm of Volet 1 (hours)",
        default=24,
        help="No number is given by law: this only escalates.",
    )
    ansm_volet_2_days = fields.Integer("Calendar days of Volet 2", default=30)
    ansm_volet_2_start = fields.Selection(
        [
            ("earliest", "The earliest of the three dates (strictest)"),
            ("signal", "The signal was received"),
            ("known", "Known as one to declare"),
            ("decided", "The decision was signed"),
        ],
        "Volet 2 is counted from",
        required=True,
        default="earliest",
    )
    ansm_shortage_hours = fields.Float("Shortage declared within (hours)", default=24)
    ansm_pharmacovigilance_days = fields.Integer(
        "Handed over to pharmacovigilance within (days)", default=1
    )
    ansm_nomination_days = fields.Integer(
        "End of a nomination looked at (days before)", default=60
    )

    @api.constrains(
        "ansm_volet_1_hours",
        "ansm_volet_2_days",
        "ansm_shortage_hours",
        "ansm_pharmacovigilance_days",
        "ansm_nomination_days",
    )
    def _check_ansm_deadlines(self):
        for company in self:
            wrong = [
                company._fields[name]._description_string(self.env)
                for name in self._check_ansm_deadlines._constrains
                if not 0 < company[name] <= 3650
            ]
            if wrong:
                words = ", ".join(wrong)
                raise ValidationError(self.env._("More than 0 is needed: %s.", words))

    def write(self, vals):
        result = super().write(vals)
        if RECKONING & vals.keys():
            self._ansm_reckon_again()
        elif OWN & vals.keys():
            self._refresh_clocks()
        return result

    def _ansm_reckon_again(self):
        """Reckon the running clocks anew, after a setting changed."""
        running = [("met_at", "=", False), ("ended_at", "=", False)]
        counted = Domain("state", "!=", "closed")
        counted |= Domain("deadline_ids", "any", running)
        # sudo: clocks are moved by code alone
        cases = self.env["ansm.declaration"].sudo()
        cases.search(counted & Domain("company_id", "in", self.ids))._refresh_clocks()
        self._refresh_clocks()

    def _refresh_clocks(self):
        """Compare the clocks of the company itself with what is on record."""
        # sudo: moved by code alone
        clocks_of = changed = self.env["ansm.deadline"].sudo()
        no_case = self.env["ansm.declaration"]
        for company in self.sudo():
            changed |= clocks_of._follow(company, no_case, company._wanted_clocks())
        changed._tell_changed()

    def _wanted_clocks(self):
        """Return the clocks (``Clock``) of the company itself."""
        return [*self._clock_nominations(), *self._clock_agency()]

    def _clock_nominations(self):
        """The end of each nomination, also one cut short: who signs the day after?"""
        domain = [("company_id", "=", self.id), ("confirmed_at", "!=", False)]
        found = []
        for one in self.env["ansm.signatory"].search(domain):
            last = one._last_day()
            if not last:
                continue
            due = clocks.due_date(
                last, self.ansm_tz, self.ansm_region, "fin de la nomination"
            )
            start = min(one.confirmed_at, due.at)
            about = f"{one._role_label()} – {one.user_name}"
            clock = Clock("nomination", f"nomination/{one.id}", about, start, due)
            if last >= self._ansm_today() or self._owes(clock):
                found.append(clock)
        return found

    def _owes(self, clock):
        """Tell whether a notice is due still: the scheduler slept over its end."""
        held = self.env["ansm.deadline"].search(
            [
                *(("company_id", "=", self.id), ("place", "=", clock.place)),
                *(("met_at", "=", False), ("ended_at", "=", False)),
            ]
        )
        return bool(held) and held._same(clock) and held._owes()

    def _clock_agency(self):
        """The yearly look at the agency's addresses and telephone number."""
        agency = self.env["ansm.agency"]._in_force(self)
        if not agency or not self.ansm_agency_months:
            return []
        day = agency._next_check(self)
        due = clocks.due_date(
            day, self.ansm_tz, self.ansm_region, "vérification des coordonnées"
        )
        last = agency.checked_on or agency.date_from
        start = min(fields.Datetime.to_datetime(last), due.at)
        place = f"check/agency/{agency.id}/{last}"
        found = [Clock("check", place, agency.name, start, due)]
        return found + self._clocks_checked(f"check/agency/{agency.id}/", place, start)

    def _clocks_checked(self, kind, place, checked_at, words=""):
        """Return the running clocks of former checks, met by the newer one.

        :param words: what met them
        """
        # its own, not its cases': there may be any number of those
        held = self.env["ansm.deadline"]._of_company(self)._running()
        held = held.filtered(lambda one: one.place.startswith(kind))
        return [
            Clock(
                *(one.kind, one.place, one.about, one.started_at, one._held_due()),
                max(checked_at, one.started_at),
                words,
            )
            for one in held
            if one.place != place
        ]


class AnsmSignatory(models.Model):
    """The end of a nomination has its clock at once, not from the next day on."""

    _inherit = "ansm.signatory"

    def _confirm(self):
        result = super()._confirm()
        self.company_id._refresh_clocks()
        return result

    def _add_entry(self, kind, reason, **vals):
        result = super()._add_entry(kind, reason, **vals)
        self.company_id._refresh_clocks()
        return result
