# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import fields

from .sending_common import ALL_WELL, SendingCommon


class ChainCommon(SendingCommon):
    """A case with a volet sealed and sent; its chain, and the ones above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chains = cls.env["ansm.chain"]
        cls.case_chain = cls.chains._of(declaration=cls.declaration)
        cls.company_chain = cls.chains._of(cls.company)
        cls.database_chain = cls.chains._of()

    def _sent(self):
        """Return the volet's transmission, sent."""
        return self._send(ALL_WELL)

    def _sealed(self, chain):
        """Return (model, id) of all that the links of a chain say they seal."""
        self.env.invalidate_all()
        return [
            (link.res_model, row_id)
            for link in chain.link_ids.sorted("seq")
            for row_id, _row in json.loads(link.rows)
        ]

    def _credential_changes(self, number):
        return self.env["ansm.credential.change"].create(
            [
                {
                    "user_id": self.qa.id,
                    "user_name": self.qa.name,
                    "by_id": self.manager.id,
                    "by_name": self.manager.name,
                    "at": fields.Datetime.now(),
                    "what": f"password {one}",
                }
                for one in range(number)
            ]
        )

    def _entries(self, number):
        return self.env["ansm.signatory.entry"].create(
            [
                {
                    "signatory_id": self.pr.id,
                    "company_id": self.company.id,
                    "kind": "suspended",
                    "at": fields.Datetime.now(),
                    "by_id": self.manager.id,
                    "by_name": self.manager.name,
                    "reason": f"reason {one}",
                }
                for one in range(number)
            ]
        )
