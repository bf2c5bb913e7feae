# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import asyncio
import base64
import contextlib
import email
import email.policy
import hashlib
import http.client
import threading

import pytest
from aiosmtpd.controller import Controller

from runner.steps import Failure

from . import walk

AGENCY = "agence.example"

#: What is done to the world, the state it leaves, the server's words.
FAULTS = {
    "one recipient refused": ({"email_cc": f"refuse@{AGENCY}"}, None, "refused", "550"),
    "all refused": ({}, f"refuse@{AGENCY}", "refused", "550"),
    "server down": ({}, None, "failed", "NON ENVOYÉ|NOT SENT"),
}


def test_volet_2_follows_by_the_same_road(world):
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    walk.send(qa, volet)
    second = walk.sign_next(world, case, "volet_2")
    walk.send(qa, second)
    (sent,) = walk.transmissions(qa, second)
    assert sent["state"] == "accepted"
    first, mail = sorted(world.mails(), key=lambda one: one.stat().st_mtime_ns)
    assert "Volet 1" in first.read_text(errors="replace")
    assert base64.b64decode(sent["eml"]) == mail.read_bytes()
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert "Volet 2" in message["Subject"]
    names = walk.read(qa, "ansm.volet", second, "docx_name", "pdf_name")
    assert {part.get_filename() for part in message.iter_attachments()} == {
        names["docx_name"],
        names["pdf_name"],
    }
    facts = walk.read(qa, "ansm.declaration", case, "state", "without_delay")
    assert facts["state"] == "sent"
    assert not facts["without_delay"]


def test_what_arrives_is_byte_for_byte_what_is_kept(world):
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    walk.send(qa, volet)
    assert walk.read(qa, "ansm.declaration", case, "state")["state"] == "sent"
    (mail,) = world.mails()
    (sent,) = walk.transmissions(qa, volet)
    received = mail.read_bytes()
    assert sent["state"] == "accepted"
    assert "127.0.0.1" in sent["state_words"]
    assert base64.b64decode(sent["eml"]) == received
    assert sent["eml_sha256"] == hashlib.sha256(received).hexdigest()
    message = email.message_from_bytes(received, policy=email.policy.default)
    files = walk.read(qa, "ansm.volet", volet, "docx", "docx_name", "pdf", "pdf_name")
    parts = {
        part.get_filename(): part.get_content() for part in message.iter_attachments()
    }
    assert parts == {
        files["docx_name"]: base64.b64decode(files["docx"]),
        files["pdf_name"]: base64.b64decode(files["pdf"]),
    }
    for words in ("LÉVÉZOU", "Volet 1", "version 1"):
        assert words in message["Subject"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_somebody_is_told_and_sending_again_works(world, fault):
    values, address, state, words = FAULTS[fault]
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    usual = walk.agency_address(world, address) if address else None
    if fault == "server down":
        world.close_mailbox()
    walk.send(qa, volet, **values)
    (first,) = walk.transmissions(qa, volet)
    assert first["state"] == state
    assert any(word in first["state_words"] for word in words.split("|"))
    assert walk.read(qa, "ansm.declaration", case, "state")["state"] == "problem"
    assert world.mails() == []
    assert walk.activities(qa, case)
    if fault == "server down":
        world.open_mailbox()
    if usual:
        walk.agency_address(world, usual)
    walk.send(qa, volet)
    assert walk.read(qa, "ansm.declaration", case, "state")["state"] == "sent"
    assert len(world.mails()) == 1
    assert walk.activities(qa, case) == []


def test_a_postponed_message_goes_later_with_the_same_bytes(world):
    world.announce("odoo.http: ")
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    walk.agency_address(world, f"later@{AGENCY}")
    walk.send(qa, volet)
    (first,) = walk.transmissions(qa, volet)
    assert (first["state"], world.mails()) == ("deferred", [])
    assert "451" in first["state_words"]
    assert walk.activities(qa, case)
    with pytest.raises(Failure):
        walk.send(qa, volet)
    qa.call("ansm.transmission", "action_try_again", ids=[first["id"]])
    (last,) = walk.transmissions(qa, volet)
    (mail,) = world.mails()
    assert (last["id"], last["state"]) == (first["id"], "accepted")
    assert base64.b64decode(first["eml"]) == mail.read_bytes()
    assert walk.activities(qa, case) == []


class Holding:
    """A mailbox that takes the message and never answers."""

    def __init__(self):
        self.taken = threading.Event()
        self.bytes = []

    async def handle_DATA(self, _server, _session, envelope):
        self.bytes.append(envelope.original_content)
        self.taken.set()
        await asyncio.Event().wait()


def test_a_server_killed_after_data_leaves_unknown_and_no_second_mail(world):
    world.announce("odoo.http: ")
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    action = qa.call("ansm.volet", "action_send", ids=[volet])
    world.close_mailbox()
    holding = Holding()
    controller = Controller(holding, hostname="127.0.0.1", port=world.smtp_port)
    controller.start()
    try:
        press = threading.Thread(target=press_and_lose, args=(qa, action))
        press.start()
        assert holding.taken.wait(timeout=90)
        world.kill()
        press.join(timeout=60)
    finally:
        controller.stop()
    world.open_mailbox()
    world.serve()
    world.server.wait()
    qa = world.session("qa")
    (lost,) = walk.transmissions(qa, volet)
    assert lost["state"] == "sending"
    for _twice in range(2):
        walk.run_job(world, "cron_send")
        (lost,) = walk.transmissions(qa, volet)
        assert lost["state"] == "unknown"
    assert base64.b64decode(lost["eml"]) == holding.bytes[0]
    assert walk.read(qa, "ansm.declaration", case, "state")["state"] == "problem"
    assert walk.activities(qa, case)
    with pytest.raises(Failure):
        walk.send(qa, volet)
    assert world.mails() == []
    action = qa.call("ansm.transmission", "action_settle", ids=[lost["id"]])
    qa.wizard(action, "action_not_sent", {"found": "Absent du journal du serveur"})
    walk.send(qa, volet)
    assert walk.read(qa, "ansm.declaration", case, "state")["state"] == "sent"
    assert len(world.mails()) == 1
    assert walk.activities(qa, case) == []


def press_and_lose(session, action):
    with contextlib.suppress(OSError, http.client.HTTPException):
        session.wizard(action, "action_send", walk.CHECKED)


def test_100_presses_of_10_sessions_while_the_case_is_saved_give_one_mail(world):
    world.announce("odoo.http: ")
    # two at once on one row: PostgreSQL refuses one, Odoo runs it again
    world.announce("odoo.sql_db: bad query")
    case, volet = walk.signed_volet(world)
    logins = ("qa", "pr", "pri", "pq", "qa") * 2
    sessions = [world.session(login) for login in logins]
    actions = [one.call("ansm.volet", "action_send", ids=[volet]) for one in sessions]
    start, outcomes = threading.Barrier(len(sessions) + 1), []

    def press(session, action):
        start.wait(timeout=30)
        for _press in range(10):
            try:
                outcomes.append(session.wizard(action, "action_send", walk.CHECKED))
            except Failure as failure:
                outcomes.append(failure)

    def save(session):
        start.wait(timeout=30)
        for number in range(10):
            vals = {"falsification_comment": f"Constat {number}"}
            session.call("ansm.declaration", "write", ids=[case], vals=vals)

    threads = [
        threading.Thread(target=press, args=pair)
        for pair in zip(sessions, actions, strict=True)
    ]
    threads.append(threading.Thread(target=save, args=[world.session("qa")]))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(world.mails()) == 1
    assert [one["state"] for one in walk.transmissions(sessions[0], volet)] == [
        "accepted"
    ]
    assert len(outcomes) == 100
    assert sum(not isinstance(one, Failure) for one in outcomes) == 1


def test_an_unarmed_database_writes_to_no_real_address(world):
    world.announce("odoo.http: ")
    _case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    for copy in ("a@agence.fr", "x@example.org, a@b.example.fr"):
        with pytest.raises(Failure, match="demo company"):
            walk.send(qa, volet, email_cc=copy)
    walk.agency_address(world, "defauts@agence.fr")
    with pytest.raises(Failure, match="demo company"):
        walk.send(qa, volet)
    assert walk.transmissions(qa, volet) == []
    assert world.mails() == []


def test_a_letter_takes_the_same_road_with_its_file_and_the_agency_s_number(world):
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    numbered = {"case_number": "2026-DQ-00123"}
    qa.call("ansm.declaration", "write", ids=[case], vals=numbered)
    annex = walk.annex(qa, case)
    action = qa.call("ansm.declaration", "action_write_letter", ids=[case])
    files = {"annex_ids": [(6, 0, [annex])]}
    qa.wizard(action, "action_send", {**walk.CHECKED, **files})
    (mail,) = world.mails()
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert "[2026-DQ-00123]" in message["Subject"]
    (part,) = message.iter_attachments()
    kept = walk.read(qa, "ansm.annex", annex, "file", "sealed_at")
    assert base64.b64decode(kept["file"]) == part.get_content()
    assert kept["sealed_at"]
    assert walk.transmissions(qa, volet) == []


def test_our_mail_is_down_it_goes_by_another_road_and_never_twice(world):
    world.announce("odoo.http: ")
    case, volet = walk.signed_volet(world)
    qa = world.session("qa")
    world.close_mailbox()
    walk.send(qa, volet)
    assert walk.activities(qa, case)
    action = qa.call("ansm.volet", "action_send_elsewhere", ids=[volet])
    sealed = walk.read(qa, "ansm.volet", volet, "sealed_at")["sealed_at"]
    said = {
        "road": "other_mail",
        "said_left_at": sealed,
        "proof_words": "Copie dans ma messagerie",
    }
    signing = {"context": {"password": "qa"}}
    qa.wizard(action, "action_sign", {**walk.CHECKED, **said}, **signing)
    assert walk.read(qa, "ansm.declaration", case, "state")["state"] == "sent"
    assert walk.activities(qa, case) == []
    world.open_mailbox()
    walk.run_job(world, "cron_send")
    with pytest.raises(Failure):
        walk.send(qa, volet)
    assert world.mails() == []
