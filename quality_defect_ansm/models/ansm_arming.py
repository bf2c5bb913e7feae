# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import logging
from email.utils import getaddresses

from odoo import api, fields, models, modules
from odoo.exceptions import AccessError
from odoo.tools import SQL, config, str2bool

_logger = logging.getLogger(__name__)

PARAMETER = "quality_defect_ansm.armed"
#: Set for ever where the demo company was loaded.
DEMO = "quality_defect_ansm.demo"

#: Names nobody can own (RFC 2606, RFC 6761): a message to them reaches no one.
RESERVED = ("example", "test", "invalid", "localhost")
RESERVED_DOMAINS = ("example.com", "example.net", "example.org")


class AnsmArming(models.AbstractModel):
    """Whether this database may write to the outside world.

    Only an armed database can write to the agency: armed for its identity, all
    parts of it. A restored or copied database keeps its uuid, often its name and
    address, but never its number in its PostgreSQL cluster.
    """

    _name = "ansm.arming"
    _description = "Arming of the database"

    @api.model
    def _identity(self):
        """Return what tells this database from a copy of it."""
        # sudo: the parameters are readable by administrators only
        parameters = self.env["ir.config_parameter"].sudo()
        ((number,),) = self.env.execute_query(
            SQL("SELECT oid::text FROM pg_database WHERE datname = current_database()")
        )
        return {
            "database.uuid": parameters.get_param("database.uuid"),
            "database name": self.env.cr.dbname,
            "database number": number,
            "PostgreSQL cluster": self._cluster(),
            "web.base.url": parameters.get_param("web.base.url"),
        }

    def _cluster(self):
        """Return the cluster's system identifier; empty where it is not readable."""
        function = "pg_control_system()"
        ((readable,),) = self.env.execute_query(
            SQL("SELECT has_function_privilege(%s, 'execute')", function)
        )
        if not readable:
            return ""
        ((cluster,),) = self.env.execute_query(
            SQL("SELECT system_identifier::text FROM pg_control_system()")
        )
        return cluster

    @api.model
    def _recorded(self):
        """Return what was recorded when the database was armed; empty if it was not,
        or if somebody wrote there what was never recorded."""
        # sudo: the parameters are readable by administrators only
        text = self.env["ir.config_parameter"].sudo().get_param(PARAMETER)
        try:
            recorded = json.loads(text or "{}")
        except ValueError:
            return {}
        return recorded if isinstance(recorded, dict) else {}

    @api.model
    def _why_off(self):
        """Return why this database is not armed, one sentence a reason."""
        armed = self._recorded()
        if not armed:
            return [
                self.env._("This database is not armed: it cannot write to the agency.")
            ]
        return [
            self.env._(
                "This database is no longer armed: its %(part)s is %(now)s, and it "
                "was armed as %(then)s.",
                part=part,
                now=value,
                then=armed.get(part),
            )
            for part, value in self._identity().items()
            if armed.get(part) != value
        ]

    @api.model
    def _problems(self, addresses, exercise=False):
        """Return why these addresses may not be written to, one sentence each.

        :param addresses: recipients, as one header value
        :param exercise: an exercise never leaves, armed or not
        """
        outside = [one for one in _read(addresses) if not _is_reserved(one)]
        if not outside:
            return []
        if exercise:
            return [self.env._("An exercise is never sent to the outside.")]
        reasons = self._never() or self._why_off()
        return [f"{reason} ({', '.join(outside)})" for reason in reasons]

    @api.model
    def _never(self):
        """Return why this database could not even be armed."""
        # sudo: the parameters are readable by administrators only
        parameters = self.env["ir.config_parameter"].sudo()
        if str2bool(parameters.get_param("database.is_neutralized") or "", False):
            return [self.env._("This database is a neutralized copy.")]
        if parameters.get_param(DEMO):
            return [self.env._("This database holds the demo company.")]
        if self._is_testing():
            return [self.env._("Odoo is running its tests.")]
        return []

    @api.model
    def _is_testing(self):
        return bool(modules.module.current_test or config["test_enable"])

    @api.model
    def _arm(self):
        """Arm this database, as it is now; system administrators only."""
        if not self.env.is_system():
            raise AccessError(self.env._("Only a system administrator arms."))
        record = {
            **self._identity(),
            "by": f"{self.env.user.name} ({self.env.user.login})",
            "at": fields.Datetime.to_string(fields.Datetime.now()),
        }
        reason = self.env._("Armed by typing the name of the database")
        # sudo: is_system() was checked above
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.with_context(ansm_change_reason=reason).set_param(
            PARAMETER, json.dumps(record)
        )
        _logger.info("database armed by %s", self.env.user.login)


def _read(addresses):
    """Return the addresses of a header value.

    Some Pythons read none at all when one of them is malformed: then the whole
    value counts as one, so that what cannot be read is never let out.
    """
    found = [address for _name, address in getaddresses([addresses]) if address]
    return found or ([addresses] if addresses.strip(" ,") else [])


def _is_reserved(address):
    domain = address.rpartition("@")[2].lower().rstrip(".")
    return (
        domain in RESERVED_DOMAINS
        or domain.endswith(tuple(f".{one}" for one in RESERVED_DOMAINS))
        or domain.rpartition(".")[2] in RESERVED
    )
