# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
import re
import smtplib
import socket

import pytest

from runner import cli, demo, lint, mailbox, odoo_source, postgres, python_env, server
from runner.paths import ROOT
from runner.steps import Failure


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Failure, match="is in use") as caught:
            server.check_port(taken.getsockname()[1], "Odoo")
    assert "ss -ltnp" in str(caught.value)


def test_the_demo_says_so_before_it_fetches_anything(monkeypatch, capsys):
    monkeypatch.setattr(cli, "_prepare", lambda: pytest.fail("it fetched first"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("ANSM_HTTP_PORT", str(taken.getsockname()[1]))
        assert cli.main(["demo"]) == 1
    assert "for Odoo, is in use" in capsys.readouterr().err


def test_a_port_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("ANSM_HTTP_PORT", "http")
    with pytest.raises(Failure, match="ANSM_HTTP_PORT is http"):
        demo.free_ports()


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


@pytest.fixture
def no_network(tmp_path, monkeypatch):
    """A proxy that nobody is at, for every client; an empty cache."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.free_port()}")
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setattr("runner.steps.LOGS", tmp_path / "logs")
    monkeypatch.setattr(odoo_source, "CACHE", tmp_path)
    monkeypatch.setattr(odoo_source, "PREFIX", tmp_path / "odoo")
    monkeypatch.setattr(python_env, "VENV", tmp_path / "venv")
    monkeypatch.setattr(python_env, "PYTHON", tmp_path / "venv/bin/python")


@pytest.mark.parametrize(
    "fetch", [odoo_source._fetch, lambda: python_env._make(*python_env.FILES)]
)
def test_no_network_is_said(no_network, tmp_path, fetch):
    with pytest.raises(Failure, match="The network could not be reached") as caught:
        fetch()
    assert "check the network" in str(caught.value)
    assert not (tmp_path / "odoo").exists()


def test_an_old_postgresql_is_refused():
    with pytest.raises(Failure, match="PostgreSQL 12 is too old"):
        postgres.check_version(120005)
    postgres.check_version(130000)


def test_a_role_that_cannot_do_is_refused():
    with pytest.raises(Failure, match="role is postgres"):
        postgres.check_role("postgres", True)
    with pytest.raises(Failure, match="role reader can make no database"):
        postgres.check_role("reader", False)
    postgres.check_role("odoo", True)


def test_a_postgresql_out_of_reach_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PGHOST", str(tmp_path))
    with pytest.raises(Failure, match="cannot be reached") as caught:
        with postgres.running():
            pass
    assert "unset PGHOST" in str(caught.value)


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


def test_pre_commit_asks_for_the_same_tools_as_the_runner():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    pins = (ROOT / "runner/requirements-lint.txt").read_text()
    for repo, tool in (("astral-sh/ruff-pre-commit", "ruff"), ("OCA/pylint-odoo",) * 2):
        (revision,) = re.findall(rf"{repo}\n +rev: v(\S+)", hooks)
        assert f"{tool.rpartition('/')[2]}=={revision}\n" in pins
    assert [one for one in lint.PRETTIER if f'"{one}"' not in hooks] == []
