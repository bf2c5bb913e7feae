# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..models.ansm_disclosure import GONE

#: What a person says, each needed.
NEEDED = ("recipient", "noticed_at", "content", "done")
SAID = (*NEEDED, "personal", "notified", "reference")


class AnsmDisclosureWizard(models.TransientModel):
    """A person says who has it wrongly, what it tells, and what was done."""

    _name = "ansm.disclosure.wizard"
    _description = "Sent to the wrong recipient"

    transmission_id = fields.Many2one("ansm.transmission", required=True)
    recipient = fields.Char("Who has it wrongly")
    noticed_at = fields.Datetime("Noticed at", default=fields.Datetime.now)
    content = fields.Text("What it tells")
    done = fields.Text("What was done")
    personal = fields.Boolean("Personal data is among it")
    notified = fields.Selection(
        lambda self: self.env["ansm.disclosure"]._fields["notified"].selection, "CNIL"
    )
    reference = fields.Char("Reference of the notification")

    def action_record(self):
        """Record it and close.

        :raise UserError: listing all that is missing
        """
        self.ensure_one()
        problems = self._problems()
        if problems:
            raise UserError("\n".join(problems))
        vals = {name: self[name] for name in SAID}
        self.env["ansm.disclosure"]._record(self.transmission_id, vals)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _problems(self):
        needed = [*NEEDED, *(["notified"] if self.personal else [])]
        needed += ["reference"] if self.notified == "yes" else []
        problems = [
            self.env._(
                "“%s” is empty.", self._fields[name]._description_string(self.env)
            )
            for name in needed
            if not str(self[name] or "").strip()
        ]
        if self.transmission_id.state not in GONE:
            problems.append(self.env._("This did not leave: nobody has it."))
        if self.noticed_at and self.noticed_at > fields.Datetime.now():
            problems.append(self.env._("It was not noticed in the future."))
        return problems
