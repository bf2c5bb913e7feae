# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import ansm_evidence
from . import res_company
from . import mgmtsystem_nonconformity
from . import ansm_medicine
from . import ansm_presentation
from . import ansm_agency
from . import ansm_form_template
from . import ansm_signatory
from . import ansm_declaration
from . import ansm_declaration_batch
from . import ansm_volet_content
from . import ansm_volet
from . import ansm_signature
from . import ansm_transmission
from . import ansm_transmission_attempt
