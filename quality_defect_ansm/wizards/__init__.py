# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import ansm_decision_wizard
from . import ansm_volet_wizard
