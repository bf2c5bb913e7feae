# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .common import AnsmCommon


class TrailCommon(AnsmCommon):
    """A case, and the way to read its audit trail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.declaration = cls._declare()
        cls.declaration.case_number = "2026-DQ-1"

    def _last(self):
        """Return the id after which the events of a test come."""
        return self.env["ansm.event"].search([], limit=1).id

    def _events(self, after=0, **wanted):
        """Return the events after an id, with these values, oldest first."""
        domain = [("id", ">", after)]
        domain += [(name, "=", value) for name, value in wanted.items()]
        return self.env["ansm.event"].search(domain, order="id")
