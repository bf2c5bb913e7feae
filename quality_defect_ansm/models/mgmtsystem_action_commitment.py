# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import french


class MgmtsystemAction(models.Model):
    """A CAPA promised to the agency is a commitment.

    Dropping or postponing it takes a reason, which the next version of Volet 2
    prints beside it: the agency counts on the date it was given.
    """

    _name = "mgmtsystem.action"
    _inherit = ["mgmtsystem.action", "ansm.audited.mixin"]

    ansm_commitment = fields.Boolean(
        "Promised to the agency", help="Printed so in Volet 2."
    )
    ansm_commitment_reason = fields.Text(
        "Why it was postponed or dropped", help="In French: printed in Volet 2."
    )
    ansm_promised_for = fields.Date("Promised for, at first", readonly=True)

    _audited_fields = (
        *("name", "description", "type_action", "user_id", "date_deadline"),
        *("stage_id", "active", "ansm_commitment", "ansm_commitment_reason"),
        *("ansm_effectiveness", "ansm_effectiveness_date"),
    )
    # Dropping and postponing ask for theirs; the rest shows in the next version.
    _audit_asks_reason = False

    def write(self, vals):
        """Refuse to drop or postpone a commitment without saying why."""
        reason = (vals.get("ansm_commitment_reason") or "").strip()
        self._ansm_refuse_broken(vals, reason)
        self._ansm_refuse_silence(vals, reason)
        for action in self.filtered(lambda one: one._ansm_breaks(vals)):
            if not action.ansm_promised_for:
                # sudo: nobody writes what was promised first
                action.sudo().ansm_promised_for = action.date_deadline
        held = self._ansm_places()
        result = super().write({"ansm_change_reason": reason, **vals})
        self._ansm_refuse_moved(held)
        return result

    def _ansm_refuse_broken(self, vals, reason):
        broken = self.filtered(lambda one: one._ansm_breaks(vals))
        if broken and not reason:
            raise UserError(
                self.env._(
                    "Promised to the agency: %s. Postponed or dropped, it takes a "
                    "reason, in “Why it was postponed or dropped”.",
                    broken._ansm_named(),
                )
            )

    def _ansm_refuse_silence(self, vals, reason):
        """Refuse to empty the reason that the next version prints."""
        if "ansm_commitment_reason" in vals and not reason:
            told = self.filtered("ansm_commitment_reason")
            if told:
                raise UserError(
                    self.env._(
                        "The reason of %s stays: write it otherwise, do not empty it.",
                        told._ansm_named(),
                    )
                )

    def _ansm_refuse_moved(self, held):
        """Refuse to take a commitment out of a declared nonconformity."""
        # sudo: of any company, whoever makes the change
        lost = [
            one for one, places in held.items() if places - one.sudo().nonconformity_ids
        ]
        if lost:
            raise UserError(
                self.env._(
                    "Promised to the agency, they stay with the nonconformity: %s. "
                    "Cancel them, with their reason.",
                    self.browse([one.id for one in lost])._ansm_named(),
                )
            )

    def _ansm_places(self):
        """Return, by action, the declared nonconformities it is promised in."""
        return {one: one._ansm_cases().nonconformity_id for one in self}

    def _ansm_cases(self):
        """Return the cases these are promised in, or were when they were told."""
        # sudo: of any company, whoever makes the change
        promised = self.filtered("ansm_commitment").sudo()
        dropped = (self.sudo() - promised).filtered(
            lambda one: one.ansm_promised_for or one.ansm_commitment_reason
        )
        told = dropped.nonconformity_ids.ansm_declaration_ids.volet_ids.filtered(
            lambda one: one.kind == "volet_2" and one.sealed_at
        )
        return promised.nonconformity_ids.ansm_declaration_ids | told.declaration_id

    def _ansm_named(self):
        return ", ".join(one.reference or one.name for one in self)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_commitment(self):
        kept = self.filtered(lambda one: one.ansm_commitment or one._ansm_cases())
        if kept:
            raise UserError(
                self.env._(
                    "Promised to the agency, not deleted: %s. Cancel it, with its "
                    "reason.",
                    kept._ansm_named(),
                )
            )

    def _ansm_breaks(self, vals):
        """Tell whether values drop or postpone this commitment."""
        self.ensure_one()
        if not self.ansm_commitment:
            return False
        cancelled = self.env.ref("mgmtsystem_action.stage_cancel", False)
        stage = vals.get("stage_id", self.stage_id.id)
        dropped = stage != self.stage_id.id and cancelled and stage == cancelled.id
        due, now = self.date_deadline, fields.Date.to_date(vals.get("date_deadline"))
        later = "date_deadline" in vals and due and (not now or now > due)
        off = not vals.get("active", True) or not vals.get("ansm_commitment", True)
        return bool(dropped or later or off)

    def _audit_records(self):
        """Return those promised to the agency: their changes are in its trail."""
        return self.filtered(lambda one: one.ansm_commitment or one._ansm_cases())

    def _audit_row(self, kind, name, old, new, reason, replaces=False):
        record, kind, vals = super()._audit_row(kind, name, old, new, reason, replaces)
        # sudo: of any company, whoever makes the change
        case = self.sudo().nonconformity_ids.ansm_declaration_ids[:1]
        place = {"declaration_id": case.id, "company_id": case.company_id.id}
        return record, kind, {**vals, **(place if case else {})}

    def _ansm_status(self, case):
        """Return how far the action is; of a commitment, what became of the date."""
        told = [super()._ansm_status(case)]
        if self.ansm_commitment:
            told.append("engagement envers l’agence")
        promised = self.ansm_promised_for
        if promised and self.date_deadline and self.date_deadline > promised:
            told.append(f"reportée du {french.date(promised)}")
        if promised and self.ansm_commitment_reason:
            told.append(f"motif : {self.ansm_commitment_reason}")
        return " ; ".join(told)


class MgmtsystemNonconformity(models.Model):
    """The commitments of a declared nonconformity stay with it."""

    _inherit = "mgmtsystem.nonconformity"

    def write(self, vals):
        actions = self.sudo().action_ids  # sudo: of any company
        held = actions._ansm_places()
        result = super().write(vals)
        actions._ansm_refuse_moved(held)
        return result
