# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .trail_common import TrailCommon


@tagged("post_install", "-at_install")
class TestEventSetting(TrailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._new_user("admin_test", "reader")
        cls.admin.group_ids += cls.env.ref("base.group_system")

    def _model(self, name):
        return self.env["ir.model"]._get(name)

    def _make(self, model, **vals):
        return self.env[model].with_user(self.admin).create(vals)

    def _lives(self, record, field, value, after):
        """Expect an event when the record is made, changed and deleted."""
        made = self._events(after, res_model=record._name, res_id=record.id)
        self.assertEqual(set(made.mapped("kind")), {"created"})
        self.assertEqual(made.user_id, self.admin)
        after = self._last()
        record.write({field: value})
        changed = self._events(after, res_model=record._name, field_name=field)
        self.assertEqual(changed.mapped("kind"), ["changed"])
        self.assertFalse(changed.reason_missing)
        after, res_id = self._last(), record.id
        record.unlink()
        deleted = self._events(after, res_model=record._name, res_id=res_id)
        self.assertEqual(set(deleted.mapped("kind")), {"deleted"})
        return changed

    def test_code_of_a_server_action_on_any_model_is_in_the_trail(self):
        after, model = self._last(), self._model("res.partner").id
        action = self._make(
            "ir.actions.server", name="X", state="code", model_id=model, code="pass"
        )
        changed = self._lives(action, "code", "env['ansm.event'].browse()", after)
        self.assertIn("ansm.event", changed.new_value)

    def test_a_scheduled_job_is_in_the_trail(self):
        after, model = self._last(), self._model("res.partner").id
        cron = self._make("ir.cron", name="X", model_id=model, code="pass")
        code = self._events(after, res_model="ir.actions.server", field_name="code")
        self.assertEqual(code.new_value, "pass")
        self._lives(cron, "interval_number", 7, after)

    def test_a_job_of_ours_switched_off_is_in_the_trail(self):
        after = self._last()
        cron = self.env.ref("quality_defect_ansm.cron_verify")
        cron.with_user(self.admin).active = False
        event = self._events(after, res_model="ir.cron")
        self.assertEqual((event.kind, event.user_id), ("archived", self.admin))

    def test_an_access_right_on_our_models_is_in_the_trail(self):
        after, model = self._last(), self._model("ansm.volet").id
        right = self._make("ir.model.access", name="X", model_id=model, perm_read=True)
        self._lives(right, "perm_write", True, after)

    def test_a_record_rule_on_the_nonconformity_is_in_the_trail(self):
        after, model = self._last(), self._model("mgmtsystem.nonconformity").id
        rule = self._make("ir.rule", name="X", model_id=model, domain_force="[]")
        self._lives(rule, "domain_force", "[(1, '=', 1)]", after)

    def test_a_rule_moved_away_from_our_models_is_in_the_trail(self):
        rule = self._make(
            "ir.rule", name="X", model_id=self._model("ansm.volet").id, perm_read=True
        )
        after = self._last()
        rule.model_id = self._model("res.partner")
        event = self._events(after, res_model="ir.rule", field_name="model_id")
        self.assertTrue(event.old_value)

    def test_a_default_of_our_fields_is_in_the_trail(self):
        after = self._last()
        self.env["ir.default"].with_user(self.admin).set("ansm.medicine", "inn", "Y")
        default = self.env["ir.default"].search([("json_value", "=", '"Y"')])
        self._lives(default.with_user(self.admin), "json_value", '"Z"', after)

    def test_a_mail_server_is_in_the_trail_and_its_password_is_not(self):
        after = self._last()
        server = self._make(
            "ir.mail_server", name="X", smtp_host="mail.example", smtp_pass="s3cret-1"
        )
        changed = self._lives(server, "smtp_pass", "s3cret-2", after)
        self.assertEqual(changed.field_name, "smtp_pass")
        events = self._events(after, res_model="ir.mail_server")
        for name in ("old_value", "new_value", "record_name"):
            self.assertNotIn("s3cret", "".join(filter(None, events.mapped(name))))

    def test_what_touches_other_models_alone_makes_no_event(self):
        after, model = self._last(), self._model("res.partner").id
        self._make("ir.model.access", name="X", model_id=model, perm_read=True)
        self._make("ir.rule", name="X", model_id=model, domain_force="[]")
        self.env["ir.default"].set("res.partner", "ref", "Y")
        self.assertFalse(self._events(after))

    def test_what_a_module_loads_makes_no_event(self):
        after, model = self._last(), self._model("ansm.volet").id
        self.patch(self.env.registry, "ready", False)
        self._make("ir.model.access", name="X", model_id=model, perm_read=True)
        self.assertFalse(self._events(after))
