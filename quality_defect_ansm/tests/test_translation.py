# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import trans_export

FRENCH = "quality_defect_ansm/i18n/fr.po"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.french = {one.msgid: one for one in polib.pofile(file_path(FRENCH))}

    def _source(self):
        with io.BytesIO() as buffer:
            trans_export(False, ["quality_defect_ansm"], buffer, "po", self.env)
            text = buffer.getvalue().decode()
        return {one.msgid for one in polib.pofile(text)}

    def test_every_text_of_the_screens_has_its_french(self):
        said = {text for text, entry in self.french.items() if entry.msgstr}
        self.assertEqual(sorted(self._source() - said), [])

    def test_the_french_keeps_every_placeholder(self):
        wrong = [
            text
            for text, entry in self.french.items()
            if sorted(PLACEHOLDER.findall(text))
            != sorted(PLACEHOLDER.findall(entry.msgstr))
        ]
        self.assertEqual(wrong, [])
