# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Volet 2 and its annexes, signed and sent through a real mail server."""

import base64
import email
import email.policy

from . import walk


def sign_and_send(world, volet):
    """Sign a volet as pr, send it as qa; return the message that arrived."""
    before = set(world.mails())
    qa, pr = world.session("qa"), world.session("pr")
    action = pr.call("ansm.volet", "action_sign", ids=[volet])
    pr.wizard(action, "action_sign", context={"password": "pr"})
    walk.send(qa, volet)
    (mail,) = set(world.mails()) - before
    content = mail.read_bytes()
    (sent,) = walk.transmissions(qa, volet)
    assert sent["state"] == "accepted"
    assert base64.b64decode(sent["eml"]) == content
    return email.message_from_bytes(content, policy=email.policy.default)


def unsigned(qa, *domain):
    (volet,) = qa.call(
        "ansm.volet", "search", domain=[("sealed_at", "=", False), *domain]
    )
    return volet


def test_volet_2_leaves_with_its_word_its_pdf_and_its_annexes(world):
    qa = world.session("qa")
    volet = unsigned(qa, ("kind", "=", "volet_2"))
    message = sign_and_send(world, volet)
    assert message["Subject"].startswith("[2026-DQ-00417] ")
    assert "Volet 2 – version 1" in message["Subject"]

    names = ("docx", "docx_name", "pdf", "pdf_name", "annex_ids")
    files = walk.read(qa, "ansm.volet", volet, *names)
    annexes = qa.call(
        "ansm.annex", "read", ids=files["annex_ids"], fields=["name", "file"]
    )
    expected = [
        (files["docx_name"], files["docx"]),
        (files["pdf_name"], files["pdf"]),
        *((one["name"], one["file"]) for one in annexes),
    ]
    found = [
        (one.get_filename(), one.get_content()) for one in message.iter_attachments()
    ]
    assert found == [(name, base64.b64decode(file)) for name, file in expected]
    assert [one["name"] for one in annexes] == ["plaquette.jpg", "rapport.pdf"]

    (kept,) = qa.call(
        "ansm.transmission",
        "search_read",
        domain=[("volet_id", "=", volet)],
        fields=["identity_checked", "files", "prepared_by_name"],
    )
    assert kept["identity_checked"]
    assert kept["prepared_by_name"] == "Claire Martin"
    assert all(name in kept["files"] for name, _content in found)


def test_each_speciality_leaves_under_its_own_number_of_the_agency(world):
    qa = world.session("qa")
    for number, speciality in (("00421", False), ("00422", True)):
        operator = "!=" if speciality else "="
        volet = unsigned(
            qa,
            ("declaration_id.case_number", "=", "2026-DQ-00421"),
            ("speciality_id", operator, False),
        )
        message = sign_and_send(world, volet)
        assert message["Subject"].startswith(f"[2026-DQ-{number}] ")
        names = [one.get_filename() for one in message.iter_attachments()]
        assert all(name.startswith(f"2026-DQ-{number}_") for name in names)
        text = message.get_body().get_content()
        assert f"2026-DQ-{number}" in text
    case = qa.call(
        "ansm.declaration",
        "search_read",
        domain=[("case_number", "=", "2026-DQ-00421")],
        fields=["state"],
    )
    assert [one["state"] for one in case] == ["sent"]
