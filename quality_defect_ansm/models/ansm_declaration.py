# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import french

#: The states of the volets, the furthest from being sent first.
BEHIND = ("problem", "draft", "to_sign", "to_send", "sent", "withdrawn", "closed")


class AnsmDeclaration(models.Model):
    """One case (*dossier*): who, what, when known, and the text being worked on.

    The duty is the pharmacien responsable's, as soon as he has knowledge
    (R. 5124-55 and L. 5121-5 CSP). The case is the working place; each sending
    freezes it into a volet, which is the evidence. Its state is read from that
    evidence, nobody sets it.
    """

    _name = "ansm.declaration"
    _inherit = ["ansm.audited.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Declaration of a quality defect"
    _order = "known_at desc, id desc"

    name = fields.Char("Internal reference", readonly=True, copy=False)
    nonconformity_id = fields.Many2one(
        "mgmtsystem.nonconformity",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    case_number = fields.Char(
        "Agency's case number",
        copy=False,
        tracking=True,
        help="Given by the agency, repeated in all correspondence (AAAA-DQ-…).",
    )
    state = fields.Selection(
        [
            ("draft", "To prepare"),
            ("to_sign", "To sign"),
            ("to_send", "To send"),
            ("problem", "Not sent: check"),
            ("sent", "Handed to the mail server"),
            ("withdrawn", "Withdrawn, waiting for the agency's acknowledgement"),
            ("closed", "Closed"),
        ],
        compute="_compute_state",
        store=True,
        group_expand=True,
        help="Read from the volets, their signatures and the mail server's answers.",
    )
    volet_1_sent = fields.Boolean(
        "Volet 1 sent",
        compute="_compute_state",
        store=True,
        help="Of each speciality; read and kept with the state.",
    )
    without_delay = fields.Char(
        "Time since known", compute="_compute_without_delay", compute_sudo=True
    )
    signal_received_at = fields.Datetime(
        "Signal received at",
        tracking=True,
        help="When the signal reached the exploitant or manufacturer: day 0.",
    )
    known_at = fields.Datetime(
        "Known as one to declare at",
        required=True,
        tracking=True,
        default=fields.Datetime.now,
    )
    medicine_id = fields.Many2one(
        "ansm.medicine", tracking=True, ondelete="restrict", index=True
    )
    presentation_id = fields.Many2one(
        "ansm.presentation",
        tracking=True,
        ondelete="restrict",
        domain="[('medicine_id', '=', medicine_id)]",
    )
    batch_ids = fields.One2many("ansm.declaration.batch", "declaration_id")
    batch_names = fields.Char("Batches", compute="_compute_batch_names")
    user_id = fields.Many2one(
        "res.users",
        "Person in charge",
        default=lambda self: self.env.user,
        tracking=True,
        ondelete="restrict",
    )
    contact_phone = fields.Char(compute="_compute_contact", store=True, readonly=False)
    contact_mobile = fields.Char()
    contact_email = fields.Char(compute="_compute_contact", store=True, readonly=False)
    defect_description = fields.Text("Description of the quality defect")
    falsification = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        "Suspicion of counterfeit or falsification",
        tracking=True,
    )
    falsification_comment = fields.Text()
    action_ids = fields.Many2many(
        related="nonconformity_id.action_ids", string="CAPA actions"
    )
    volet_ids = fields.One2many("ansm.volet", "declaration_id")
    transmission_ids = fields.One2many("ansm.transmission", "declaration_id")
    exercise = fields.Boolean(
        readonly=True, help="An exercise: never leaves, stamped on every page."
    )

    _audited_fields = (
        "nonconformity_id",
        "case_number",
        "signal_received_at",
        "known_at",
        "medicine_id",
        "presentation_id",
        "user_id",
        "contact_phone",
        "contact_mobile",
        "contact_email",
        "defect_description",
        "falsification",
        "falsification_comment",
        "exercise",
    )

    # the list and each column of the kanban open on their first rows
    _newest_idx = models.Index("(known_at DESC, id DESC)")
    # the columns are counted by it alone, whatever companies are seen
    _column_idx = models.Index("(state, known_at DESC, id DESC) INCLUDE (company_id)")
    _nonconformity_uniq = models.Constraint(
        "UNIQUE (nonconformity_id)",
        "A declaration exists already for this nonconformity.",
    )

    @api.depends("volet_ids.sealed_at", "speciality_ids")
    def _compute_state(self):
        """Read the state from the newest volet of each speciality of the case.

        The one that is the furthest from being sent tells. The attempts of a
        transmission are written on a cursor that touches no other row, so they do
        not appear here as a dependency: the sender calls
        ``_refresh_state`` once they are recorded.
        """
        for declaration in self:
            specialities = declaration._each_speciality()
            states = {declaration._state_of(one) for one in specialities}
            declaration.state = next(one for one in BEHIND if one in states)
            declaration.volet_1_sent = all(
                any(
                    volet.kind == "volet_1" and volet._case_state() == "sent"
                    for volet in declaration._volets_of(speciality)
                )
                for speciality in specialities
            )

    def _state_of(self, speciality):
        """Return what the newest version of a speciality says of the case."""
        # a recall has a state of its own: its letter tells nothing of the volets
        volets = self._volets_of(speciality).filtered(lambda one: one.kind != "recall")
        newest = volets.sorted("id")[-1:]
        state = newest._case_state() if newest else "draft"
        letter = newest.kind == "withdrawal"
        return "withdrawn" if letter and state == "sent" else state

    def _refresh_state(self):
        self.env.add_to_compute(self._fields["state"], self)
        self._recompute_recordset(["state"])

    @api.depends("known_at", "volet_1_sent")
    def _compute_without_delay(self):
        """Say how long the duty has been known, while a Volet 1 is due.

        No number of hours is given by law ("sans délai"), so nothing here may
        read as a licence to wait.
        """
        now = fields.Datetime.now()
        due = self.env["ansm.deadline"]._due_of(self, "volet_1").declaration_id
        waiting = self.filtered(lambda one: one._origin in due and one.known_at)
        (self - waiting).without_delay = False
        for case in waiting:
            case.without_delay = self.env._(
                "without delay – known for %s", french.elapsed(now - case.known_at)
            )

    @api.depends("batch_ids.lot_name")
    def _compute_batch_names(self):
        for declaration in self:
            declaration.batch_names = ", ".join(
                one.lot_name for one in declaration.batch_ids if one.lot_name
            )

    @api.depends("user_id")
    def _compute_contact(self):
        for declaration in self:
            declaration.contact_phone = declaration.user_id.phone
            declaration.contact_email = declaration.user_id.email

    @api.depends("name", "case_number")
    def _compute_display_name(self):
        self._fetch_names()
        for declaration in self:
            number = f" – {declaration.case_number}" if declaration.case_number else ""
            declaration.display_name = f"{declaration.name}{number}"

    def _fetch_names(self):
        """Read what names these cases, an exercise one, without their other columns."""
        # the company too: the access to them is checked by it
        self.fetch(["name", "case_number", "company_id", "exercise"])

    @api.model_create_multi
    def create(self, vals_list):
        # an exercise is never sent: no client makes one of a case that has to be
        self._refuse_read_only(
            {"exercise"} & {name for one in vals_list for name in one}
        )
        for vals in vals_list:
            nonconformity = self.env["mgmtsystem.nonconformity"].browse(
                vals.get("nonconformity_id")
            )
            # The company is the nonconformity's: nobody declares for another one.
            company = nonconformity.company_id or self.env.company
            vals["company_id"] = company.id
            vals["name"] = (
                self.env["ir.sequence"].with_company(company).next_by_code(self._name)
            )
        return super().create(vals_list)

    def write(self, vals):
        if {"company_id", "name", "nonconformity_id", "exercise"} & set(vals):
            raise UserError(
                self.env._(
                    "The reference, nonconformity and company of a declaration "
                    "stay as they were made."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_regulated(self):
        raise UserError(
            self.env._(
                "A declaration is not deleted: the regulator may ask for it years "
                "later. Close it with its reason instead."
            )
        )

    def _local(self, moment):
        """Return a naive UTC datetime in the zone of the case's company."""
        self.ensure_one()
        return self.company_id._ansm_local(moment) if moment else None

    def _pharmacist(self):
        """Return the signatory the form names as pharmacien responsable.

        The PR, or the PRI who replaces him; empty when nobody is in force. Who is
        suspended from signing keeps his function.
        """
        self.ensure_one()
        signatories = self.env["ansm.signatory"]
        return signatories._in_force(self.company_id, ("pr", "pri"), suspended=True)[:1]

    def action_refresh_figures(self):
        """Read the batches' figures again from the stock, now."""
        self.check_access("write")
        self.batch_ids._refresh_figures()

    def action_make_volet(self):
        """Open the making of a volet of the case's own speciality."""
        return self._action_make_volet()

    def _action_make_volet(self, speciality=None):
        """Return the dialog that makes a volet: its gaps, final or not.

        It is made here: each gap it lists is a row with its own button.
        """
        self.ensure_one()
        wizard = self.env["ansm.volet.wizard"]
        vals = {"speciality_id": speciality.id if speciality else False}
        wizard = wizard.with_context(default_declaration_id=self.id).create(vals)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make a volet"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }
