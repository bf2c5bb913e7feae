# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import AnsmCommon


@tagged("post_install", "-at_install")
class TestMedicine(AnsmCommon):
    def test_a_pack_finds_its_product_by_the_bar_code(self):
        self.assertEqual(self.presentation.product_ids, self.product)

    def test_a_cip13_with_a_wrong_digit_is_refused(self):
        for wrong in (
            "3400930000008",
            "340093000000",
            "5000930000001",
            "34009x0000007",
        ):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, wrong):
                self.presentation.copy({"cip13": wrong})
