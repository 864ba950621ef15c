"""An installation of its own, as a newcomer has it: the first command makes the database, `serve` answers, an old database is refused."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import urllib.request

import pytest

STATIC = ("dh/tokens.css", "dh/components.css", "dh/vendor/bootstrap.min.css", "dh/dh.js", "meetings/delegate.css", "meetings/live.js")
OLD = "Cơ sở dữ liệu là của bản cũ. Chạy “daihoi migrate” rồi làm lại.\n"


def environment(folder):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DAIHOI_", "DJANGO_"))}
    return clean | {"DAIHOI_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def told(address, path, encoding="gzip"):
    """How a static file is handed out: its encoding, and how long it may be kept."""
    asked = urllib.request.Request(f"{address}static/{path}", headers={"Accept-Encoding": encoding})  # noqa: S310 (our own address)
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 (our own address)
        return answer.headers["Content-Encoding"], answer.headers["Cache-Control"]


def listed(folder):
    command = [sys.executable, "-m", "daihoi", "units", "list", "--json"]
    return subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The folder a first command made, and what it said."""
    folder = tmp_path_factory.mktemp("fresh")
    return folder, listed(folder)


def test_a_command_makes_a_fresh_database(fresh):
    folder, said = fresh
    assert (said.returncode, said.stdout) == (0, "[]\n")
    assert (folder / "daihoi.sqlite3").exists()


def test_a_command_refuses_an_old_database(fresh, tmp_path):
    folder, _said = fresh
    shutil.copytree(folder, tmp_path / "old")
    with sqlite3.connect(tmp_path / "old" / "daihoi.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'tracking' OR app = 'journal'")
    old = listed(tmp_path / "old")
    assert (old.returncode, old.stdout, old.stderr) == (1, "", OLD)


def test_serve_answers_with_a_worker_beside_it_and_stops_when_asked(fresh, tmp_path):
    folder, _said = fresh
    shutil.copytree(folder, tmp_path / "served")
    command = [sys.executable, "-m", "daihoi", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment(tmp_path / "served"), cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        address = re.search(r"http://\S+/", process.stdout.readline())[0]
        try:
            with urllib.request.urlopen(f"{address}suc-khoe/", timeout=60) as answer:  # noqa: S310 (our own address)
                assert answer.read() == b"ok\n"
            assert [told(address, path) for path in STATIC] == [("gzip", "max-age=31536000, public")] * len(STATIC)
            assert told(address, STATIC[0], encoding="identity") == (None, "max-age=31536000, public")
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
