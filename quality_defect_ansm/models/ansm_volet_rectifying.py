# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .ansm_volet_editing import AnsmVolet as Volet

#: Stands in front of the reason, in the document.
WORDS = "Version rectificative : %s a été envoyée par erreur. %s"


class AnsmVolet(models.Model):
    """A version that rectifies one sent wrong: it names it, and says so.

    What was sent stays, and what changed is listed as in any version.
    """

    _inherit = "ansm.volet"

    rectifies = fields.Boolean("Rectifies a version sent wrong")

    _evidence_sealed = (*Volet._evidence_sealed, "rectifies")

    @api.model
    def _make(
        self,
        declaration,
        kind,
        final=False,
        reason="",
        speciality=None,
        rectifies=False,
    ):
        """Make the next version of a volet, or the unsigned one again.

        :param rectifies: whether the version before was sent wrong
        :raise UserError: when none was sent, or nothing is said of what was wrong
        """
        if rectifies:
            reason = self._rectifying_reason(declaration, kind, reason, speciality)
        volet = super()._make(declaration, kind, final, reason, speciality)
        # sudo: evidence in the making is written by code alone
        volet.sudo().rectifies = rectifies
        return volet

    @api.model
    def _rectifying_reason(self, declaration, kind, reason, speciality):
        wrong = declaration._last_signed(kind, speciality)
        if not wrong or wrong._case_state() != "sent":
            raise UserError(self.env._("There is no version to rectify."))
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why this version replaces %s.", wrong.display_name)
            )
        return WORDS % (wrong.display_name, reason.strip())

    def _title(self):
        title = super()._title()
        return f"{title} – rectificative" if self.rectifies else title
