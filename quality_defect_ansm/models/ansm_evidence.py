# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class AnsmEvidenceMixin(models.AbstractModel):
    """What makes a record evidence: some of its columns are sealed for ever.

    A model names its sealed columns once, in ``_evidence_sealed``; when
    ``_evidence_sealed_when`` names a column, the row is sealed from the moment
    that column is set, else from its insertion.
    """

    _name = "ansm.evidence.mixin"
    _description = "Evidence: sealed columns"

    _evidence_sealed = ()
    _evidence_sealed_when = None
