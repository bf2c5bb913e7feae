# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class AnsmCredentialChange(models.Model):
    """The password, code secret, login or e-mail of a user, changed by another.

    Whoever sets a colleague's password can act in his name: that colleague is no
    second person for him. No lapse of time gives the account back: only a password
    that its owner chooses himself, which is a row too. Rows are only inserted, and
    are read in the review of the access rights.
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
    def _hands(self, user):
        """Return who else set a user's credentials since his own choice."""
        rows = self._rows_of(user)
        own = rows.filtered(lambda row: row.by_id == row.user_id)[:1]
        return rows.filtered(lambda row: row.id > (own.id or 0)).by_id

    def _rows_of(self, user):
        # sudo: who set whose credentials counts, whoever asks
        return self.sudo().search([("user_id", "=", user.id)])

    @api.model
    def _chosen_by_himself(self, user):
        """Record that a user chose a password, where that takes it out of a hand."""
        if self._hands(user):
            self._record(user, user, "password")

    @api.model
    def _last_words(self, user):
        """Return in words who set a user's credentials last, as far as is known."""
        row = self._rows_of(user)[:1]
        if not row:
            return self.env._("no change by somebody else is recorded")
        if row.by_id == row.user_id:
            return self.env._("password chosen by himself on %s UTC", row.at)
        return self.env._(
            "last set by %(who)s on %(at)s UTC (%(what)s)",
            who=row.by_name,
            at=row.at,
            what=row.what,
        )

    @api.model
    def _problems(self, others):
        """Return what keeps the current user from being the others' second person."""
        held = self._hands(self.env.user) & others.sudo()
        return [
            self.env._(
                "%s set your credentials last and could act in your name: choose a "
                "password yourself first (Preferences > Security).",
                hand.name,
            )
            for hand in held
        ]
