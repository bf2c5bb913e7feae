# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import human_size

from ..documents.mails import reading

#: Files listed on the screen; the message itself holds all of them.
LISTED = 50


class AnsmIncoming(models.Model):
    """How a message received is shown: its words alone, its files to be saved."""

    _inherit = "ansm.incoming"

    text = fields.Text("What it says", compute="_compute_shown")
    files = fields.Html(compute="_compute_shown", sanitize=False)
    file_count = fields.Integer("Number of files", compute="_compute_shown")

    @api.depends("raw")
    def _compute_shown(self):
        for one in self:
            told = reading.read(one._bytes())
            one.text, one.file_count = told["text"], len(told["files"])
            lines = [one._file_line(file) for file in told["files"][:LISTED]]
            more = len(told["files"]) - LISTED
            if more > 0:
                lines.append(self.env._("and %s more, in the message itself", more))
            one.files = Markup("<br/>").join(lines)

    def _file_line(self, file):
        return Markup('<a href="/ansm/incoming/%s/%s" target="_blank">%s</a> (%s)') % (
            self.id,
            file["index"],
            file["name"][:200],
            human_size(file["size"]),
        )
