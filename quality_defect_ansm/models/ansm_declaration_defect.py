# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..documents.volets import words

#: All regulated.
AUDITED = (
    "signal_origin",
    "detection_date",
    "detection_place",
    "complaints_france",
    "complaints_world",
    "defective_units",
    "sample_available",
    "photo_available",
    "adverse_effects",
    "adverse_effects_number",
    "pharmacovigilance_reference",
    "pharmacovigilance_date",
    "other_batches",
    "risk_assessment",
    "risk_class",
    "cause_hypothesis",
    "shortage_risk",
    "shortage_comment",
    "alternatives",
    "other_authorities",
)


class AnsmDeclaration(models.Model):
    """What Volet 1 tells of the defect, its risk and the supply (rows 17 to 25).

    Numbers that may be unknown are texts: « 3, dont 1 en PUI » says more than 3,
    and an empty one is not nought.
    """

    _inherit = "ansm.declaration"

    signal_origin = fields.Selection(
        words.selection(words.ORIGINS), "Origin of the signal", tracking=True
    )
    detection_date = fields.Date("Detected on", tracking=True)
    detection_place = fields.Char("Detected at")
    complaints_france = fields.Char("Complaints in France")
    complaints_world = fields.Char("Complaints worldwide")
    defective_units = fields.Char("Defective units")
    sample_available = fields.Selection(words.selection(words.YES_NO), "Sample at hand")
    photo_available = fields.Selection(words.selection(words.YES_NO), "Photo at hand")
    adverse_effects = fields.Selection(
        words.selection(words.YES_NO),
        "Adverse effects",
        tracking=True,
        help="Reported separately, to pharmacovigilance: the case keeps when, "
        "and under which reference.",
    )
    adverse_effects_number = fields.Char("Number of adverse effects")
    pharmacovigilance_reference = fields.Char()
    pharmacovigilance_date = fields.Date("Handed to pharmacovigilance on")
    other_batches = fields.Text("Other batches or products possibly concerned")
    risk_assessment = fields.Text("First assessment of the patient's risk")
    risk_class = fields.Selection(
        words.selection(words.RISK_CLASSES), "Proposed class", tracking=True
    )
    cause_hypothesis = fields.Text("Hypothesis on the cause")
    shortage_risk = fields.Selection(
        words.selection(words.SHORTAGE_RISKS), "Risk of shortage", tracking=True
    )
    shortage_comment = fields.Text("About the risk of shortage")
    alternatives = fields.Text("Alternatives for the patients")
    other_authorities = fields.Text(
        "Other authorities informed", help="Which, when, under which reference."
    )
    measure_ids = fields.One2many("ansm.declaration.measure", "declaration_id")
    measures_numbered = fields.Integer(readonly=True, copy=False)
    # A form shows a list once: the same batches, for their stock.
    batch_stock_ids = fields.One2many("ansm.declaration.batch", "declaration_id")

    def _audit_names(self):
        return (*super()._audit_names(), *AUDITED)
