# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .. import french


class AnsmDeclaration(models.Model):
    """What the case takes from the signals and from who was told: nothing is
    entered twice.

    A line of the volet is filled while it is empty, and follows the fact as long
    as nobody wrote something else there.
    """

    _inherit = "ansm.declaration"

    signal_ids = fields.One2many("ansm.signal", "declaration_id", "Signals")
    told_ids = fields.One2many("ansm.told", "declaration_id", "Who was told")

    @api.model_create_multi
    def create(self, vals_list):
        """Open the case with the facts recorded on its nonconformity."""
        declarations = super().create(vals_list)
        for declaration in declarations:
            nonconformity = declaration.nonconformity_id
            # sudo: the case of a fact follows from its nonconformity
            facts = nonconformity.sudo()
            facts.ansm_signal_ids.declaration_id = declaration
            facts.ansm_signal_ids.person_ids.declaration_id = declaration
            facts.ansm_told_ids.declaration_id = declaration
            declaration._take_facts({})
        return declarations

    def _facts(self):
        """Return what the facts say of the lines of the volet."""
        self.ensure_one()
        return {**self.signal_ids._facts(), **self.told_ids._facts()}

    def _take_facts(self, before):
        """Write what the facts say where nobody wrote something else.

        :param before: what they said before
        """
        self.ensure_one()
        taken = {
            name: value
            for name, value in self._facts().items()
            if value
            and value != before.get(name)
            and (not self[name] or self[name] == before.get(name))
            and not self._is_later(name, value)
        }
        if taken:
            reason = self.env._("Taken from what was recorded on the nonconformity")
            self.write({**taken, "ansm_change_reason": reason})

    def _is_later(self, name, value):
        """Whether the legal date would move later: that takes a person."""
        held = self[name]
        return name == "signal_received_at" and bool(held) and value > held


class AnsmSignal(models.Model):
    _inherit = "ansm.signal"

    def _facts(self):
        """Return rows 3 and 17 of Volet 1, from the first signal that says it."""
        signals = self.sorted(lambda one: (one.received_at, one.id))
        facts = {
            name: next(filter(None, signals.mapped(own)), False)
            for name, own in (
                ("signal_received_at", "received_at"),
                ("signal_origin", "origin"),
                ("detection_date", "detection_date"),
                ("detection_place", "detection_place"),
                ("defective_units", "defective_units"),
            )
        }
        if "received" in signals.mapped("sample"):
            facts["sample_available"] = "yes"
        if signals.photo_ids:
            facts["photo_available"] = "yes"
        if "yes" in signals.mapped("adverse_effect"):
            facts["adverse_effects"] = "yes"
        return facts


class AnsmTold(models.Model):
    _inherit = "ansm.told"

    def _facts(self):
        """Return rows 18 and 25 of Volet 1: the separate report, the authorities."""
        handed = self.filtered(lambda one: one.role == "pharmacovigilance")[:1]
        authorities = self.filtered(lambda one: one.role == "authority")
        facts = {"other_authorities": "\n".join(one._line() for one in authorities)}
        if handed:
            moment = handed.company_id._ansm_local(handed.at)
            facts |= {
                "pharmacovigilance_date": moment.date(),
                "pharmacovigilance_reference": handed.reference,
                "pharmacovigilance_recipient": handed._who(),
            }
        return facts

    def _line(self):
        """Return in French, as it leaves for the agency, who was told and when."""
        moment = french.moment(self.company_id._ansm_local(self.at))
        return ", ".join(filter(None, (self._who(), moment, self.reference)))
