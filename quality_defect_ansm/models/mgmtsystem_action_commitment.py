# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import french


class MgmtsystemAction(models.Model):
    """A CAPA promised to the agency is a commitment.

    Dropping or postponing it takes a reason, which the next version of Volet 2
    prints beside it: the agency counts on the date it was given.
    """

    _inherit = "mgmtsystem.action"

    ansm_commitment = fields.Boolean(
        "Promised to the agency", help="Printed so in Volet 2."
    )
    ansm_commitment_reason = fields.Text(
        "Why it was postponed or dropped", help="In French: printed in Volet 2."
    )
    ansm_promised_for = fields.Date("Promised for, at first", readonly=True)

    def write(self, vals):
        """Refuse to drop or postpone a commitment without saying why."""
        broken = self.filtered(lambda one: one._ansm_breaks(vals))
        reason = (vals.get("ansm_commitment_reason") or "").strip()
        if broken and not reason:
            raise UserError(
                self.env._(
                    "Promised to the agency: %s. Postponed or dropped, it takes a "
                    "reason, in “Why it was postponed or dropped”.",
                    ", ".join(one.reference or one.name for one in broken),
                )
            )
        before = {one: one._ansm_promise() for one in broken}
        for action in broken.filtered(lambda one: not one.ansm_promised_for):
            super(MgmtsystemAction, action).write(
                {"ansm_promised_for": action.date_deadline}
            )
        result = super().write(vals)
        for action, was in before.items():
            action._ansm_log_promise(was, reason)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_commitment(self):
        kept = self.filtered("ansm_commitment")
        if kept:
            raise UserError(
                self.env._(
                    "Promised to the agency, not deleted: %s. Cancel it, with its "
                    "reason.",
                    ", ".join(one.reference or one.name for one in kept),
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

    def _ansm_promise(self):
        """Return the promise as the audit trail tells it."""
        return f"{self.stage_id.name} – {self.date_deadline or ''}"

    def _ansm_log_promise(self, was, reason):
        nonconformities = self.env["mgmtsystem.nonconformity"].search(
            [("action_ids", "in", self.ids)]
        )
        # sudo: the trail is written whoever makes the change
        for case in nonconformities.sudo().ansm_declaration_ids:
            self.env["ansm.event"]._log(
                self,
                "changed",
                declaration_id=case.id,
                field_label=self._fields["ansm_commitment"]._description_string(
                    self.env
                ),
                old_value=was,
                new_value=self._ansm_promise(),
                reason=reason,
            )

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
        held = {one: one.action_ids.filtered("ansm_commitment") for one in self}
        result = super().write(vals)
        lost = [
            action.reference or action.name
            for one, actions in held.items()
            if one.sudo().ansm_declaration_ids  # sudo: of any company
            for action in actions - one.action_ids
        ]
        if lost:
            raise UserError(
                self.env._(
                    "Promised to the agency, they stay with the nonconformity: %s. "
                    "Cancel them, with their reason.",
                    ", ".join(lost),
                )
            )
        return result
