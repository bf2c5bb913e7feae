# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import french


class Number(NamedTuple):
    """A telephone number, and where it is from, in words."""

    phone: str
    source: str


def digits(phone):
    """Return what of a telephone number is dialled.

    >>> digits("+33 (0)1 55-87")
    '+33015587'
    """
    return re.sub(r"[^\d+]", "", phone or "")


class AnsmAgency(models.Model):
    """The number of an exercise: nobody rings the agency to practise."""

    _inherit = "ansm.agency"

    exercise_phone = fields.Char(
        "Telephone of exercises",
        help="A colleague who plays the agency's switchboard. Without it an exercise "
        "dials no number.",
    )

    def _audit_names(self):
        return (*super()._audit_names(), "exercise_phone")

    @api.constrains("phone", "exercise_phone")
    def _check_exercise_phone(self):
        for agency in self.filtered("exercise_phone"):
            # +33 1 … and 01 … are one number
            if digits(agency.exercise_phone)[-9:] == digits(agency.phone)[-9:]:
                raise ValidationError(
                    self.env._("An exercise dials its stand-in, never the agency.")
                )


class AnsmCall(models.Model):
    _inherit = "ansm.call"

    @api.model
    def _number_of(self, case, direction="out"):
        """Return the number to dial for a case (``Number``), at any hour.

        One number, of the dated record of the agency in force; an exercise dials its
        stand-in, and never the agency. From where the agency calls nobody knows.
        """
        if direction == "in":
            return Number("–", self.env._("The agency called"))
        # sudo: a setting, whoever is on duty
        agency = self.env["ansm.agency"].sudo()._in_force(case.company_id)
        if case.exercise:
            source = self.env._("EXERCISE: stand-in of the agency")
            return Number(agency.exercise_phone or "–", source)
        if not agency.phone:
            return Number("–", self.env._("No telephone of the agency is in force"))
        checked = french.date(agency.checked_on) or self.env._("never")
        source = self.env._(
            "%(agency)s, last checked on %(day)s", agency=agency.name, day=checked
        )
        return Number(agency.phone, source)
