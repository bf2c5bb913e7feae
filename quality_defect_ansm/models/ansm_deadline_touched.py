# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class MgmtsystemAction(models.Model):
    """A commitment to the agency has a clock from the moment it is made."""

    _inherit = "mgmtsystem.action"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._ansm_cases()._refresh_clocks()
        return actions

    def write(self, vals):
        cases = self._ansm_cases()
        result = super().write(vals)
        moves = {"date_deadline", "stage_id", "ansm_commitment", "active"}
        if (moves | {"nonconformity_ids"}) & vals.keys():
            (cases | self._ansm_cases())._refresh_clocks()
        return result


class MgmtsystemNonconformity(models.Model):
    """A commitment that is added to a declared nonconformity has one, too."""

    _inherit = "mgmtsystem.nonconformity"

    def write(self, vals):
        self.check_access("write")
        result = super().write(vals)
        if "action_ids" in vals:
            # sudo: the cases of it, whoever may work on the nonconformity
            self.sudo().ansm_declaration_ids._refresh_clocks()
        return result


class AnsmSpeciality(models.Model):
    """Another speciality has volets of its own, and their clocks."""

    _inherit = "ansm.speciality"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made.declaration_id._refresh_clocks()
        return made

    def unlink(self):
        cases = self.declaration_id
        result = super().unlink()
        cases._refresh_clocks()
        return result


class AnsmMedicine(models.Model):
    """A medicine of major interest asks for the declaration of a shortage."""

    _inherit = "ansm.medicine"

    def write(self, vals):
        result = super().write(vals)
        if "mitm" in vals:
            mine = ("medicine_id", "speciality_ids.medicine_id")
            # sudo: every open case of it, whoever corrects the medicine
            cases = self.env["ansm.declaration"].sudo()
            for path in mine:
                held = [(path, "in", self.ids), ("state", "!=", "closed")]
                cases |= cases.search(held)
            cases._refresh_clocks()
        return result


class AnsmDeclarationMeasure(models.Model):
    """A measure entered by mistake takes the notice it asked for with it."""

    _inherit = "ansm.declaration.measure"

    def unlink(self):
        cases = self.filtered(lambda one: one.kind == "recall").declaration_id
        result = super().unlink()
        cases._clocks_touched()
        return result


class AnsmDecision(models.Model):
    """The days of Volet 2 may run from the signature of the decision."""

    _inherit = "ansm.decision"

    def _sign(self, signatory, shown_sha256, auth_method):
        result = super()._sign(signatory, shown_sha256, auth_method)
        # sudo: clocks are moved by code alone
        self.sudo().nonconformity_id.ansm_declaration_ids._clocks_touched()
        return result


class AnsmIncomingEntry(models.Model):
    """A confirmed answer meets the clock of the acknowledgement."""

    _inherit = "ansm.incoming.entry"

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries.filtered(
            lambda one: one.step == "confirmed"
        ).declaration_id._refresh_clocks()
        return entries
