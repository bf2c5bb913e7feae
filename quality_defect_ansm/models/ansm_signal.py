# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..documents.volets import words
from .ansm_person import words_of

#: What a decision is made on: it stays once one is signed. What follows afterwards
#: (sample, photos, reply) is recorded as it comes.
DECIDED_ON = (
    "verbatim",
    "received_at",
    "reached_us_at",
    "received_where",
    "received_partner_id",
    "received_by",
    "origin",
    "detection_date",
    "detection_place",
    "defective_units",
    "adverse_effect",
)
FOLLOWING = (
    "sample",
    "sample_asked_on",
    "sample_received_on",
    "photo_ids",
    "reply",
    "replied_on",
)


class AnsmSignal(models.Model):
    """One signal as it came: word for word, when, where, by whom, from whom.

    A fact, editable until a decision on it is signed; several may be recorded on
    one nonconformity. Who the patient or the reporter is stands in ``ansm.person``
    alone. The verbatim may name somebody all the same: the audit trail and the
    decision hold its salted SHA-256, never its text.
    """

    _name = "ansm.signal"
    _inherit = ["ansm.fact.mixin", "ansm.salted.mixin"]
    _description = "Signal of a quality defect"
    _order = "received_at, id"

    verbatim = fields.Text(
        required=True,
        help="Word for word, as it was said or written; in the place of a name: "
        "[patient], [pharmacist]…",
    )
    received_at = fields.Datetime(
        "Received at",
        required=True,
        default=fields.Datetime.now,
        help="When it first reached anybody who has to pass it on: the clock may run "
        "from then.",
    )
    received_where = fields.Selection(
        [("us", "Us"), ("site", "One of our sites"), ("partner", "A partner")],
        "Received by",
        required=True,
        default="us",
    )
    received_partner_id = fields.Many2one(
        "res.partner", "Site or partner", ondelete="restrict"
    )
    reached_us_at = fields.Datetime(
        "Reached us at", help="When a site or a partner had it first."
    )
    received_by = fields.Char(
        "Taken by",
        default=lambda self: self.env.user.name,
        help="Who took it, on our side or at the partner's.",
    )
    origin = fields.Selection(words.selection(words.ORIGINS))
    guidance = fields.Text("Who declares where", compute="_compute_guidance")
    detection_date = fields.Date("Detected on")
    detection_place = fields.Char("Detected at")
    defective_units = fields.Char("Defective units")
    adverse_effect = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
        "Adverse effect",
        help="Reported separately, by pharmacovigilance.",
    )
    sample = fields.Selection(
        [("none", "None to be had"), ("asked", "Asked for"), ("received", "Received")]
    )
    sample_asked_on = fields.Date("Sample asked for on")
    sample_received_on = fields.Date("Sample received on")
    # restrict: a photo is taken away here, where the trail says so
    photo_ids = fields.Many2many(
        "ir.attachment", string="Photos and documents", ondelete="restrict"
    )
    reply = fields.Text("Reply to the complainant")
    replied_on = fields.Date("Replied on")
    person_ids = fields.One2many(
        "ansm.person",
        "signal_id",
        "Patients and reporters",
        groups="quality_defect_ansm.group_personal",
    )
    names_repeated = fields.Boolean(
        compute="_compute_names_repeated",
        compute_sudo=True,
        help="Whether the verbatim has a word of the name of who it is from.",
    )
    decision_id = fields.Many2one(
        "ansm.decision",
        "Decided by",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="The first signed decision that was made on it.",
    )

    _audited_fields = (*DECIDED_ON, *FOLLOWING)
    _salted_fields = ("verbatim",)

    @api.depends("origin", "received_at")
    @api.depends_context("lang")
    def _compute_display_name(self):
        origins = dict(self._fields["origin"]._description_selection(self.env))
        for signal in self:
            moment = signal.received_at
            if signal.company_id and moment:
                moment = signal.company_id._ansm_local(moment)
            day = moment.date().isoformat() if moment else ""
            origin = origins.get(signal.origin, self.env._("Signal"))
            signal.display_name = " – ".join(filter(None, (origin, day)))

    @api.depends("origin")
    @api.depends_context("lang")
    def _compute_guidance(self):
        """Say who else declares, and where: the agency's page, by origin."""
        patient = self.env._(
            "A patient turns to a health professional, a pharmacist say, who declares. "
            "That takes nothing from our own duty."
        )
        professional = self.env._(
            "A health professional declares on the national portal of adverse health "
            "events: “Événement indésirable associé à des soins > Défaut de qualité "
            "d’un médicament”. Ask whether it was done; it takes nothing from our own "
            "duty."
        )
        establishment = self.env._(
            "An authorised establishment declares itself, without delay (R. 5124-55 "
            "and L. 5121-5 CSP). The quality contract says who of us does; who does "
            "not keeps the other’s proof."
        )
        told = {
            "patient": patient,
            **dict.fromkeys(("professional", "pharmacy", "hospital"), professional),
            **dict.fromkeys(
                ("manufacturer", "wholesaler", "depositary"), establishment
            ),
        }
        for signal in self:
            signal.guidance = told.get(signal.origin, "")

    @api.depends("verbatim", "person_ids.name", "person_ids.phone")
    def _compute_names_repeated(self):
        for signal in self:
            held = [one for who in signal.person_ids for one in (who.name, who.phone)]
            repeated = words_of(*filter(None, held)) & words_of(signal.verbatim or "")
            signal.names_repeated = bool(repeated)

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_given(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_given(vals)
        if vals.keys() & {*DECIDED_ON}:
            self._refuse_decided()
        return super().write(vals)

    @api.model
    def _refuse_given(self, *vals_list):
        if not self.env.su and any("decision_id" in vals for vals in vals_list):
            raise AccessError(
                self.env._("What was decided on it is recorded by the signature.")
            )

    def _refuse_decided(self):
        decided = self.filtered("decision_id")
        if decided:
            raise UserError(
                self.env._(
                    "Decided on already, it stays as it was: %s. Record what is new as "
                    "another signal, and decide again if it changes the decision.",
                    ", ".join(decided.mapped("display_name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        raise UserError(
            self.env._("A signal is not deleted: it came, whatever follows from it.")
        )

    # pylint: disable=method-required-super
    def copy(self, default=None):
        raise UserError(self.env._("A signal is not copied: record what came."))
