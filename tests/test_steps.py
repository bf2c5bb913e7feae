# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A step that fails or is killed leaves nothing half made; the next call goes on."""

import io
import os
import subprocess
import sys

import pytest

from runner import database, postgres, steps, system
from runner.bar import Bar
from runner.paths import ROOT
from runner.steps import Failure, call, once

#: An apt-get that is killed with who called it in the middle of its first download.
APT = """#!/bin/sh
echo "$*" >> "$FOLDER/calls"
case "$*" in
indextargets*) echo "Debian|file:/nowhere" ;;
*download*)
    [ -e "$FOLDER/killed" ] && exec cp "$FOLDER/odoo.deb" .
    touch "$FOLDER/killed"
    : > half.deb
    kill -9 $PPID ;;
esac
"""

CONTROL = """Package: odoo-19
Version: 19.0
Architecture: all
Maintainer: Nobody <nobody@example.org>
Description: A tree like Odoo's
"""

FETCH = "from runner import odoo_source; print(odoo_source.prepare().packages)"


def test_a_step_that_failed_is_done_again_and_one_done_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr("runner.steps.STAMPS", tmp_path)
    monkeypatch.setattr("runner.steps.LOGS", tmp_path)
    monkeypatch.setattr("runner.steps.CACHE", tmp_path / "cache")
    done = []
    with pytest.raises(Failure, match="no such thing") as caught:
        once(
            "a", "A", "1", lambda: call(["sh", "-c", "echo no such thing; exit 3"], "M")
        )
    assert "What to do: M" in str(caught.value)
    for depends in ("1", "1", "2"):
        once("a", "A", depends, lambda: done.append(1))
    assert len(done) == 2


@pytest.fixture
def mirror(tmp_path):
    """A folder with the apt-get above and a package like Odoo's; its environment."""
    tree = tmp_path / "tree"
    release = tree / "usr/lib/python3/dist-packages/odoo/release.py"
    for path, text in ((tree / "DEBIAN/control", CONTROL), (release, "whole = True\n")):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    words = ["dpkg-deb", "-b", tree, tmp_path / "odoo.deb"]
    subprocess.run(words, check=True, capture_output=True)
    (tmp_path / "apt-get").write_text(APT)
    (tmp_path / "apt-get").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    cache = str(tmp_path / "cache")
    env = {**os.environ, "PATH": path, "FOLDER": str(tmp_path), "XDG_CACHE_HOME": cache}
    env.pop("ODOO_SOURCE", None)
    return tmp_path, env


def test_after_a_kill_in_the_middle_of_a_fetch_the_next_call_goes_on(mirror):
    folder, env = mirror

    def prepare():
        command = [sys.executable, "-c", FETCH]
        return subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    assert prepare().returncode == -9
    assert list(folder.glob("cache/*/fetch/debs/half.deb"))
    assert not list(folder.glob("cache/*/odoo"))
    done = prepare()
    assert done.returncode == 0, done.stderr
    (whole,) = folder.glob("cache/*/odoo/usr/lib/python3/dist-packages/odoo/release.py")
    assert str(whole.parent.parent) in done.stdout
    assert not list(folder.glob("cache/*/fetch"))
    calls = (folder / "calls").read_text()
    assert prepare().returncode == 0
    assert (folder / "calls").read_text() == calls


def test_a_half_made_postgresql_is_made_again(tmp_path, monkeypatch):
    monkeypatch.delenv("PGHOST")
    # what the embedded server sets is taken back after the test
    monkeypatch.setenv("PGUSER", postgres.ROLE)
    monkeypatch.setattr(postgres, "CLUSTER", tmp_path / "cluster")
    half = tmp_path / "cluster_making"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with postgres.running():
        assert not database.exists("ansm_nothing")
        assert database.exists("postgres")
    assert (tmp_path / "cluster/PG_VERSION").exists()
    assert not half.exists()


def test_a_postgresql_that_recovers_for_long_is_waited_for(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.delenv("PGHOST")
    monkeypatch.setenv("PGUSER", postgres.ROLE)
    monkeypatch.setattr(postgres, "CLUSTER", tmp_path / "cluster")
    with postgres.running():
        pass
    # a recovery that lasts longer than the library's ten seconds: its first step
    # asks an archive, which takes its time to have nothing
    (tmp_path / "cluster/recovery.signal").touch()
    with (tmp_path / "cluster/postgresql.conf").open("a") as settings:
        settings.write("restore_command = 'sleep 11; false'\n")
    with postgres.running():
        assert database.exists("postgres")
    assert "puts itself in order" in capsys.readouterr().out


def test_databases_of_former_sources_and_killed_tests_go():
    old = [f"ansmx_addon_{number}" for number in range(database.KEPT + 2)]
    running, killed = "ansmx_test_world_aaaaaa", "ansmx_test_world_bbbbbb"
    names = (*old, running, killed)
    try:
        for name in names:
            database._sql(f'CREATE DATABASE "{name}"')
        with steps.alone("test-aaaaaa"):
            database._forget_old("ansmx")
        left = [name for name in names if database.exists(name)]
        assert left == [*old[-database.KEPT :], running]
    finally:
        for name in names:
            database.drop(name)


def test_a_half_made_database_has_not_the_name_of_a_whole_one():
    name = "ansm_test_making"
    try:
        with pytest.raises(Failure):
            with database._making(name) as making:
                database._sql(f'CREATE DATABASE "{making}"')
                raise Failure("killed here", "again")
        assert not database.exists(name)
        with database._making(name) as making:
            assert not database.exists(making)
            database._sql(f'CREATE DATABASE "{making}"')
        assert database.exists(name)
    finally:
        database.drop(name)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def _shown(monkeypatch, stream, part):
    clock = iter([0.0, 1.9, 61.0])
    monkeypatch.setattr("runner.bar.time.monotonic", lambda: next(clock))
    with Bar(stream) as bar:
        bar.show(part)
        before = stream.getvalue()
        bar.show(part)
    return before, stream.getvalue()


def test_a_bar_is_drawn_past_two_seconds_and_wiped(monkeypatch):
    before, after = _shown(monkeypatch, Terminal(), 0.5)
    assert before == ""
    assert f"[{'█' * 15}{' ' * 15}]  50%  61 s" in after
    assert after.endswith(" \r")


def test_no_bar_is_drawn_in_a_file(monkeypatch):
    assert _shown(monkeypatch, io.StringIO(), 0.5) == ("", "")


def test_the_bar_of_apt_is_the_bytes_it_fetched_then_the_packages_set_up(tmp_path):
    log = tmp_path / "log"
    log.write_text("Get:1 x\ndlstatus:1:12.5:Retrieving file 1 of 2\n")
    assert steps.apt_progress(log) == 0.125
    with log.open("a") as more:
        more.write("pmstatus:chromium:40.0:Unpacking chromium (amd64)\nUnpacking\n")
    assert steps.apt_progress(log) == 0.4
    assert "APT::Status-Fd=1" in system.apt("update")
