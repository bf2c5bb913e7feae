# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import io

from docx import Document

from . import agency_form
from .signing_common import SigningCase


class FormsCase(SigningCase):
    """The agency's blank form, loaded by a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.blank = agency_form.build()
        cls.form = cls._load(cls.blank)

    @classmethod
    def _load(cls, content, user=None, **vals):
        return (
            cls.env["ansm.form.template"]
            .with_user(user or cls.manager)
            .create(
                {
                    "name": "Fiche de l’agence",
                    "kind": "volet_1",
                    "edition": "2021",
                    "date_from": "2026-01-01",
                    "file": base64.b64encode(content),
                    "company_id": cls.company.id,
                    **vals,
                }
            )
        )

    def _approve(self, form=None, user=None, **typed):
        form = (form or self.form).with_user(user or self.pr_user)
        action = form.action_approve()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self._press_approve(dialog, user or self.pr_user, **typed)

    def _press_approve(self, dialog, user, password=None):
        self.keyboard = user
        given = user.login if password is None else password
        dialog.with_user(user).with_context(password=given).action_approve()

    def _in_force(self):
        return self.env["ansm.form.template"]._in_force("volet_1", self.company)

    def _word(self, volet):
        content = base64.b64decode(volet.with_context(bin_size=False).docx)
        return Document(io.BytesIO(content))

    def _texts(self, volet):
        word = self._word(volet)
        tables = [cell.text for one in word.tables for cell in one._cells]
        return [*(one.text for one in word.paragraphs), *tables]
