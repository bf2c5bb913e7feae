# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import french

#: What a transmission's state is, after the last step of its attempts.
STATES = {
    "started": "sending",
    "transferring": "sending",
    "settled_sent": "accepted",
    "settled_not_sent": "failed",
}

#: States after which another transmission of the same volet may be prepared.
ENDED = ("refused", "failed")


class AnsmTransmission(models.Model):
    """One sending of something to somebody outside: what, to whom, exact bytes.

    Prepared and committed first; the row is fixed when the sending starts, and
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
    prepared_at = fields.Datetime("Prepared at (UTC)", required=True)
    email_from = fields.Char("From", required=True)
    email_to = fields.Char("To", required=True)
    email_cc = fields.Char("Copy")
    subject = fields.Char(required=True)
    body = fields.Text(required=True)
    started_at = fields.Datetime("Started at (UTC)")
    message_id = fields.Char("Message-ID")
    eml = fields.Binary("Message sent (.eml)", attachment=False)
    eml_name = fields.Char(compute="_compute_eml_name")
    eml_sha256 = fields.Char("SHA-256 of the message")
    attempt_ids = fields.One2many("ansm.transmission.attempt", "transmission_id")
    state = fields.Selection(
        [
            ("prepared", "Prepared"),
            ("sending", "Being sent"),
            ("accepted", "Handed to the mail server"),
            ("refused", "Refused by the mail server"),
            ("deferred", "Postponed by the mail server"),
            ("failed", "Did not leave"),
            ("unknown", "Unknown: check"),
        ],
        compute="_compute_state",
    )
    state_words = fields.Char("What is known", compute="_compute_state")

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
        "started_at",
        "message_id",
        "eml",
        "eml_sha256",
    )

    @api.depends("attempt_ids.step")
    def _compute_state(self):
        for transmission in self:
            last = transmission.attempt_ids.sorted("id")[-1:]
            step = last.step or "prepared"
            transmission.state = STATES.get(step, step)
            transmission.state_words = last._words() if last else False

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
    def _prepare(self, volet, vals):
        """Prepare the sending of a signed volet; it leaves once this is committed.

        :param volet: the volet, signed
        :param vals: sender, recipients, subject and body, as previewed
        :raise UserError: listing all that forbids it
        """
        volet.declaration_id.check_access("write")
        # Of two presses at once the second one waits here, is run again by Odoo
        # (serialisation failure), and then sees the first one's transmission.
        self.env.cr.execute(
            "UPDATE ansm_declaration SET write_date = write_date WHERE id = %s",
            [volet.declaration_id.id],
            log_exceptions=False,
        )
        problems = volet._sending_problems(vals)
        if problems:
            raise UserError("\n".join(problems))
        # sudo: evidence is created by this method alone, no user has the right
        transmission = self.sudo().create(
            {
                "declaration_id": volet.declaration_id.id,
                "volet_id": volet.id,
                "company_id": volet.company_id.id,
                "prepared_by_id": self.env.uid,
                "prepared_by_name": self.env.user.name,
                "prepared_at": fields.Datetime.now(),
                **vals,
            }
        )
        transmission._send_after_commit()
        return transmission.sudo(False)

    def _send_after_commit(self):
        """Send when the request has committed, outside Odoo's retrying.

        Inside a request everything runs again on a serialisation failure: one
        press gave two mails. The job takes over when this process dies.
        """
        self.env.ref("quality_defect_ansm.cron_send")._trigger()
        sender, transmission_id = self.env["ansm.sender"], self.id
        self.env.cr.postcommit.add(lambda: sender._send_now(transmission_id))

    def _report(self):
        """Tell the people concerned how the sending went, and refresh the case."""
        self.ensure_one()
        declaration = self.declaration_id
        declaration._refresh_state()
        words = self.state_words or ""
        declaration.message_post(
            body=self.env._("%(subject)s: %(words)s", subject=self.subject, words=words)
        )
        if self.state == "accepted":
            declaration.activity_feedback(
                ["quality_defect_ansm.activity_not_sent"], feedback=words
            )
            return
        for user in self.prepared_by_id | declaration.user_id:
            self._remind(user, words)

    def _remind(self, user, words):
        """Give a person the task to look at what did not leave, once."""
        kind = self.env.ref("quality_defect_ansm.activity_not_sent")
        reminded = self.declaration_id.activity_ids.filtered(
            lambda one: one.activity_type_id == kind and one.user_id == user
        )
        if reminded:
            reminded.write({"summary": words})
        else:
            # quick: no mail is sent by it, the mail server may be what fails
            case = self.declaration_id.with_context(mail_activity_quick_update=True)
            case.activity_schedule(
                "quality_defect_ansm.activity_not_sent",
                user_id=user.id,
                summary=words,
                note=self.env._(
                    "%s did not leave: check and send again.", self.subject
                ),
            )

    def action_settle(self):
        """Open the settling of a sending whose fate is unknown."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Did it leave?"),
            "res_model": "ansm.settling.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_transmission_id": self.id},
        }


class AnsmVolet(models.Model):
    _inherit = "ansm.volet"

    def _sending_problems(self, vals):
        """Return all that forbids the sending of this volet, one sentence each."""
        self.ensure_one()
        problems = []
        if not self.sealed_at:
            problems.append(self.env._("%s is not signed yet.", self.display_name))
        for field in ("email_from", "email_to", "subject", "body"):
            if not vals.get(field):
                label = self.env["ansm.transmission"]._fields[field]
                problems.append(
                    self.env._("“%s” is empty.", label._description_string(self.env))
                )
        open_ones = self.transmission_ids.filtered(lambda one: one.state not in ENDED)
        for one in open_ones:
            problems.append(
                self.env._(
                    "%(volet)s was sent already, or is being sent: %(words)s",
                    volet=self.display_name,
                    words=one.state_words or one.state,
                )
            )
        addresses = f"{vals.get('email_to') or ''},{vals.get('email_cc') or ''}"
        return problems + self.env["ansm.arming"]._problems(
            addresses, self.declaration_id.exercise
        )

    def _prepare_message(self):
        """Return the sender, recipients, subject and body proposed, in French."""
        self.ensure_one()
        case = self.declaration_id
        agency = self.env["ansm.agency"]._in_force(self.company_id)
        number = f"[{case.case_number}] " if case.case_number else ""
        state = "définitive" if self.final else "non définitive"
        title = f"{self._kind_label()} – version {self.number} ({state})"
        product = case.medicine_id.name or "médicament"
        pharmacist = case._pharmacist()
        return {
            "email_from": pharmacist.email or self.company_id.email or "",
            "email_to": agency.email or "",
            "email_cc": "",
            "subject": f"{number}{case.name} – {product} – {title}",
            "body": self._prepare_body(title, product, pharmacist),
        }

    def _prepare_body(self, title, product, pharmacist):
        case = self.declaration_id
        number = case.case_number or "non encore attribué"
        phones = " – ".join(filter(None, (pharmacist.phone, pharmacist.mobile)))
        return "\n".join(
            [
                "Madame, Monsieur,",
                "",
                "Veuillez trouver ci-joint, aux formats WORD et PDF, la fiche enquête "
                f"de signalement d’un défaut de qualité : {title}.",
                "",
                f"Médicament : {product}",
                f"Lot(s) : {case.batch_names or french.NOT_KNOWN_YET}",
                f"Numéro de dossier : {number}",
                f"Référence interne : {case.name}",
                "",
                "Cordialement,",
                pharmacist.user_id.name or "",
                dict(pharmacist._fields["role"].selection).get(pharmacist.role, ""),
                self.company_id.name,
                phones,
            ]
        )

    def action_send(self):
        """Open the preview of what will be sent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to the agency"),
            "res_model": "ansm.sending.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_volet_id": self.id},
        }
