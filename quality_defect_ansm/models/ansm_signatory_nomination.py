# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import fields, models

#: Smaller than any page or picture of one that can be read, in bytes.
SMALLEST = 300


class AnsmSignatory(models.Model):
    """What an appointment rests on: a document that opens, and a start that is told.

    An appointment that starts in the past would cover what was signed then without
    a right: beyond a few days, which the company sets, it says why, for ever.
    """

    _inherit = "ansm.signatory"

    late_reason = fields.Char(
        "Reason of a start in the past",
        help="Asked when the appointment starts more days before it is proposed than "
        "the company allows, say when the register of another system is taken over.",
    )

    def _nomination_problems(self):
        """Return what is wrong with the nomination document, told by its content."""
        given = self.with_context(bin_size=False).nomination
        if not given:
            return [self.env._("The nomination document is missing.")]
        content = base64.b64decode(given)
        if len(content) < SMALLEST:
            return [
                self.env._(
                    "The nomination document has %s bytes: nobody can read a "
                    "nomination there.",
                    len(content),
                )
            ]
        found = self.env["ansm.annex"]._read(content, self.company_id)
        return [
            self.env._("Nomination document: %s", problem)
            for problem in found["problems"]
        ]

    def _start_problems(self):
        """Return what speaks against the first day: a start in the past, untold."""
        proposed = self.company_id._ansm_local(self.proposed_at).date()
        days, limit = (proposed - self.date_from).days, self._late_days()
        if days <= limit or (self.late_reason or "").strip():
            return []
        return [
            self.env._(
                "The appointment starts %(days)s days before it was proposed, "
                "%(limit)s are allowed: whoever proposes it gives the reason of a "
                "start in the past, or another first day.",
                days=days,
                limit=limit,
            )
        ]

    def _late_days(self):
        # sudo: a setting of the company, whoever confirms
        return self.company_id.sudo().ansm_appointment_days
