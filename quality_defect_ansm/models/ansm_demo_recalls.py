# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, models

from ..demo import more_cases, recalls


class AnsmDemo(models.AbstractModel):
    """The demo's recalls: one that lacks its call, one complete, an exercise."""

    _inherit = "ansm.demo"

    def _cases(self, company, lots):
        super()._cases(company, lots)
        user, signer = (
            self.env["res.users"].search([("login", "=", login)])
            for login in ("qa", "pr")
        )
        cases = self.env["ansm.declaration"].search([("company_id", "=", company.id)])
        spots = cases.filtered(lambda one: one.recall_ids)
        self._called_in_vain(spots.with_user(user))
        title = more_cases.MIXED["nonconformity"][0]
        mixed = cases.filtered(lambda one: one.nonconformity_id.name == title)
        self._recalled(mixed.with_user(user), signer)
        self._exercise(user, lots)

    def _called_in_vain(self, case):
        """Of a signed Volet 1 that proposes a recall: its call met a busy line."""
        call = self.env["ansm.call"].with_user(case.env.user)._begin(case)
        call._fail(recalls.SPOTS_FAILED)

    def _recalled(self, case, signer):
        """Propose a recall, send its letter, tell it by telephone; it is agreed."""
        words, user = recalls.MIXED, case.env.user
        batches = case.batch_ids.filtered(lambda one: one.lot_name in words["batches"])
        recall = self._propose(case, batches, words["values"])
        letter = recall.letter_ids.with_user(signer)
        letter._sign("approved", letter._my_appointments()[:1], "password")
        self._hand_over(letter.with_env(self.env))
        call = self.env["ansm.call"].with_user(user)._begin(case, recall=recall)
        call._reach(words["person"], recall)
        call._end(words["person"], words["said"], "agreed", received=True)

    def _propose(self, case, batches, values):
        wizards = self.env["ansm.recall.wizard"].with_user(case.env.user)
        wizard = wizards.browse(wizards._open_on(case)["res_id"])
        wizard.write({**values, "batch_ids": [Command.set(batches.ids)]})
        return self.env["ansm.recall"].browse(wizard.action_propose()["res_id"])

    def _exercise(self, user, lots):
        words = recalls.EXERCISE
        batches = self.env["stock.lot"].union(*(lots[one] for one in words["batches"]))
        wizard = (
            self.env["ansm.exercise.wizard"]
            .with_user(user)
            .create(
                {
                    "name": words["name"],
                    "description": words["description"],
                    "lot_ids": [Command.set(batches.ids)],
                }
            )
        )
        case = self.env["ansm.declaration"].browse(wizard.action_open()["res_id"])
        self._propose(case.with_user(user), case.batch_ids, {"level": "pharmacy"})
