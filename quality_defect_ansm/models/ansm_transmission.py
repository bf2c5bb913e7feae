# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a transmission's state is, after the last step of its attempts.
STATES = {
    "started": "sending",
    "transferring": "sending",
    "settled_sent": "accepted",
    "settled_not_sent": "failed",
}

#: States of what left, by our mail server or by another road.
LEFT = ("accepted", "elsewhere", "exercised")
#: States of what did not leave: the same may be sent again.
NOT_LEFT = ("refused", "failed")

#: A postponed message is given up after this long: a person has been told from
#: the first time on, and may send again.
GIVE_UP_HOURS = 24

#: States that end a transmission, and what they mean for the next one.
OUTCOMES = {**dict.fromkeys(LEFT, "left"), **dict.fromkeys(NOT_LEFT, "not_left")}


class AnsmTransmission(models.Model):
    """One sending of something to somebody outside: what, to whom, exact bytes.

    Prepared and committed first; the row is fixed when its bytes are made, and
    each try is a row of its own (``ansm.transmission.attempt``). The state is
    read from those rows: no button sets "sent". A mail server's 250 proves that
    *that server* took the message, no more.
    """

    _name = "ansm.transmission"
    _inherit = "ansm.evidence.mixin"
    _description = "Transmission"
    _order = "id desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", required=True, index=True, ondelete="restrict"
    )
    volet_id = fields.Many2one("ansm.volet", index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    prepared_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    prepared_by_name = fields.Char("Prepared by", required=True)
    prepared_at = fields.Datetime("Prepared at", required=True)
    email_from = fields.Char("From", required=True)
    email_to = fields.Char("To", required=True)
    email_cc = fields.Char("Copy")
    subject = fields.Char(required=True)
    body = fields.Text(required=True)
    pdf_alone = fields.Boolean("PDF alone", help="The Word did not go with it.")
    envelope_from = fields.Char("Sender given to the mail server")
    envelope_to = fields.Text("Recipients given to the mail server")
    started_at = fields.Datetime("Started at")
    message_id = fields.Char("Message-ID")
    eml = fields.Binary("Message sent (.eml)", attachment=False)
    eml_name = fields.Char(compute="_compute_eml_name")
    eml_sha256 = fields.Char("SHA-256 of the message")
    attempt_ids = fields.One2many("ansm.transmission.attempt", "transmission_id")
    outcome = fields.Selection(
        [("left", "Left"), ("not_left", "Did not leave")],
        help="Copied from the attempts, which are the evidence, for the indexes "
        "below; empty while it is under way or unknown.",
    )
    told_attempt = fields.Integer(
        help="The last attempt that was told on the case, by its id."
    )
    state = fields.Selection(
        [
            ("prepared", "Prepared"),
            ("sending", "Being sent"),
            ("accepted", "Handed to the mail server"),
            ("refused", "Refused by the mail server"),
            ("deferred", "Postponed by the mail server"),
            ("failed", "Did not leave"),
            ("unknown", "Unknown: check"),
            ("elsewhere", "Sent by another road"),
            ("exercised", "EXERCISE: kept, given to nobody"),
        ],
        compute="_compute_state",
    )
    state_words = fields.Char("What is known", compute="_compute_state_words")

    _one_of_a_volet = models.UniqueIndex(
        "(volet_id) WHERE outcome IS NULL OR outcome = 'left'",
        "This volet was sent already, or is being sent.",
    )
    _under_way = models.Index("(id) WHERE outcome IS NULL")

    _evidence_deferred = True
    _evidence_sealed_when = "started_at"
    _evidence_sealed = (
        "declaration_id",
        "volet_id",
        "company_id",
        "prepared_by_id",
        "prepared_by_name",
        "prepared_at",
        "email_from",
        "email_to",
        "email_cc",
        "subject",
        "body",
        "pdf_alone",
        "envelope_from",
        "envelope_to",
        "started_at",
        "message_id",
        "eml",
        "eml_sha256",
    )

    @api.depends("attempt_ids.step")
    def _compute_state(self):
        """Read the state from the attempts.

        An acceptance stays one: when the database was lost meanwhile, the job
        may have written "unknown" before the server's 250 could be recorded.
        """
        for transmission in self:
            step = transmission._telling_attempts()[-1:].step or "prepared"
            transmission.state = STATES.get(step, step)

    @api.depends("attempt_ids.step")
    @api.depends_context("lang")
    def _compute_state_words(self):
        # apart: a page of cases asks for the states alone
        for transmission in self:
            told = transmission._telling_attempts()
            transmission.state_words = told._words() if told else False

    def _telling_attempts(self):
        """Return the attempts that tell the state: an acceptance, else the last."""
        attempts = self.attempt_ids.sorted("id")
        accepted = attempts.filtered(lambda one: one.step == "accepted")
        return accepted or attempts._of_last_try()

    @api.depends("subject")
    def _compute_display_name(self):
        for transmission in self:
            transmission.display_name = transmission.subject

    @api.depends("declaration_id.name")
    def _compute_eml_name(self):
        for transmission in self:
            reference = (transmission.declaration_id.name or "").replace("/", "-")
            transmission.eml_name = f"{reference}_{transmission.id}.eml"

    @api.model
    def _prepare(self, origin, vals):
        """Prepare the sending of something; it leaves once this is committed.

        Of two presses at once the second one waits on the index for the first,
        and is told that it is being sent.

        :param origin: what is sent: a volet, signed, or the dialog of a letter
        :param vals: sender, recipients, subject and body, as previewed
        :raise UserError: listing all that forbids it
        """
        origin.declaration_id.check_access("write")
        problems = origin._sending_problems(vals)
        if problems:
            raise UserError("\n".join(problems))
        transmission = self._create_prepared(origin, vals)
        transmission._send_after_commit()
        return transmission.sudo(False)

    @api.model
    def _create_prepared(self, origin, vals):
        """Create the row of a sending, in sudo; the caller has checked all."""
        case = origin.declaration_id
        # sudo: evidence is created by code alone, no user has the right
        case.sudo().transmission_ids._copy_outcome()
        return self.sudo().create(
            {
                "declaration_id": case.id,
                "company_id": case.company_id.id,
                "prepared_by_id": self.env.uid,
                "prepared_by_name": self.env.user.name,
                "prepared_at": fields.Datetime.now(),
                **origin._prepare_transmission(),
                **vals,
            }
        )

    def _files(self):
        """Return the files that go with it, as (name, bytes)."""
        self.ensure_one()
        return self.volet_id._files_to_send(self.pdf_alone)

    def _last_minute_problems(self, recipients, content):
        """Return why it may not leave now, whatever was true when it was prepared.

        :param recipients: the very addresses the mail server will be given
        :param content: the very bytes it will be given
        """
        self.ensure_one()
        problems = self.env["ansm.arming"]._problems(
            ",".join(recipients), self.declaration_id.exercise
        )
        if hashlib.sha256(content).hexdigest() != self.eml_sha256:
            problems.append(self.env._("The bytes kept are not those that were made."))
        give_up = timedelta(hours=GIVE_UP_HOURS)
        if self.started_at and self.started_at + give_up < fields.Datetime.now():
            problems.append(
                self.env._("Postponed for more than %s hours: given up.", GIVE_UP_HOURS)
            )
        return problems

    def _copy_outcome(self):
        """Copy what the attempts say to the column the indexes are on."""
        for transmission in self.filtered(lambda one: not one.outcome):
            outcome = OUTCOMES.get(transmission.state)
            if outcome:
                transmission.outcome = outcome
        # the index has to know before the next one is inserted
        self.flush_recordset(["outcome"])

    def _send_after_commit(self):
        """Send when the request has committed, outside Odoo's retrying.

        Inside a request everything runs again on a serialisation failure: one
        press gave two mails. The job takes over when this process dies.
        """
        soon = fields.Datetime.now() + timedelta(minutes=2)
        self.env.ref("quality_defect_ansm.cron_send")._trigger(at=soon)
        sender, transmission_id = self.env["ansm.sender"], self.id
        self.env.cr.postcommit.add(lambda: sender._send_now(transmission_id))

    def action_try_again(self):
        """Send the same bytes again now, without waiting for the job."""
        self.ensure_one()
        self.declaration_id.check_access("write")
        if self.state != "deferred":
            raise UserError(self.env._("Only a postponed sending is tried again."))
        # sudo: the job's trigger; the right to write on the case was checked
        self.sudo()._send_after_commit()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_settle(self):
        """Open the settling of a sending whose fate is unknown."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Did it leave?")
            if self.state == "unknown"
            else self.env._("Give up this sending"),
            "res_model": "ansm.settling.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_transmission_id": self.id},
        }

    def _settle(self, left, found):
        """Record what became of a sending whose fate was unknown, or give up one
        that the mail server postpones, to send it by another road.

        :param left: whether it did leave
        :param found: what the current user found, and where
        :raise UserError: when the fate is known, or nothing is said of it
        """
        self.ensure_one()
        self.declaration_id.check_access("write")
        # sudo: evidence is written by code alone; checked on the case above
        transmission = self.sudo()
        transmission.lock_for_update(allow_referencing=True)
        given_up = transmission.state == "deferred" and not left
        if transmission.state != "unknown" and not given_up:
            raise UserError(self.env._("The fate of this sending is known already."))
        if not (found or "").strip():
            raise UserError(self.env._("Say what you found, and where."))
        self.env["ansm.transmission.attempt"].sudo()._record(
            transmission,
            "settled_sent" if left else "settled_not_sent",
            reply=f"{self.env.user.name}: {found.strip()}",
        )
        transmission._tell()
