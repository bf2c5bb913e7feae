# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .ansm_distribution import CORRECTED

#: What of a volet is told by its speciality, and not by the case.
OF_SPECIALITY = ("medicine_id", "presentation_id", "case_number", "batch_ids")
#: Lines of the form about the distribution.
DISTRIBUTION = ("channel_wholesaler", "country_ids", "distribution_reason")


class AnsmSpeciality(models.Model):
    """Another speciality with the same defect: volets and agency number of its own.

    The first one is the case's: a case with one speciality has none of these. The
    agency files one form per speciality, so each has its batches, its distribution
    and its numbered versions; the defect, the investigation and the CAPA are told
    once, by the case.
    """

    _name = "ansm.speciality"
    _inherit = ["ansm.audited.mixin", "ansm.distribution.mixin"]
    _description = "Other speciality of a case"
    _order = "declaration_id, id"
    _rec_names_search = ("medicine_id", "case_number")

    declaration_id = fields.Many2one(
        "ansm.declaration", "Case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="declaration_id.company_id", store=True)
    medicine_id = fields.Many2one(
        "ansm.medicine", required=True, index=True, ondelete="restrict"
    )
    presentation_id = fields.Many2one(
        "ansm.presentation",
        ondelete="restrict",
        domain="[('medicine_id', '=', medicine_id)]",
    )
    case_number = fields.Char(
        "Agency's case number",
        help="Given by the agency for this speciality (AAAA-DQ-…).",
    )
    batch_ids = fields.One2many("ansm.declaration.batch", "speciality_id", "Batches")
    batch_names = fields.Char("Batch numbers", compute="_compute_batch_names")
    volet_ids = fields.One2many("ansm.volet", "speciality_id", "Volets")
    countries_read_ids = fields.Many2many(relation="ansm_speciality_country_read_rel")

    _audited_fields = (
        "declaration_id",
        "medicine_id",
        "presentation_id",
        "case_number",
        *CORRECTED,
        "distribution_reason",
    )

    _medicine_uniq = models.Constraint(
        "UNIQUE (declaration_id, medicine_id)",
        "This speciality is in the case already.",
    )

    @api.depends("medicine_id.name", "case_number")
    def _compute_display_name(self):
        for one in self:
            number = f" ({one.case_number})" if one.case_number else ""
            one.display_name = f"{one.medicine_id.name or ''}{number}"

    @api.depends("batch_ids.lot_name")
    def _compute_batch_names(self):
        for one in self:
            names = one.batch_ids.mapped("lot_name")
            one.batch_names = ", ".join(filter(None, names))

    def write(self, vals):
        """Refuse to make another medicine's of what was signed.

        :raise UserError: naming what was signed, and what to do
        """
        if "medicine_id" in vals:
            moved = self.filtered(lambda one: one.medicine_id.id != vals["medicine_id"])
            signed = moved.volet_ids.filtered("sealed_at")
            if signed:
                names = ", ".join(signed.mapped("display_name"))
                raise UserError(
                    self.env._(
                        "These were signed for this speciality and stay its own: %s. "
                        "Add the other one, and withdraw this report if it was an "
                        "error.",
                        names,
                    )
                )
        return super().write(vals)

    @api.constrains("medicine_id", "declaration_id")
    def _check_medicine(self):
        """The case's own speciality is not another one; a case is one company's."""
        for one in self:
            if one.medicine_id == one.declaration_id.medicine_id:
                raise ValidationError(
                    self.env._(
                        "%s is the case's own speciality already.",
                        one.medicine_id.name,
                    )
                )
            if one.medicine_id.company_id != one.company_id:
                raise ValidationError(
                    self.env._("%s is another company's.", one.medicine_id.name)
                )

    def _distribution_batches(self):
        return self.batch_ids

    def action_make_volet(self):
        """Open the making of a volet of this speciality."""
        self.ensure_one()
        return self.declaration_id._action_make_volet(self)


class AnsmDeclaration(models.Model):
    """A case and its specialities: its own, first, and the others."""

    _inherit = "ansm.declaration"

    speciality_ids = fields.One2many(
        "ansm.speciality", "declaration_id", "Other specialities"
    )

    def _teller(self, path, speciality):
        """Return the record a path of a volet starts from.

        :param speciality: the one the volet is of, empty for the case's own
        """
        its_own = path.split(".")[0] in (*OF_SPECIALITY, *DISTRIBUTION)
        return speciality if speciality and its_own else self

    def _volets_of(self, speciality):
        """Return the volets of a speciality, of the case's own when none is given."""
        wanted = speciality or self.env["ansm.speciality"]
        return self.volet_ids.filtered(lambda one: one.speciality_id == wanted)

    def _last_signed(self, kind, speciality=None):
        """Return the newest signed version of a volet of a speciality."""
        signed = self._volets_of(speciality).filtered(
            lambda one: one.kind == kind and one.sealed_at
        )
        return signed.sorted("number")[-1:]

    def _each_speciality(self):
        """Return the case's own speciality, as an empty record, and the others."""
        return [self.env["ansm.speciality"], *self.speciality_ids]
