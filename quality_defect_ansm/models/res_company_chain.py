# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize, plaintext2html


class ResCompany(models.Model):
    """Where the heads of the company's chains of evidence are mailed each day."""

    _inherit = "res.company"

    ansm_heads_email = fields.Char(
        "Second address for the proofs",
        help="The heads of the chains of evidence are mailed each day to the "
        "pharmacien responsable, and to this address: best one that those who "
        "administer this database do not administer.",
    )

    @api.constrains("ansm_heads_email")
    def _check_ansm_heads_email(self):
        for company in self:
            address = company.ansm_heads_email
            if address and not email_normalize(address):
                raise ValidationError(
                    self.env._("“%s” is not an e-mail address.", address)
                )

    def _ansm_heads_addresses(self):
        """Return where the heads go: the PR's address, and the second one."""
        self.ensure_one()
        signatories = self.env["ansm.signatory"]
        pharmacists = signatories._in_force(self, ("pr",), suspended=True)
        found = [one.email or one.user_id.email for one in pharmacists]
        return [one for one in (*found, self.ansm_heads_email) if one]

    def _ansm_mail(self, addresses, subject, body):
        """Mail something inside the house, at once.

        :param body: plain text
        :return: whether the mail server took it
        """
        self.ensure_one()
        mail = self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": plaintext2html(body),
                "email_from": self.email_formatted or self.env.user.email_formatted,
                "email_to": ", ".join(dict.fromkeys(addresses)),
                "auto_delete": False,
            }
        )
        mail.send()
        return mail.state == "sent"
