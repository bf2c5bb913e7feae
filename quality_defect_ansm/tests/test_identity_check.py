# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .annex_common import add, photo
from .sending_common import ALL_WELL, SendingCommon


@tagged("post_install", "-at_install")
class TestIdentityCheck(SendingCommon):
    """Nothing leaves before a person has looked for patients' identity."""

    def test_nothing_leaves_before_a_person_says_that_he_looked(self):
        with self.assertRaisesRegex(UserError, "names a patient or a reporter"):
            self._prepare(identity_checked=False)
        self.assertFalse(self.volet.transmission_ids)

    def test_it_is_asked_with_all_else_that_forbids_the_sending(self):
        self.agency.email = "defauts@agence.fr"
        with self.assertRaises(UserError) as caught:
            self._prepare(identity_checked=False)
        self.assertGreater(len(str(caught.exception).splitlines()), 1)

    def test_who_looked_at_which_files_is_evidence(self):
        transmission = self._send(ALL_WELL)
        self.assertTrue(transmission.identity_checked)
        self.assertEqual(transmission.prepared_by_name, self.qa.name)
        for name in (self.volet.docx_name, self.volet.pdf_name):
            self.assertIn(name, transmission.files)
        self.assertIn(self.volet.pdf_sha256, transmission.files)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            transmission.sudo().files = "rien"

    def _warned(self):
        return self._wizard().identity_warnings or ""

    def test_a_name_kept_as_a_patients_is_found_in_what_would_leave(self):
        self.assertFalse(self._warned())
        person = {"declaration_id": self.declaration.id, "kind": "patient"}
        people = self.env["ansm.person"]
        people.create({**person, "name": "Fissure Flacons"})
        self.assertFalse(self._warned(), "each word of the name has to stand there")
        people.create({**person, "name": "flacons fissurés"})
        self.assertIn("patient's or a reporter's", self._warned())

    def test_a_photo_that_says_where_it_was_taken_is_named(self):
        case = self._declare(self._new_nonconformity())
        add(self.env, case, self.qa, content=photo(place=True))
        self.volet = self.env["ansm.volet"].with_user(self.qa)._make(case, "volet_1")
        self.assertIn("“photo.jpg” holds the place", self._warned())
