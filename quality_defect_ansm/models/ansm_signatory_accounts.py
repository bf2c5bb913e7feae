# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class AnsmSignatory(models.Model):
    """Three persons or three accounts of one: who holds the accounts decides.

    An appointment takes who proposes it, who confirms it and who is appointed. An
    administrator who opened the three accounts could play all three, so each of them
    first chooses a password himself: also at the first installation, where one hand
    opens them all. Whose hand it was stays on the appointment.
    """

    _inherit = "ansm.signatory"

    accounts = fields.Text(
        "Accounts of the three persons",
        readonly=True,
        copy=False,
        help="Who opened each account and who set its password last, as of the "
        "confirmation.",
    )

    def _people(self):
        """Return who is appointed, who proposes and who confirms (now, who asks)."""
        # sudo: their names only
        return (self.user_id | self.proposed_by_id | self.env.user).sudo()

    def _account_problems(self):
        """Return whose account another hand still holds, a sentence for each hand.

        Who is appointed holds his alone: who set it last could sign in his name.
        """
        people, changes = self._people(), self.env["ansm.credential.change"]
        held = {}
        for user in people:
            for hand in changes._hands(user):
                held[hand] = held.get(hand, user.browse()) | user
        return [
            self.env._(
                "%(hand)s opened the account of %(users)s or set its password last, "
                "and could act in their name: each chooses a password himself first "
                "(Preferences > Security).",
                hand=hand.name,
                users=", ".join(users.mapped("name")),
            )
            for hand, users in held.items()
            if hand in people or len(users) > 1 or self.user_id in users
        ]

    def _accounts_text(self):
        """Return, a line for each person, who opened the account and set it last."""
        changes = self.env["ansm.credential.change"]
        return "\n".join(
            self.env._(
                "%(user)s (%(login)s): account opened by %(opener)s on %(at)s UTC; "
                "%(last)s",
                user=user.name,
                login=user.login,
                opener=user.create_uid.name or "–",
                at=fields.Datetime.to_string(user.create_date),
                last=changes._last_words(user),
            )
            for user in self._people()
        )
