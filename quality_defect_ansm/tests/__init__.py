# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import test_nonconformity
from . import test_declaration
from . import test_medicine
from . import test_volet
from . import test_signatory
from . import test_signing
from . import test_signing_http
from . import test_signing_proof
from . import test_evidence
from . import test_stock_figures
from . import test_demo
from . import test_arming
from . import test_chain
from . import test_transmission
from . import test_sending_job
