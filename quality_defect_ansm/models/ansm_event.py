# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_users_rights import ADMINISTRATOR, LEVELS


class AnsmEvent(models.Model):
    """One line of the audit trail: who changed what, when, from what to what, why.

    Rows are only inserted, by code alone, and are evidence from their insertion
    (EU GMP Annex 11 §9, 21 CFR 11.10(e)). Everything is copied as text, in one
    language for the whole trail, so that a row reads the same when the user, the
    record or a selection's label are no longer what they were.
    """

    _name = "ansm.event"
    _inherit = "ansm.evidence.mixin"
    _description = "Audit trail"
    _order = "id desc"

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", index=True, ondelete="restrict")
    res_model = fields.Char("Model", required=True)
    res_id = fields.Integer("Id of the record")
    model_label = fields.Char("Kind of record", required=True)
    record_name = fields.Char("Record", required=True)
    kind = fields.Selection(
        [
            ("created", "Entered"),
            ("changed", "Changed"),
            ("archived", "Archived"),
            ("restored", "Restored"),
            ("deleted", "Deleted"),
            ("reason_given", "Reason given"),
            ("erased", "Personal data erased"),
            ("rights", "Rights changed"),
            ("armed", "Database armed"),
            ("disarmed", "Database disarmed"),
            ("signing_failed", "Signing failed"),
            ("reviewed", "Reviewed"),
            ("decided", "Decided"),
            ("exported", "Exported"),
        ],
        required=True,
        index=True,
    )
    field_name = fields.Char("Technical name of the field")
    field_label = fields.Char("Field")
    old_value = fields.Text("Before")
    new_value = fields.Text("After")
    user_id = fields.Many2one(
        "res.users", "User", required=True, index=True, ondelete="restrict"
    )
    user_name = fields.Char("Who", required=True)
    user_login = fields.Char("Login", required=True)
    role = fields.Char("In the role of", required=True)
    at = fields.Datetime(required=True, index=True)
    reason = fields.Text()
    reason_missing = fields.Boolean(
        "Made without a reason",
        help="A recorded value was replaced or emptied and no reason was given then.",
    )
    answers_id = fields.Many2one(
        "ansm.event",
        "Gives the reason of",
        index="btree_not_null",
        ondelete="restrict",
    )

    _evidence_sealed = (
        "declaration_id",
        "company_id",
        "res_model",
        "res_id",
        "model_label",
        "record_name",
        "kind",
        "field_name",
        "field_label",
        "old_value",
        "new_value",
        "user_id",
        "user_name",
        "user_login",
        "role",
        "at",
        "reason",
        "reason_missing",
        "answers_id",
    )

    _record_idx = models.Index("(res_model, res_id)")
    _reason_missing_idx = models.Index("(id) WHERE reason_missing")

    @api.depends("record_name", "field_label")
    def _compute_display_name(self):
        for event in self:
            words = (f"{event.id}", event.record_name, event.field_label)
            event.display_name = " – ".join(word for word in words if word)

    @api.model
    def _writer(self):
        """Return the model as the trail is written.

        Without the caller's context: a client may pass ``default_*`` keys, which
        would fill what is left empty here.
        """
        lang = self.env["res.lang"]._ansm_of_the_file()
        # sudo: no user has the right to write the trail
        return self.with_env(self.env(su=True, context={"lang": lang}))

    @api.model
    def _log(self, record, kind, **vals):
        """Record one event on a record of any model."""
        return self._log_all([(record, kind, vals)])

    @api.model
    def _log_all(self, rows):
        """Record events, in one insertion.

        :param rows: list of (record, kind, values of the other fields)
        """
        return self._insert(self._prepare_all(rows))

    def _prepare_all(self, rows):
        """Return the values of events, in the language of the trail."""
        writer, actors = self._writer(), {}
        return [
            {**writer._about(record, actors), "kind": kind, **vals}
            for record, kind, vals in rows
        ]

    @api.model
    def _insert(self, vals_list):
        """Insert prepared events, and ask for the reasons that miss."""
        if not vals_list:
            return self.browse()
        events = self._writer().create(vals_list)
        events._remind()
        return events

    def _about(self, record, actors):
        """Return what all events on a record have in common, as of now.

        :param actors: dict by company, filled here: the role is searched once
        """
        record = record.with_env(self.env)
        case, company = self._place(record)
        if company.id not in actors:
            actors[company.id] = self._actor(company)
        return {
            "declaration_id": case.id,
            "company_id": company.id,
            "res_model": record._name,
            "res_id": record.id,
            "model_label": self.env["ir.model"]._get(record._name).name,
            "record_name": self._name_of(record),
            "at": fields.Datetime.now(),
            **actors[company.id],
        }

    def _place(self, record):
        """Return the case and the company a record belongs to; both may be empty."""
        case = record if record._name == "ansm.declaration" else None
        if case is None and "declaration_id" in record._fields:
            case = record.declaration_id
        company = record if record._name == "res.company" else None
        if company is None and "company_id" in record._fields:
            company = record.company_id
        return (
            self.env["ansm.declaration"] if case is None else case,
            self.env["res.company"] if company is None else company,
        )

    def _name_of(self, record):
        if not record:
            return record._description
        named = hasattr(record, "_audit_name")
        return (record._audit_name() if named else record.display_name) or "-"

    def _actor(self, company):
        """Return who acts, in words: by ``sudo`` it stays the user; a session of
        somebody else shows."""
        user = self.env.user
        keyboard = user._ansm_at_keyboard()
        name = user.name
        if keyboard != user:
            name = self.env._(
                "%(user)s (session of %(other)s)", user=name, other=keyboard.login
            )
        return {
            "user_id": user.id,
            "user_name": name,
            "user_login": user.login,
            "role": self._role(user, company),
        }

    def _role(self, user, company):
        """Return the appointments in force and the rights of a user, in words."""
        if user._is_superuser():
            return self.env._("The system itself: a scheduled job or a program")
        signatories = self.env["ansm.signatory"]._in_force(
            company or user.company_id, user=user, suspended=True
        )
        groups = user._ansm_group_names((*LEVELS, ADMINISTRATOR))
        words = [one._role_label() for one in signatories] + groups
        return ", ".join(words) or self.env._("No role in this application")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse what does not come from code: the trail is written by itself."""
        if not self.env.su:
            raise UserError(
                self.env._("The audit trail is written by the application alone.")
            )
        return super().create(vals_list)

    def action_open_record(self):
        """Open the record of the event, where it still is and may be read."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        if not record:
            raise UserError(self.env._("This record is no longer there."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
