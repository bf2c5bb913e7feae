# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The decision in a real server: an emergency first, the signature when it can be."""

import pytest

from runner.once import Refused

from . import walk


def test_a_volet_1_leaves_before_the_decision_is_signed_by_its_password(world):
    # Odoo writes each refusal into its log
    world.announce("odoo.http: ")
    case, volet = walk.signed_volet(world)
    qa, pr = world.session("qa"), world.session("pr")
    walk.send(qa, volet)
    assert len(world.mails()) == 1
    decision = walk.decision_of(qa, case)
    assert walk.read(qa, "ansm.decision", decision, "state") == {
        "id": decision,
        "state": "to_sign",
    }
    with pytest.raises(Refused):
        pr.call("ansm.decision", "action_sign", ids=[decision])
    walk.answer(qa, case)
    for session, password in ((qa, "qa"), (world.session("admin"), "admin")):
        with pytest.raises(Refused):
            walk.sign_decision(session, decision, password)
    walk.sign_decision(pr, decision, "pr")
    read = walk.read(qa, "ansm.decision", decision, "state", "signer_name")
    assert (read["state"], read["signer_name"]) == ("in_force", "Hélène Vasseur")
