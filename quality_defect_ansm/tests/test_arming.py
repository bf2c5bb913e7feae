# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open

from ..models.ansm_arming import PARAMETER
from .common import AnsmCommon


@tagged("post_install", "-at_install")
class TestArming(AnsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arming = cls.env["ansm.arming"]
        cls.admin = cls.env.ref("base.user_admin")
        # here what holds outside of tests is tested
        testing = patch.object(type(cls.arming), "_is_testing", lambda _self: False)
        cls.startClassPatcher(testing)

    def test_the_parameter_is_not_written_by_hand(self):
        parameters = self.env["ir.config_parameter"].with_user(self.admin)
        with self.assertRaisesRegex(UserError, "by its dialog"):
            parameters.set_param(PARAMETER, "{}")
        with self.assertRaisesRegex(UserError, "by its dialog"):
            parameters.create({"key": PARAMETER, "value": "{}"})

    def test_an_unarmed_database_writes_to_test_addresses_alone(self):
        for address in (
            "a@agence.example",
            "A <a@b.test>, c@d.invalid",
            "a@example.org",
            "a@mail.example.com",
        ):
            self.assertEqual(self.arming._problems(address), [], address)
        for address in (
            "a@agence.fr",
            "a@agence.example, b@agence.fr",
            "a@agence.fr,",
            "a@agence.example\nb@agence.fr",
            "a@example.org.fr",
            "a@notexample.com",
            "a@test.fr",
        ):
            self.assertTrue(self.arming._problems(address), address)

    def test_armed_it_writes_and_any_part_that_differs_disarms_it(self):
        self.arming.with_user(self.admin)._arm()
        self.assertEqual(self.arming._problems("a@agence.fr"), [])
        parameters = self.env["ir.config_parameter"].sudo()
        armed = json.loads(parameters.get_param(PARAMETER))
        for part in self.arming._identity():
            parameters.set_param(PARAMETER, json.dumps({**armed, part: "other"}))
            (problem,) = self.arming._problems("a@agence.fr")
            self.assertIn(part, problem)
            self.assertIn("other", problem)

    def test_what_is_recorded_tells_the_database_from_a_copy_and_who_armed_it(self):
        self.arming.with_user(self.admin)._arm()
        armed = self.arming._recorded()
        self.assertRegex(armed["database number"], r"^\d+$")
        self.assertIn("PostgreSQL cluster", armed)
        self.assertIn(self.admin.name, armed["by"])

    def test_what_somebody_wrote_into_the_parameter_arms_nothing(self):
        for text in ("true", "[]", "{", '{"by": "me"}'):
            self.env["ir.config_parameter"].set_param(PARAMETER, text)
            self.assertTrue(self.arming._problems("a@agence.fr"), text)

    def test_a_database_in_test_mode_writes_to_no_real_address_even_armed(self):
        self.arming.with_user(self.admin)._arm()
        with patch.object(type(self.arming), "_is_testing", lambda _self: True):
            (problem,) = self.arming._problems("a@agence.fr")
            wizard = self.env["ansm.arming.wizard"].with_user(self.admin)
            with self.assertRaisesRegex(UserError, "running its tests"):
                wizard.create({"typed_name": self.env.cr.dbname}).action_arm()
        self.assertIn("running its tests", problem)

    def test_an_exercise_never_leaves_armed_or_not(self):
        self.arming.with_user(self.admin)._arm()
        self.assertTrue(self.arming._problems("a@agence.fr", exercise=True))

    def test_a_neutralized_copy_is_not_armed(self):
        self.arming.with_user(self.admin)._arm()
        with file_open("quality_defect_ansm/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.registry.clear_cache()
        self.assertTrue(self.arming._problems("a@agence.fr"))

    def test_a_system_administrator_alone_arms_by_typing_the_name(self):
        wizard = self.env["ansm.arming.wizard"].with_user(self.admin)
        with self.assertRaisesRegex(UserError, "is named"):
            wizard.create({"typed_name": "another"}).action_arm()
        with self.assertRaises(AccessError):
            self.arming.with_user(self.manager)._arm()
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).create({"typed_name": self.env.cr.dbname})
        wizard.create({"typed_name": self.env.cr.dbname}).action_arm()
        self.assertEqual(self.arming._why_off(), [])
