# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import smtplib
import socket

import pytest

from runner import mailbox, odoo_source, postgres, server
from runner.steps import Failure, call, once


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Failure, match="is in use") as caught:
            server.check_port(taken.getsockname()[1], "Odoo")
    assert "ss -ltnp" in str(caught.value)


def test_another_odoo_than_19_0_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_SOURCE", str(tmp_path))
    with pytest.raises(Failure, match="no odoo/release.py"):
        odoo_source.prepare()
    (tmp_path / "odoo").mkdir()
    release = tmp_path / "odoo/release.py"
    release.write_text("version_info = (18, 0, 0, FINAL, 0, '')")
    with pytest.raises(Failure, match="is Odoo 18.0; the addon needs 19.0"):
        odoo_source.prepare()
    release.write_text("version_info = (19, 0, 0, FINAL, 0, '')")
    assert odoo_source.prepare().packages == tmp_path


def test_an_old_postgresql_is_refused():
    with pytest.raises(Failure, match="PostgreSQL 12 is too old"):
        postgres.check_version(120005)
    postgres.check_version(130000)


def test_a_step_that_failed_is_done_again_and_one_done_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr("runner.steps.STAMPS", tmp_path)
    monkeypatch.setattr("runner.steps.LOGS", tmp_path)
    done = []
    with pytest.raises(Failure, match="no such thing") as caught:
        once(
            "a", "A", "1", lambda: call(["sh", "-c", "echo no such thing; exit 3"], "M")
        )
    assert "What to do: M" in str(caught.value)
    for depends in ("1", "1", "2"):
        once("a", "A", depends, lambda: done.append(1))
    assert len(done) == 2


def test_the_mailbox_keeps_each_message_byte_for_byte(tmp_path):
    content = b"Subject: x\r\n\r\n.point\r\nacc\xc3\xa9nt\r\n"
    port = server.free_port()
    with mailbox.running(port, tmp_path / "mail") as folder:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            smtp.sendmail("a@b.example", ["c@d.example"], content)
            smtp.sendmail("a@b.example", ["c@d.example"], content)
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                smtp.sendmail("a@b.example", ["refuse@d.example"], content)
        kept = sorted(folder.glob("*"))
    assert [one.name for one in kept] == ["0001.eml", "0002.eml"]
    assert all(one.read_bytes() == content for one in kept)


def test_a_log_line_is_an_alarm_unless_announced():
    log = "2026-01-01 00:00:00,1 12 WARNING db odoo.x: bad\n2026 INFO x\n"
    assert len(server.alarms(log)) == 1
    assert server.alarms(log, ["odoo.x: bad"]) == []
