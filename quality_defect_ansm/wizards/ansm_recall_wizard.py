# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..documents.volets import words
from ..models.ansm_recall import KINDS

#: What of the dialog the proposal keeps.
SAID = (
    *("level", "risk_class", "risk_assessment", "reason", "alternatives"),
    *("shortage_risk", "message", "notice"),
)
MESSAGE = (
    "Par mesure de précaution et en accord avec l’ANSM, {company} procède au rappel "
    "{lots} de la spécialité {product}. Nous vous remercions de cesser immédiatement "
    "la distribution et la délivrance des boîtes concernées, de les mettre en "
    "quarantaine et de les retourner."
)


class AnsmRecallWizard(models.TransientModel):
    """Proposes a recall, its extension, or its withdrawal: what the letter will say.

    Nothing but the batches is required: a gap is printed as one, and holds no
    proposal back.
    """

    _name = "ansm.recall.wizard"
    _description = "Propose a recall"

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    about_id = fields.Many2one("ansm.recall", "Extends or withdraws")
    kind = fields.Selection(KINDS, required=True, default="proposal")
    batch_ids = fields.Many2many(
        "ansm.declaration.batch",
        string="Batches",
        domain="[('declaration_id', '=', declaration_id)]",
    )
    level = fields.Selection(words.selection(words.MEASURE_LEVELS), "Recall down to")
    risk_class = fields.Selection(words.selection(words.RISK_CLASSES), "Class")
    risk_assessment = fields.Text("Risk for the patient")
    reason = fields.Text("Why")
    alternatives = fields.Text()
    shortage_risk = fields.Selection(
        words.selection(words.SHORTAGE_RISKS), "Risk of shortage"
    )
    message = fields.Text(
        "Message proposed to the network",
        compute="_compute_message",
        store=True,
        readonly=False,
    )
    notice = fields.Boolean("Also the notice of withdrawal (L. 5124-6)")
    phone = fields.Char("To be telephoned", compute="_compute_phone")
    exercise = fields.Boolean(related="declaration_id.exercise")

    @api.depends("batch_ids", "kind")
    def _compute_message(self):
        """Propose the message for the batches chosen, in French."""
        for wizard in self:
            names = ", ".join(filter(None, wizard.batch_ids.mapped("lot_name")))
            case = wizard.declaration_id
            message = MESSAGE.format(
                company=case.company_id.name,
                lots=f"des lots {names}"
                if len(wizard.batch_ids) > 1
                else f"du lot {names}",
                product=case.medicine_id.name or "…",
            )
            wizard.message = False if wizard.kind == "withdrawal" else message

    @api.depends("declaration_id")
    def _compute_phone(self):
        for wizard in self:
            number = self.env["ansm.call"]._number_of(wizard.declaration_id)
            wizard.phone = number.phone

    @api.model
    def _open_on(self, case, about=None, kind=None):
        """Return the dialog for a case, made here with what is known already.

        :param about: the proposal that it extends, or withdraws
        """
        kind = kind or ("extension" if about else "proposal")
        batches = case.batch_ids
        if kind == "withdrawal":
            batches = about.batch_ids.batch_id
        elif about:
            # an extension is to what no proposal speaks of yet, when there is any
            known = case._standing_recalls().batch_ids.batch_id
            batches = (batches - known) or batches
        wizard = self.create(
            {
                "declaration_id": case.id,
                "about_id": about.id if about else False,
                "kind": kind,
                "batch_ids": [Command.set(batches.ids)],
                **self._proposed(case, about, kind),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[kind],
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _proposed(self, case, about, kind):
        """Return what the dialog says before anybody changed it."""
        found = self.env["ansm.recall"]._proposed_by(case, about)
        if kind == "withdrawal":
            return {"level": found["level"], "risk_class": found["risk_class"]}
        return {"level": "pharmacy", "notice": True, **found}

    def action_propose(self):
        """Open the proposal, make its letter and show both.

        From here on it is incomplete until the letter has left and a person was
        reached at the agency.
        """
        self.ensure_one()
        self.declaration_id.check_access("write")
        problems = self._problems()
        if problems:
            raise UserError("\n".join(problems))
        recall = self.env["ansm.recall"]._open(
            self.declaration_id,
            "action",
            self.kind,
            self.batch_ids,
            self.about_id,
            **{name: self[name] for name in SAID},
        )
        if recall.told:
            recall._make_letter()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ansm.recall",
            "view_mode": "form",
            "res_id": recall.id,
        }

    def _problems(self):
        problems = []
        if not self.batch_ids:
            problems.append(self.env._("Choose the batches it is about."))
        if self.batch_ids.declaration_id - self.declaration_id or (
            self.about_id.declaration_id - self.declaration_id
        ):
            problems.append(self.env._("A batch, or the proposal, is of another case."))
        if self.kind != "proposal" and not self.about_id:
            problems.append(self.env._("Say which proposal it is about."))
        if self.kind == "withdrawal" and not (self.reason or "").strip():
            problems.append(self.env._("Say why the proposal is withdrawn."))
        if self.kind == "withdrawal" and self.about_id.withdrawn_by_id:
            problems.append(self.env._("This proposal was withdrawn already."))
        return problems
