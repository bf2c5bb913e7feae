# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError

#: Where the nonconformity of an exercise is from.
ORIGIN = "Exercice"


class AnsmExerciseWizard(models.TransientModel):
    """Opens an exercise: a case that is walked to its end, and reaches nobody outside.

    EU GMP chapter 8 asks to test the recall arrangements, in and out of office
    hours. It dials a stand-in, gives no mail server anything, and says EXERCICE on
    every page and screen.
    """

    _name = "ansm.exercise.wizard"
    _description = "Exercise of a recall"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    name = fields.Char(
        "Scenario", required=True, default=lambda self: self.env._("Recall exercise")
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        string="Batches",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    description = fields.Text("What is played")
    phone = fields.Char("Telephone of exercises", compute="_compute_phone")

    @api.depends("company_id")
    def _compute_phone(self):
        for wizard in self:
            # sudo: a setting, whoever prepares
            agency = self.env["ansm.agency"].sudo()._in_force(wizard.company_id)
            wizard.phone = agency.exercise_phone

    def action_open(self):
        """Open the exercise's case.

        :raise UserError: listing all that is missing
        """
        self.ensure_one()
        problems = []
        if not self.lot_ids:
            problems.append(self.env._("Choose the batches of the exercise."))
        if not self.phone:
            problems.append(
                self.env._(
                    "Enter the telephone of exercises in the agency’s addresses: an "
                    "exercise never dials the agency."
                )
            )
        if problems:
            raise UserError("\n".join(problems))
        case = self._open_case()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.declaration",
            "view_mode": "form",
            "res_id": case.id,
        }

    def _open_case(self):
        self.env["ansm.decision"]._check_may_prepare(self._nonconformities())
        nonconformity = self._nonconformities().create(self._prepare_nonconformity())
        packs = self.env["ansm.presentation"]
        found = [
            packs._of_product(one, self.company_id) for one in self.lot_ids.product_id
        ]
        presentation = packs.union(*found)[:1]
        cases = self.env["ansm.declaration"].with_company(self.company_id)
        # sudo: no client makes an exercise of a case; this dialog makes it one from
        # its first moment
        case = cases.sudo().create(
            {
                "nonconformity_id": nonconformity.id,
                "exercise": True,
                "user_id": self.env.uid,
                "signal_received_at": fields.Datetime.now(),
                "known_at": fields.Datetime.now(),
                "medicine_id": presentation.medicine_id.id,
                "presentation_id": presentation.id,
                "defect_description": self.description or self.name,
                "batch_ids": [
                    Command.create({"lot_id": lot.id}) for lot in self.lot_ids
                ],
            }
        )
        return case.with_env(self.env)

    def _nonconformities(self):
        return self.env["mgmtsystem.nonconformity"].with_company(self.company_id)

    def _prepare_nonconformity(self):
        # sudo: a preparer makes no origin, and each nonconformity needs one
        origins = self.env["mgmtsystem.nonconformity.origin"].sudo()
        origin = origins.search([("name", "=", ORIGIN)], limit=1)
        origin = origin or origins.create({"name": ORIGIN})
        return {
            "name": f"EXERCICE – {self.name}",
            "partner_id": self.company_id.partner_id.id,
            "responsible_user_id": self.env.uid,
            "manager_user_id": self.env.uid,
            "origin_ids": [Command.set(origin.ids)],
            "description": self.description or self.name,
            "company_id": self.company_id.id,
            "ansm_lot_ids": [Command.set(self.lot_ids.ids)],
        }
