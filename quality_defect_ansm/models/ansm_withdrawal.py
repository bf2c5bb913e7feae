# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .. import french
from ..documents.volets.withdrawal import WORDS


class AnsmDeclaration(models.Model):
    """A report that proved unfounded: withdrawn by a letter, signed and sent.

    The letter is a version like the volets: same signature, same road, same chain.
    What was sent stays; the case is closed once the agency has acknowledged.
    """

    _inherit = "ansm.declaration"

    withdrawal_reason = fields.Text(
        "Why the report is unfounded", help="In French: printed in the letter."
    )

    def _audit_names(self):
        return (*super()._audit_names(), "withdrawal_reason")

    def action_withdraw(self):
        """Open the withdrawal of the case's own speciality."""
        return self._action_withdraw()

    def _action_withdraw(self, speciality=None):
        self.ensure_one()
        if not self._sent_volets(speciality):
            raise UserError(
                self.env._(
                    "Nothing was sent to the agency for this: there is nothing to "
                    "withdraw. Decide that it is not declared, with the reason."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdraw the report"),
            "res_model": "ansm.withdrawal.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_declaration_id": self.id,
                "default_speciality_id": speciality and speciality.id,
                "default_reason": self.withdrawal_reason,
            },
        }

    def _sent_volets(self, speciality=None):
        """Return the versions of a speciality that left."""
        sent = self._volets_of(speciality).filtered(
            lambda one: one.kind != "withdrawal" and one._case_state() == "sent"
        )
        return sent.sorted("id")

    def _table_records(self, table, kind, speciality):
        if table.key == "sent_versions":
            return self._sent_volets(speciality)
        return super()._table_records(table, kind, speciality)

    def _content_made(self, kind, speciality):
        content = super()._content_made(kind, speciality)
        if kind == "withdrawal":
            batches = (speciality or self)._distribution_batches()
            content["lots"] = ", ".join(filter(None, batches.mapped("lot_name")))
            content["request"] = WORDS
        return content


class AnsmVolet(models.Model):
    _inherit = "ansm.volet"

    def _ansm_content(self, _table, case):
        """Return what a letter says of a version that was sent."""
        self.ensure_one()
        moments = [one._left_at() for one in self.transmission_ids.sorted("id")]
        at = next(filter(None, moments), None)
        return {
            "name": self.display_name,
            "sealed": french.moment(case._local(self.sealed_at)),
            "sent": french.moment(case._local(at)) if at else french.NOTHING,
        }


class AnsmSpeciality(models.Model):
    _inherit = "ansm.speciality"

    def action_withdraw(self):
        """Open the withdrawal of this speciality."""
        self.ensure_one()
        return self.declaration_id._action_withdraw(self)
