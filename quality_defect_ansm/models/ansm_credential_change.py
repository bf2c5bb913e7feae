# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

#: How long who changed somebody's credentials may not have him as second person.
DISTRUST_DAYS = 30


class AnsmCredentialChange(models.Model):
    """The password, code secret, login or e-mail of a user, changed by another.

    Whoever sets a colleague's password can act in his name: for a while that
    colleague is no second person for what he proposed himself. Rows are only
    inserted, and are read in the review of the access rights.
    """

    _name = "ansm.credential.change"
    _inherit = "ansm.evidence.mixin"
    _description = "Credentials changed by somebody else"
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict"
    )
    user_name = fields.Char("User name", required=True)
    by_id = fields.Many2one(
        "res.users", "By (user)", required=True, ondelete="restrict"
    )
    by_name = fields.Char("By", required=True)
    at = fields.Datetime(required=True)
    what = fields.Char("Changed", required=True)

    _evidence_deferred = True
    _evidence_sealed = ("user_id", "user_name", "by_id", "by_name", "at", "what")

    @api.model
    def _record(self, user, by, what):
        """Record that ``by`` changed the credentials of ``user``."""
        # sudo: recorded whoever makes the change.
        self.sudo().create(
            {
                "user_id": user.id,
                "user_name": user.name,
                "by_id": by.id,
                "by_name": by.name,
                "at": fields.Datetime.now(),
                "what": what,
            }
        )

    @api.model
    def _problems(self, others):
        """Return what keeps the current user from being the others' second person."""
        # sudo: rows about the current user himself, which he may know of.
        found = self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("by_id", "in", others.ids),
                ("at", ">", fields.Datetime.now() - timedelta(days=DISTRUST_DAYS)),
            ]
        )
        return [
            self.env._(
                "%(who)s changed your credentials less than %(days)s days ago and "
                "could act in your name. Somebody else decides.",
                who=name,
                days=DISTRUST_DAYS,
            )
            for name in sorted(set(found.mapped("by_name")))
        ]
