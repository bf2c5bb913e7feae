# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

#: Changing one of these of an action moves the clock of a commitment.
COMMITTING = {
    *("date_deadline", "stage_id", "ansm_commitment", "active", "date_closed"),
    *("nonconformity_ids", "name"),
}


class MgmtsystemAction(models.Model):
    """A commitment to the agency has a clock from the moment it is made."""

    _inherit = "mgmtsystem.action"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._ansm_cases()._refresh_clocks()
        return actions

    def write(self, vals):
        cases, ended = self._ansm_cases(), self._ansm_endings()
        result = super().write(vals)
        if "stage_id" in vals:
            self._ansm_date_endings(ended)
        moved = COMMITTING & vals.keys()
        if moved:
            told = (cases | self._ansm_cases()).with_context(ansm_moved=tuple(moved))
            told._refresh_clocks()
        return result

    def _ansm_endings(self):
        """Return by which stage each has ended; cancelled is no way of being done."""
        return {one: one.stage_id if one.stage_id.is_ending else None for one in self}

    def _ansm_date_endings(self, before):
        """Date the end of a commitment anew: the parent does it once for ever, and one
        that was cancelled, or opened again, is done on another day."""
        # sudo: nobody writes the date
        for one in self.filtered("ansm_commitment").sudo():
            stage = before[one]
            if not one.stage_id.is_ending:
                one.date_closed = False
            elif stage and stage != one.stage_id:
                one.date_closed = fields.Datetime.now()


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

    def write(self, vals):
        result = super().write(vals)
        if {"medicine_id", "case_number"} & vals.keys():
            self.declaration_id._refresh_clocks()
        return result

    def unlink(self):
        cases = self.declaration_id
        result = super().unlink()
        cases._refresh_clocks()
        return result


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _ansm_reckon_apart(self):
        """Reckon the clocks of a case inside of other work, which goes on when they
        cannot be: the job looks again, and says so on the dashboards."""
        # sudo: clocks are moved by code alone
        clocks = self.env["ansm.deadline"].sudo()
        if not clocks._reckon(self):
            self.sudo().deadline_ids._running()._look_now()


class AnsmMedicine(models.Model):
    """A medicine of major interest asks for the declaration of a shortage; clocks
    are called by its name."""

    _inherit = "ansm.medicine"

    def write(self, vals):
        result = super().write(vals)
        if {"mitm", "name"} & vals.keys():
            mine = ("medicine_id", "speciality_ids.medicine_id")
            # sudo: every open case of it, whoever corrects the medicine
            cases = self.env["ansm.declaration"].sudo()
            for path in mine:
                held = [(path, "in", self.ids), ("state", "!=", "closed")]
                cases |= cases.search(held)
            for case in cases:
                case._ansm_reckon_apart()
        return result


class AnsmClosing(models.Model):
    """A closing ends the clocks of the volets; what was promised goes on."""

    _inherit = "ansm.closing"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        closed = made.declaration_id.with_context(ansm_closing=True)
        closed._clocks_touched()
        return made


class AnsmVolet(models.Model):
    """A version made after the closing opens the case again, with its clocks."""

    _inherit = "ansm.volet"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        # sudo: clocks are moved by code alone
        made.sudo().declaration_id.filtered("closing_ids")._clocks_touched()
        return made


class AnsmDecision(models.Model):
    """The days of Volet 2 may run from the signature of the decision."""

    _inherit = "ansm.decision"

    def _sign(self, signatory, shown_sha256, auth_method):
        result = super()._sign(signatory, shown_sha256, auth_method)
        # sudo: clocks are moved by code alone
        self.sudo().nonconformity_id.ansm_declaration_ids._clocks_touched()
        return result


class AnsmIncomingEntry(models.Model):
    """A confirmed answer meets the clock of the acknowledgement, one that is moved or
    set aside no longer; a report says that a mail came back, or was wrong."""

    _inherit = "ansm.incoming.entry"

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        # where it was before, too
        touched = entries.incoming_id.entry_ids
        touched.transmission_id.invalidate_recordset(["received_ids"])
        for case in touched.declaration_id:
            case._ansm_reckon_apart()
        return entries
