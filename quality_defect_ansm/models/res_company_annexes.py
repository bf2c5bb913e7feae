# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Megabytes no mail server takes, whatever is set.
MOST = 40


class ResCompany(models.Model):
    """How large what goes with a volet may be."""

    _inherit = "res.company"

    ansm_annex_mega = fields.Integer(
        "Largest annex (MB)", default=8, required=True, help="Of one file."
    )
    ansm_message_mega = fields.Integer(
        "Largest message (MB)",
        default=15,
        required=True,
        help="Of all files of a message. On the way they grow by a third; mail servers "
        "often refuse more than 20 to 25 MB.",
    )
    ansm_pdf_alone = fields.Boolean(
        "Send the PDF alone",
        help="The agency asks for both the Word and the PDF of a volet: tick it only "
        "when it has told you otherwise.",
    )

    @api.constrains("ansm_annex_mega", "ansm_message_mega")
    def _check_ansm_mega(self):
        sizes = ("ansm_annex_mega", "ansm_message_mega")
        for company in self:
            if not all(1 <= company[name] <= MOST for name in sizes):
                raise ValidationError(
                    self.env._("Sizes of annexes and messages: 1 to %s MB.", MOST)
                )
