# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..documents.mails import reading, reports


class AnsmIncoming(models.Model):
    """What a delivery report says: of each recipient, in words."""

    _inherit = "ansm.incoming"

    report_words = fields.Text("What the report says", compute="_compute_report")
    report_bad = fields.Boolean("Not delivered", compute="_compute_report")

    @api.depends("raw", "kind")
    def _compute_report(self):
        for one in self:
            is_report = one.kind == "report"
            told = reading.read(one._bytes())["reports"] if is_report else []
            one.report_words = "\n".join(one._report_line(line) for line in told)
            bad = any(line["action"] in reports.BAD for line in told)
            # a report that says nothing of any recipient is for a person to read
            one.report_bad = bad or (is_report and not told)

    def _undelivered_to(self):
        """Return the addresses of which these reports say that it never arrives."""
        lines = [
            line
            for one in self.filtered(lambda one: one.kind == "report")
            for line in reading.read(one._bytes())["reports"]
        ]
        return {one["recipient"].lower() for one in lines if one["action"] == "failed"}

    def _report_line(self, line):
        actions = {
            "failed": self.env._("not delivered"),
            "delayed": self.env._("delayed, the server still tries"),
            "delivered": self.env._("put in the mailbox"),
            "relayed": self.env._("passed on to a server that reports nothing"),
            "expanded": self.env._("passed on to the members of a list"),
        }
        action = actions.get(line["action"], line["action"])
        server = " ".join(filter(None, (line["status"], line["words"])))
        return f"{line['recipient']}: {action}" + (f" ({server})" if server else "")
