# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain

#: Proposed for a new record; each may say it otherwise.
QUESTION = (
    "Nous avons à vous adresser sans délai un signalement de défaut de qualité, et ne "
    "parvenons pas à le faire par la voie habituelle. Par quel moyen souhaitez-vous le "
    "recevoir ?"
)


class AnsmAgency(models.Model):
    """The agency's name, addresses and telephone number, from a date to a date.

    They change over the years, so they are dated records and never constants;
    the newest record in force on the day is used, a company's own before the
    shared one.
    """

    _name = "ansm.agency"
    _inherit = "ansm.audited.mixin"
    _description = "Agency addresses"
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    department = fields.Text()
    postal_address = fields.Text()
    email = fields.Char("E-mail for declarations", required=True)
    phone = fields.Char("Switchboard", required=True)
    question = fields.Text(
        "Question how to send",
        default=QUESTION,
        help="In French: asked when the agency's portal or our mail is down.",
    )
    date_from = fields.Date("In force from", required=True)
    date_to = fields.Date("In force to")
    checked_on = fields.Date("Last checked on")
    source = fields.Char(help="Where these addresses were read.")
    company_id = fields.Many2one("res.company", index=True)

    _audited_fields = (
        "name",
        "department",
        "postal_address",
        "email",
        "phone",
        "question",
        "date_from",
        "date_to",
        "checked_on",
        "source",
        "company_id",
    )

    @api.model
    def _in_force(self, company, day=None):
        """Return the addresses in force for a company on a day (empty if none).

        :param day: a date, the company's today by default.
        """
        day = day or company._ansm_today()
        domain = Domain("company_id", "in", (company.id, False))
        domain &= Domain("date_from", "<=", day)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        found = self.search(domain)
        return (found.filtered("company_id") or found)[:1]
