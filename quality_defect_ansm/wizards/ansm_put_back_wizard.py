# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .. import french
from ..documents import errors
from ..documents.limited.call import call, packed
from ..models.ansm_recall_mail import PROPOSED


class AnsmPutBackWizard(models.TransientModel):
    """The putting back of an edited Word: compared first, each difference settled."""

    _name = "ansm.put.back.wizard"
    _description = "Put back an edited Word"

    volet_id = fields.Many2one("ansm.volet", required=True, readonly=True)
    file = fields.Binary("Edited Word", required=True, attachment=False)
    file_name = fields.Char()
    compared_sha256 = fields.Char(readonly=True)
    line_ids = fields.One2many("ansm.put.back.wizard.line", "wizard_id", "Differences")

    def action_compare(self):
        """List in what the Word differs from the one that was generated."""
        self.ensure_one()
        self.volet_id._check_put_back()
        found = self._checked()
        if found["why"]:
            raise UserError(
                self.env._(
                    "No PDF can be made of this Word: the generated one stands.\n%s",
                    found["why"],
                )
            )
        if not found["differences"]:
            raise UserError(
                self.env._("This Word says what the generated one says: nothing to do.")
            )
        lines = [Command.create(one) for one in found["differences"]]
        self.write({"line_ids": [Command.clear(), *lines]})
        self.compared_sha256 = self._sha256()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put back the edited Word"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_put_back(self):
        """Put the Word back, once each difference is settled."""
        self.ensure_one()
        if not self.line_ids or self.compared_sha256 != self._sha256():
            raise UserError(self.env._("Compare this Word first."))
        problems = self.line_ids._problems()
        if problems:
            raise UserError("\n".join(problems))
        # compared again: the volet may have been made again meanwhile
        found = self._checked()["differences"]
        shown = [(one.before or "", one.after or "") for one in self.line_ids]
        if shown != [(one["before"], one["after"]) for one in found]:
            raise UserError(
                self.env._("The volet was made again meanwhile: compare once more.")
            )
        settled = [
            [one["label"] or "", one["before"] or "–", one["after"] or "–", line.reason]
            for one, line in zip(found, self.line_ids, strict=True)
        ]
        self.volet_id._put_back(self._bytes(), settled)
        return {"type": "ir.actions.act_window_close"}

    def _bytes(self):
        return base64.b64decode(self.with_context(bin_size=False).file)

    def _sha256(self):
        return hashlib.sha256(self._bytes()).hexdigest()

    def _checked(self):
        """Return what the check within limits found; refuse with every reason."""
        name, generated = self.volet_id._generated_word()
        try:
            return call(
                "edited", self._bytes(), generated=packed(generated), title=name
            )
        except errors.DocumentError as error:
            form = self.env["ansm.form.template"]
            raise UserError(form._refusal(error)) from error


class AnsmPutBackWizardLine(models.TransientModel):
    """One difference between the edited Word and the generated one."""

    _name = "ansm.put.back.wizard.line"
    _description = "Difference of an edited Word"
    _order = "id"

    wizard_id = fields.Many2one("ansm.put.back.wizard", ondelete="cascade")
    label = fields.Char(readonly=True)
    before = fields.Text("In the record", readonly=True)
    after = fields.Text("In the Word", readonly=True)
    choice = fields.Selection(
        [("keep", "Keep the Word's"), ("refuse", "Refuse it")], "Settled"
    )
    reason = fields.Char()

    @api.model
    def _sentence(self, name):
        return {
            "open": self.env._("%s: keep the Word's, or refuse it?"),
            "refuse": self.env._("%s: refused; correct it in Word, then put it back."),
            "reason": self.env._("%s: say why the Word's is kept."),
            "recall": self.env._(
                "%s: it speaks of a recall that the record does not propose. Tick it "
                "among the measures of the case and make the volet again: the duty to "
                "telephone the agency opens with it."
            ),
        }[name]

    def _proposes_unseen(self):
        """Whether the Word speaks of a recall where the record does not: what it
        proposes by hand would open no duty to call."""
        volet = self.wizard_id.volet_id
        proposed = volet.recall_id or volet._measures(PROPOSED)
        speaks = french.speaks_of_recall
        return not proposed and speaks(self.after) and not speaks(self.before)

    def _problems(self):
        """Return what is not settled, one sentence per difference."""
        problems = []
        for line in self:
            label = line.label or line.after or line.before
            if not line.choice:
                problems.append(self._sentence("open") % label)
            elif line.choice == "refuse":
                problems.append(self._sentence("refuse") % label)
            elif line._proposes_unseen():
                problems.append(self._sentence("recall") % label)
            elif not (line.reason or "").strip():
                problems.append(self._sentence("reason") % label)
        return problems
