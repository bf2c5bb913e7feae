# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What tells who somebody is; emptied by erasing.
PERSONAL = ("name", "initials", "phone", "email", "address", "notes")


class AnsmPerson(models.Model):
    """A patient or a reporter of a case: personal data, which can be erased.

    Restricted to whoever handles cases, and never part of what is sent. It is no
    evidence: the audit trail holds a salted SHA-256 of each value, so that a
    change shows and nothing can be read back. Erasing empties the values and the
    salt (art. 17 GDPR); the hashes that stay then say nothing about anybody.
    Backups keep what they hold until they expire.
    """

    _name = "ansm.person"
    _inherit = "ansm.salted.mixin"
    _description = "Patient or reporter"
    _order = "declaration_id, id"

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", index=True, ondelete="restrict"
    )
    signal_id = fields.Many2one("ansm.signal", index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("patient", "Patient"),
            ("professional", "Reporter: health professional"),
            ("reporter", "Reporter: somebody else"),
        ],
        required=True,
    )
    name = fields.Char()
    initials = fields.Char()
    phone = fields.Char()
    email = fields.Char("E-mail")
    address = fields.Text()
    notes = fields.Text()
    erased_at = fields.Datetime(readonly=True, copy=False)

    _audited_fields = ("kind", *PERSONAL)
    _salted_fields = PERSONAL
    # A reason would name the person sooner or later.
    _audit_asks_reason = False

    @api.depends("declaration_id.company_id", "signal_id.company_id")
    def _compute_company_id(self):
        for person in self:
            place = person.declaration_id or person.signal_id
            person.company_id = place.company_id

    @api.depends("kind", "name", "initials", "erased_at")
    def _compute_display_name(self):
        for person in self:
            name = person.name or person.initials
            person.display_name = name or person._audit_name()

    def _audit_name(self):
        """Return the kind and number of the person, which tell nothing of him."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return f"{kinds.get(self.kind, self._description)} {self.id}"

    def _audit_kind(self, name, default):
        return "erased" if self.erased_at else super()._audit_kind(name, default)

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the person with the case of the signal, where there is one."""
        self._refuse_closed(*vals_list)
        return super().create([self._placed(vals) for vals in vals_list])

    @api.model
    def _placed(self, vals):
        """Return values with the case, and without a company: it follows from it."""
        signal = self.env["ansm.signal"].browse(vals.get("signal_id"))
        case = vals.get("declaration_id") or signal.declaration_id.id
        if not case and not signal:
            raise UserError(
                self.env._("A patient or reporter belongs to a case or to a signal.")
            )
        placed = {name: value for name, value in vals.items() if name != "company_id"}
        return {**placed, "declaration_id": case}

    def write(self, vals):
        self._refuse_closed(vals)
        if any(person.erased_at for person in self):
            raise UserError(
                self.env._("What was erased stays empty: enter a person anew.")
            )
        return super().write(vals)

    @api.model
    def _refuse_closed(self, *vals_list):
        if any("erased_at" in vals for vals in vals_list):
            raise AccessError(self.env._("Erasing has its own button."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_erasing(self):
        raise UserError(
            self.env._("A person is not deleted: erase the personal data instead.")
        )

    # pylint: disable=method-required-super
    def copy(self, default=None):
        raise UserError(self.env._("Personal data is not copied."))

    def action_erase(self):
        """Open the erasing, which asks for its reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Erase the personal data"),
            "res_model": "ansm.erasing.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_person_id": self.id},
        }

    def _erase(self, reason):
        """Empty what tells who these persons are, for ever.

        :param reason: why, in words that name nobody
        :raise AccessError: for whoever is no manager
        :raise UserError: when the reason is missing or names the person
        """
        if not self.env.user.has_group("quality_defect_ansm.group_manager"):
            raise AccessError(self.env._("A manager erases personal data."))
        self.check_access("write")
        self._check_erasing_reason(reason)
        for person in self:
            empty = dict.fromkeys((*PERSONAL, "salt"), False)
            empty["erased_at"] = fields.Datetime.now()
            # sudo: the salt is closed to everybody; the right was checked above
            super(AnsmPerson, person.sudo()).write(
                {**empty, "ansm_change_reason": reason}
            )

    def _check_erasing_reason(self, reason):
        if any(person.erased_at for person in self):
            raise UserError(self.env._("This was erased already."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why this is erased, naming nobody."))
        held = [person[name] or "" for person in self for name in PERSONAL]
        if words_of(*held) & words_of(reason):
            raise UserError(
                self.env._(
                    "The reason stays in the audit trail: it must not repeat what "
                    "is erased."
                )
            )


def words_of(*texts):
    """Return the words and numbers that may tell who somebody is."""
    return {
        word
        for text in texts
        for word in re.findall(r"[^\W_]+", text.casefold())
        if len(word) > 2
    }
