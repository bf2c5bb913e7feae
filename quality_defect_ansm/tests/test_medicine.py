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

    def test_a_pack_made_for_export_only_is_found_by_its_bar_code_abroad(self):
        self.product.barcode = "2000000000312"
        pack = self.env["ansm.presentation"].create(
            {
                "name": "Tube",
                "medicine_id": self.medicine.id,
                "export_code": "2000000000312",
            }
        )
        self.assertEqual(pack.product_ids, self.product)
        self.assertEqual(pack._of_product(self.product, self.company), pack)
        self.product.barcode = False
        self.assertFalse(pack._of_product(self.product, self.company))

    def test_each_pack_has_one_bar_code_with_a_right_check_digit(self):
        vals = {"name": "Tube", "medicine_id": self.medicine.id}
        for codes in (
            {},
            {"export_code": "2000000000311"},
            {"cip13": "3400930000014", "export_code": "2000000000312"},
        ):
            with (
                self.assertRaisesRegex(ValidationError, "give its CIP13"),
                self.cr.savepoint(),
            ):
                self.env["ansm.presentation"].create({**vals, **codes})
