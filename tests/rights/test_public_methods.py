# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every method without an underscore can be called from outside: by anybody.

Each one of ours is called in the web client's own way, password in hand, on the
records of a company by somebody who has no business with them.
"""

import pytest

from runner.once import Refused
from runner.paths import LOGS
from runner.steps import Failure

from . import doors

#: What anybody who may read leaves behind (he exports, he verifies), and what a
#: chain moves by.
TRAIL = {"ansm_event", "ansm_chain_link", "ansm_chain_place", "ansm_verification"}
MOVING = ("length", "head")
#: What is nobody else's business: a file of one's own, on no record; the test, by a
#: manager, of the chain of duty of his own company.
OWN = {"ir.attachment.create", "ansm.duty.test.action_test_now"}


class Caller:
    """One user, calling; what becomes of each call is noted."""

    def __init__(self, world, login):
        self.world, self.login = world, login
        self.session = world.session(login)
        self.found, self.facts = {}, world.facts
        self.before = self._digest()

    def _digest(self):
        return doors.digest(self.world.name, self.facts["tables"], MOVING)

    def call(self, note, model, method, ids, /, **arguments):
        """Call a method; return its result, None when it was refused."""
        context = {"password": self.login}
        try:
            result = self.session.call(model, method, ids, context, **arguments)
        except Refused:
            self.found[note] = "refused"
            return None
        except Failure as failure:
            self.found[note] = f"fails: {failure}"
            return None
        self.found[note] = self._harm() or "harmless"
        return result

    def _harm(self):
        """Return which tables are no longer what they were, as words."""
        before, self.before = self.before, self._digest()
        changed = [
            table
            for table, rows in before.items()
            if not rows.items() <= self.before[table].items()
        ]
        added = [
            table
            for table, rows in before.items()
            if self.before[table].keys() - rows.keys() and table not in TRAIL
        ]
        words = [("changes", changed), ("adds to", added)]
        return "; ".join(f"{word} {', '.join(one)}" for word, one in words if one)

    def call_all(self):
        # an answer to what that company sent
        answer = f"In-Reply-To: {self.facts['sent']}\r\n\r\nforged"
        for model, method, needed, is_model in self.facts["methods"]:
            row = self.facts["targets"][model]
            if not row and not is_model:
                # a dialog nobody has open: opened and pressed below
                continue
            change, new = self.facts["changes"][model], self.facts["new"][model]
            given = {"vals": change, "vals_list": [new], "fields": sorted(new)}
            given |= {"model": False, "message": answer}
            arguments = {name: given[name] for name in needed}
            ids = None if is_model else [row]
            self.call(f"{model}.{method}", model, method, ids, **arguments)

    def press_all(self):
        """Open each dialog on records of that company, and press its buttons."""
        for model, variants in self.facts["dialogs"].items():
            for number, vals in enumerate(variants):
                note = f"{model} opened, {number}"
                made = self.call(note, model, "create", None, vals_list=[vals])
                for name, method, needed, _is_model in self.facts["methods"]:
                    if made and name == model and not needed:
                        note = f"{model}.{method} pressed, {number}"
                        self.call(note, model, method, made)


@pytest.mark.parametrize("login", ["reader", "plain", "qa2"])
def test_no_public_method_lets_a_stranger_change_anything(attacked, login):
    caller = Caller(attacked, login)
    caller.call_all()
    caller.press_all()
    path = LOGS / f"public-methods-{login}.txt"
    text = "\n".join(f"{note:55}{what}" for note, what in caller.found.items())
    path.write_text(text)
    print(f"\n{text}\n{path}")
    harms = {
        note: what
        for note, what in caller.found.items()
        if what not in ("refused", "harmless") and note not in OWN
    }
    assert harms == {}
