# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ansm_call import DECISIONS
from ..models.ansm_call_number import digits

#: A call of one's own that is under way is taken up again for so long.
TAKEN_UP = timedelta(hours=1)


class AnsmCallScreen(models.TransientModel):
    """The screen for one hand on a telephone: the number, then one tap a step.

    "I am calling now" stamps the server's time before the telephone dials. Each step
    is recorded when it is tapped: what is closed halfway stays as far as it went.
    """

    _name = "ansm.call.screen"
    _description = "Call the agency"

    declaration_id = fields.Many2one("ansm.declaration", required=True)
    recall_id = fields.Many2one("ansm.recall", "Proposal")
    call_id = fields.Many2one("ansm.call", readonly=True)
    step = fields.Selection(
        [
            ("dial", "To call"),
            ("calling", "Calling"),
            ("reached", "A person answered"),
            ("failed", "Nobody was reached"),
            ("ended", "Ended"),
        ],
        compute="_compute_step",
    )
    phone = fields.Char("Number", compute="_compute_phone")
    phone_source = fields.Char(compute="_compute_phone")
    exercise = fields.Boolean(related="declaration_id.exercise")
    about_recall = fields.Boolean("It proposes a recall")
    to_say = fields.Text("What to say", compute="_compute_to_say")
    call_words = fields.Char(compute="_compute_step")
    missing = fields.Text("Still missing", compute="_compute_missing")
    person = fields.Char("Who answered")
    decision = fields.Selection(DECISIONS, "Agency's decision", default="none")
    said = fields.Text("What was said")
    received = fields.Boolean("The agency says that it has our mail")

    @api.model
    def _open_on(self, case, recall=None):
        """Return the screen for a case, or for one of its proposals."""
        self.env["ansm.call"]._check_may_call(case)
        # sudo: whoever may call need not be one who reads each measure
        told = case.sudo()
        about = bool(recall or told._incomplete_recalls() or told.recall_ticked)
        call = self._under_way(told)
        screen = self.create(
            {
                "declaration_id": case.id,
                "recall_id": recall.id if recall else False,
                # no default that somebody sets puts another call in its place
                "about_recall": call.about_recall if call else about,
                "call_id": call.id,
            }
        )
        return screen._again()

    @api.model
    def _under_way(self, case):
        """Return the call that this user has begun on a case and not ended.

        A telephone that dials may forget the page behind: who comes back finds the
        call where he left it, and begins no second one.
        """
        since = fields.Datetime.now() - TAKEN_UP
        return case.call_ids.filtered(
            lambda one: one.user_id == self.env.user
            and one.started_at >= since
            and one.state in ("calling", "reached")
            and not one.ended_at
        )[:1]

    def _again(self):
        name = self.env._("Call the agency")
        return {
            "type": "ir.actions.act_window",
            # the dialog's title stays when its banner is scrolled away
            "name": self.env._("EXERCISE – %s", name) if self.exercise else name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            # said here: the web client completes no action inside another one
            "views": [(False, "form")],
            "target": "new",
        }

    @api.depends("declaration_id")
    def _compute_phone(self):
        for screen in self:
            number = self.env["ansm.call"]._number_of(screen.declaration_id)
            screen.phone, screen.phone_source = number.phone, number.source

    @api.depends("call_id")
    def _compute_step(self):
        for screen in self:
            call = screen.call_id
            state = call.state
            if state == "reached" and call.ended_at:
                state = "ended"
            elif state == "retracted":
                state = "failed"
            screen.step = state or "dial"
            screen.call_words = call.state_words if call else ""

    @api.depends("call_id")
    def _compute_missing(self):
        """Say what the proposals told in this call lack still: the mail, mostly."""
        for screen in self:
            # sudo: whoever may call is told whether it suffices
            entries = screen.call_id.sudo().entry_ids
            told = entries.filtered(lambda one: one.step == "told").recall_id
            screen.missing = "\n".join(
                f"{one.display_name} – {one.state_words}"
                for one in told
                if one.state == "incomplete"
            )

    @api.depends("declaration_id", "recall_id", "about_recall")
    def _compute_to_say(self):
        for screen in self:
            screen.to_say = self.env["ansm.call"]._to_say(
                screen.declaration_id, screen.recall_id, screen.about_recall
            )

    def action_dial(self):
        """Stamp that the call begins, then have the telephone dial."""
        self.ensure_one()
        self._begin()
        number = digits(self.call_id.number)
        if not number:
            return self._again()
        return {
            "type": "ir.actions.client",
            "tag": "ansm_dial",
            "params": {"url": f"tel:{number}", "next": self._again()},
        }

    def action_incoming(self):
        """Record that the agency calls us: somebody is reached by that."""
        self.ensure_one()
        self._begin("in")
        self._call()._reach(recall=self.recall_id)
        return self._again()

    def _begin(self, direction="out"):
        if self.call_id and self._call().state == "calling":
            raise UserError(self.env._("This call is under way: say how it went."))
        call = self.env["ansm.call"]._begin(
            self.declaration_id, direction, self.recall_id, self.about_recall
        )
        # sudo: no client writes which call it is
        self.sudo().call_id = call

    def action_note(self):
        """Hand out the note of this call, for where no network will be."""
        self.ensure_one()
        proposal = f"?proposal={self.recall_id.id}" if self.recall_id else ""
        return {
            "type": "ir.actions.act_url",
            "url": f"/ansm/call-note/{self.declaration_id.id}{proposal}",
            "target": "download",
        }

    def action_reached(self):
        """Stamp that a person answered."""
        self.ensure_one()
        self._call()._reach(self.person or "", self.recall_id)
        return self._again()

    def action_no_answer(self):
        """Record an attempt that nobody answered."""
        return self._failed(self.env._("no answer"))

    def action_busy(self):
        """Record an attempt that met a busy line."""
        return self._failed(self.env._("busy"))

    def action_cut(self):
        """Record an attempt without a line, or one that was cut."""
        return self._failed(self.env._("no line, or cut off"))

    def _failed(self, words):
        self.ensure_one()
        self._call()._fail(words)
        return self._again()

    def action_end(self):
        """Record what was said and decided, and that the call has ended."""
        self.ensure_one()
        said = (self.said or "").strip() or self.to_say
        self._call()._end(self.person or "", said, self.decision, self.received)
        return self._again()

    def _call(self):
        """Return the call of this screen: one's own, of its case."""
        call = self.call_id
        if not call or call.declaration_id != self.declaration_id:
            raise UserError(self.env._("Press “I am calling now” first."))
        if call.user_id != self.env.user:
            raise UserError(self.env._("%s makes this call.", call.user_name))
        return call
