# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from .ansm_transmission import LEFT

#: Within so many hours of having noticed it a breach of personal data is notified
#: to the supervisory authority (GDPR, article 33).
NOTIFY_HOURS = 72
#: States in which somebody may have what was sent.
GONE = (*LEFT, "unknown")


class AnsmDisclosure(models.Model):
    """Something went to somebody who should not have it, and what was done.

    Insert-only: what is learned later is a record of its own.
    """

    _name = "ansm.disclosure"
    _inherit = "ansm.evidence.mixin"
    _description = "Sent to the wrong recipient"
    _order = "id desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", required=True, index=True, ondelete="restrict"
    )
    transmission_id = fields.Many2one(
        "ansm.transmission", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    recipient = fields.Char("Who has it wrongly", required=True)
    noticed_at = fields.Datetime("Noticed at", required=True)
    content = fields.Text("What it tells", required=True)
    done = fields.Text("What was done", required=True)
    personal = fields.Boolean("Personal data is among it")
    notified = fields.Selection(
        [
            ("yes", "Notified to the CNIL"),
            ("no_risk", "Not notified: no risk for the persons"),
            ("to_do", "Not notified yet"),
        ],
        "CNIL",
    )
    reference = fields.Char("Reference of the notification")
    notify_before = fields.Datetime(
        "To be notified before", compute="_compute_notify_before"
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    user_name = fields.Char("Recorded by", required=True)
    at = fields.Datetime("Recorded at", required=True)

    _evidence_sealed = (
        "declaration_id",
        "transmission_id",
        "company_id",
        "recipient",
        "noticed_at",
        "content",
        "done",
        "personal",
        "notified",
        "reference",
        "user_id",
        "user_name",
        "at",
    )

    @api.depends("noticed_at", "personal", "notified")
    def _compute_notify_before(self):
        for one in self:
            due = one.personal and one.notified == "to_do"
            hours = timedelta(hours=NOTIFY_HOURS)
            one.notify_before = one.noticed_at + hours if due else False

    @api.model
    def _record(self, transmission, vals):
        """Record, as the current user, a sending that went to the wrong one.

        :param vals: values of the fields a person says
        """
        case = transmission.declaration_id
        case.check_access("write")
        # sudo: evidence is made by this method alone, after the check above
        disclosure = self.sudo().create(
            {
                **vals,
                "transmission_id": transmission.id,
                "declaration_id": case.id,
                "company_id": case.company_id.id,
                "user_id": self.env.uid,
                "user_name": self.env.user.name,
                "at": fields.Datetime.now(),
            }
        )
        text = f"{disclosure.recipient} – {disclosure.content} – {disclosure.done}"
        label = self.env["ansm.event"]._writer().env._(self._description)
        self.env["ansm.event"]._log(case, "changed", field_label=label, new_value=text)
        return disclosure.sudo(False)


class AnsmTransmission(models.Model):
    _inherit = "ansm.transmission"

    disclosure_ids = fields.One2many("ansm.disclosure", "transmission_id")

    def action_disclosure(self):
        """Open the recording of a wrong recipient."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sent to the wrong recipient"),
            "res_model": "ansm.disclosure.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_transmission_id": self.id},
        }
