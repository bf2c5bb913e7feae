# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The technical records of Odoo that are audited, with the fields that count."""

from odoo import models

PERMISSIONS = ("perm_read", "perm_write", "perm_create", "perm_unlink")


class IrActionsServer(models.Model):
    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "ansm.audited.setting.mixin"]

    _audited_fields = (
        "name",
        "state",
        "model_id",
        "code",
        "group_ids",
        "parent_id",
        "crud_model_id",
        "update_path",
        "value",
        "webhook_url",
    )

    def _ansm_touches(self):
        # code names its models as it runs: it may reach any
        models_ = self.model_id | self.crud_model_id
        return self.state == "code" or any(map(self._ansm_is_ours, models_))


class IrCron(models.Model):
    """When a job runs and as whom; what it does is its server action's."""

    _name = "ir.cron"
    _inherit = ["ir.cron", "ansm.audited.setting.mixin"]

    _audited_fields = ("active", "user_id", "interval_number", "interval_type")

    def _ansm_touches(self):
        return self.ir_actions_server_id._ansm_touches()


class IrModelAccess(models.Model):
    _name = "ir.model.access"
    _inherit = ["ir.model.access", "ansm.audited.setting.mixin"]

    _audited_fields = ("name", "active", "model_id", "group_id", *PERMISSIONS)


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "ansm.audited.setting.mixin"]

    _audited_fields = (
        *("name", "active", "model_id", "groups", "domain_force"),
        *PERMISSIONS,
    )


class IrDefault(models.Model):
    _name = "ir.default"
    _inherit = ["ir.default", "ansm.audited.setting.mixin"]

    _audited_fields = ("field_id", "user_id", "company_id", "condition", "json_value")

    def _ansm_touches(self):
        return self._ansm_is_ours(self.field_id.model_id)


class IrMailServer(models.Model):
    """Where the declarations are handed over: each server counts."""

    _name = "ir.mail_server"
    _inherit = ["ir.mail_server", "ansm.audited.setting.mixin"]

    _audited_fields = (
        "name",
        "active",
        "sequence",
        "from_filter",
        "smtp_host",
        "smtp_port",
        "smtp_authentication",
        "smtp_user",
        "smtp_encryption",
        "smtp_ssl_certificate",
    )
    _audited_secrets = ("smtp_pass", "smtp_ssl_private_key")

    def _ansm_touches(self):
        return True


class FetchmailServer(models.Model):
    """Where the agency's answers come from."""

    _name = "fetchmail.server"
    _inherit = ["fetchmail.server", "ansm.audited.setting.mixin"]

    _audited_fields = (
        *("name", "active", "server", "port", "server_type", "is_ssl"),
        *("user", "object_id"),
    )
    _audited_secrets = ("password",)

    def _ansm_touches(self):
        return True
