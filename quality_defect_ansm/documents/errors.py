# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


class DocumentError(ValueError):
    """A document cannot be made or taken; ``problems`` lists every reason."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = list(problems)
