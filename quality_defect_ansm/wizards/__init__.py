# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import ansm_reason_wizard
from . import ansm_erasing_wizard
from . import ansm_decision_wizard
from . import ansm_volet_wizard
from . import ansm_identity
from . import ansm_signatory_wizard
from . import ansm_signing_wizard
from . import ansm_review_wizard
from . import ansm_review_signing
from . import ansm_trail_export
from . import ansm_form_wizard
from . import ansm_put_back_wizard
from . import ansm_sending_wizard
from . import ansm_settling_wizard
from . import ansm_arming_wizard
from . import ansm_verification_wizard
from . import ansm_annex_wizard
