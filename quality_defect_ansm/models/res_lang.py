# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ResLang(models.Model):
    _inherit = "res.lang"

    @api.model
    def _ansm_of_the_file(self):
        """Return the language of what is kept for the agency and who inspects it:
        French where it is installed, else the one who writes it reads."""
        french = self._get_data(code="fr_FR")
        return french.code or self.env.user.lang
