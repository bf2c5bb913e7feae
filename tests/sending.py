# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A sending that fails, and what a person does then."""

import contextlib
import http.client
import threading

import pytest

from runner.steps import Failure

from . import walk

#: What a state of the sending makes of the case.
CASE = {"accepted": "sent", "deferred": "to_send", "sending": "to_send"}


class Sending:
    """The next version of a case sent through a fault, and what becomes of it."""

    def __init__(self, world, case):
        self.world, self.case = world, case
        reason = {"change_reason": "Envoi précédent en échec"}
        self.volet = walk.sign_next(world, case, "volet_1", **reason)
        self.qa = world.session("qa")
        self.action = self.qa.call("ansm.volet", "action_send", ids=[self.volet])
        self.before = len(world.mails())

    def press(self):
        self.qa.wizard(self.action, "action_send", walk.CHECKED)

    @contextlib.contextmanager
    def pressed(self):
        """Press “Send now” meanwhile, whatever becomes of the request."""
        press = threading.Thread(target=self._press_and_lose)
        press.start()
        yield
        press.join(timeout=120)
        assert not press.is_alive()

    def _press_and_lose(self):
        with contextlib.suppress(OSError, http.client.HTTPException, Failure):
            self.press()

    def after_job(self):
        """Return what the case says of the sending, once its job has run."""
        walk.run_job(self.world, "cron_send")
        return self.now()

    def now(self):
        self.qa = self.world.session("qa")
        found = walk.transmissions(self.qa, self.volet)
        return found[-1]["state"] if found else "nothing"

    def check(self, state):
        """See that the case and its people know."""
        told = walk.read(self.qa, "ansm.declaration", self.case, "state")["state"]
        assert told == CASE.get(state, "problem")
        assert bool(walk.activities(self.qa, self.case)) == (state != "accepted")

    def finish(self, state, kept):
        """Do what a person does then: in the end one mail has arrived."""
        if state in ("accepted", "unknown"):
            # a second copy is refused, whoever presses
            with pytest.raises(Failure):
                walk.send(self.qa, self.volet)
        if state == "unknown":
            self._settle("action_sent" if kept else "action_not_sent")
        if state == "deferred":
            last = walk.transmissions(self.qa, self.volet)[-1]
            self.qa.call("ansm.transmission", "action_try_again", ids=[last["id"]])
        elif state != "accepted" and not kept:
            walk.send(self.qa, self.volet)
        assert self.now() == "accepted"
        assert len(kept) + len(self.world.mails()) - self.before == 1

    def _settle(self, method):
        last = walk.transmissions(self.qa, self.volet)[-1]
        action = self.qa.call("ansm.transmission", "action_settle", ids=[last["id"]])
        self.qa.wizard(action, method, {"found": "Journal du serveur de messagerie"})
