# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..documents.volets import words

#: All regulated.
AUDITED = (
    "record_manufacture",
    "record_packaging",
    "record_testing",
    "record_release",
    "deviations",
    "retained_samples",
    "returned_samples",
    "similar_complaints",
    "cold_chain",
    "cause_state",
    "root_cause",
    "cause_method",
    "impact_quality",
    "impact_patient",
    "impact_authorisation",
    "impact_supply",
    "conclusion",
    "remaining_actions",
    "next_report_date",
    "attachments",
)


class AnsmDeclaration(models.Model):
    """What Volet 2 tells: the investigation, its cause, impact and conclusion."""

    _inherit = "ansm.declaration"

    record_manufacture = fields.Text("Batch record: manufacture")
    record_packaging = fields.Text("Batch record: packaging")
    record_testing = fields.Text("Batch record: testing")
    record_release = fields.Text("Batch record: release")
    deviations = fields.Text("Deviations, changes, results out of specification")
    retained_samples = fields.Text("Retained samples examined and tested again")
    returned_samples = fields.Text()
    similar_complaints = fields.Text(
        help="On the product, the site, the equipment or the material."
    )
    cold_chain = fields.Text("Distribution and cold chain")
    extent_ids = fields.One2many("ansm.declaration.extent", "declaration_id")
    # A form shows a list once: the same batches, for what became of them.
    batch_outcome_ids = fields.One2many("ansm.declaration.batch", "declaration_id")
    cause_state = fields.Selection(
        words.selection(words.CAUSE_STATES), "Root cause", tracking=True
    )
    root_cause = fields.Text("Description of the cause")
    cause_method = fields.Selection(
        words.selection(words.CAUSE_METHODS), "Method of the analysis"
    )
    impact_quality = fields.Text("Impact on quality")
    impact_patient = fields.Text(
        "Impact on the patient", help="The health-hazard assessment."
    )
    impact_authorisation = fields.Text("Conformity with the AMM")
    impact_supply = fields.Text("Impact on the supply")
    conclusion = fields.Text()
    remaining_actions = fields.Text()
    next_report_date = fields.Date("Next report on")
    attachments = fields.Text(help="What goes with the volet, one document per line.")

    def _audit_names(self):
        return (*super()._audit_names(), *AUDITED)
