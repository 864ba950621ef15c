"""Web server and worker of a real hall killed in the middle, and a second laptop that goes on from the stick (PR-18)."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench import halls
from bench.counting import Round, Warm, begin_stick, counts, labels, questions, until
from django.apps import apps
from django.db import connection

from daihoi.foundation.ballots.restoring import newest_state, restore
from daihoi.foundation.files.vault import Vault, vaults_on
from daihoi.rules.errors import RuleViolation

pytestmark = pytest.mark.django_db  # so that the tables exist which the laptop is given
SHAPE = halls.Shape(ballots=8, names=5, doubts=2, bundle=2)


@dataclass
class Laptop:
    """A laptop whose count was interrupted three times, and its stick."""

    data: Path
    stick: Path
    code: str
    faults: list[str]
    result: dict

    @property
    def vault(self) -> Vault:
        return Vault.opened(vaults_on(self.stick)[0], self.code)


MIGRATIONS = "CREATE TABLE IF NOT EXISTS django_migrations (id integer PRIMARY KEY AUTOINCREMENT, app text, name text, applied datetime)"


def empty_database(place):
    """The tables of the tests as a file, to save a laptop its migrations; on PostgreSQL the laptop makes its own."""
    if connection.vendor != "sqlite":
        return None
    folders = {each.label: Path(each.path) / "migrations" for each in apps.get_app_configs()}
    written = [(label, path.stem) for label, folder in folders.items() for path in folder.glob("[0-9]*.py")]
    with closing(sqlite3.connect(place / "empty.sqlite3")) as copied:
        connection.ensure_connection()
        connection.connection.backup(copied)
        copied.execute(MIGRATIONS)
        copied.execute("DELETE FROM django_migrations")
        copied.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, datetime('now'))", written)
        copied.commit()
    return place / "empty.sqlite3"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory, django_db_setup, django_db_blocker):
    place = tmp_path_factory.mktemp("hall")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(halls, "ROOT", place)
        halls.prepared(SHAPE, empty_database(place))
        facts = halls.copied(SHAPE, place / "data")
    (place / "stick").mkdir()
    warm = Warm(place / "data", place / "stick")
    count = Round(warm, facts, SHAPE)
    try:
        warm.start()
        code = begin_stick(count, place / "stick")
        count.begin()
        for number, target in enumerate(("worker", "web", "both"), start=1):
            until(
                lambda number=number: len(count.acknowledged) > number or counts(warm.folder)["ballots_scan"] >= 2 * number, "nothing moves"
            )
            before = counts(warm.folder)
            count.is_up.clear()
            warm.start(*warm.kill(target))
            count.check(before)
            count.is_up.set()
        until(count.is_done, "the count does not end")
        # the second state comes with the close: a quick machine writes all of the count at once
        until(lambda: any(Vault.opened(each, code).numbers() for each in vaults_on(place / "stick")), "the stick is not written")
        result = count.close()
        head = _head(place / "data")
        until(lambda: newest_state(Vault.opened(vaults_on(place / "stick")[0], code)).facts["heads"] == head, "the stick is behind")
    finally:
        count.end()
        warm.close()
    return Laptop(place / "data", place / "stick", code, count.faults, result)


def _head(data):
    with closing(sqlite3.connect(data / "daihoi.sqlite3")) as tables:
        return {c: [s, d] for c, s, d in tables.execute("SELECT chain, max(seq), digest FROM journal_entry GROUP BY chain")}


@pytest.fixture
def stick(laptop, tmp_path):
    """A copy of the stick, to be harmed."""
    shutil.copytree(laptop.stick, tmp_path / "stick")
    return Vault.opened(vaults_on(tmp_path / "stick")[0], laptop.code)


def test_three_kills_lose_nothing_and_the_count_is_that_of_the_ballots(laptop):
    struck = json.loads((laptop.data / "votes.json").read_text())
    valid = [marks for marks in struck if 0 < SHAPE.names - len(marks) <= SHAPE.seats]
    votes = [sum(number not in marks for marks in valid) for number in range(1, SHAPE.names + 1)]
    assert laptop.faults == []
    assert laptop.result == {"valid": len(valid), "invalid": SHAPE.ballots - len(valid), "votes": votes}


def test_a_second_laptop_goes_on_from_the_command_line_and_the_first_finds_the_mark(laptop, stick, tmp_path):
    two = tmp_path / "two"
    command = [sys.executable, "-m", "daihoi", "stick", "restore", str(stick.folder.parent), "--code-stdin"]
    told = subprocess.run(command, input=laptop.code, env=halls.environment(two), capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert "Bầu Ban Chấp hành: 8 trang" in told.stdout
    assert labels(two) == labels(laptop.data)
    assert questions(two) == questions(laptop.data) != set(), "what people answered opens there too"
    with closing(sqlite3.connect(two / "daihoi.sqlite3")) as tables:
        assert tables.execute("SELECT count(*) FROM journal_entry WHERE act = 'ballots.stick_taken_over'").fetchone() == (1,)
    assert sorted(path.name for path in (two / "files").rglob("*") if path.is_file()) == sorted(stick.state(stick.numbers()[0]).files)
    assert stick.mark()["writer"] == json.loads((two / "stick.json").read_text())["writer"]
    assert newest_state(stick).facts["writer"] == stick.mark()["writer"], "the second laptop writes the stick at once"
    with pytest.raises(RuleViolation, match="USB cũ hơn dữ liệu trên máy này"):
        restore(laptop.vault, two)


def test_a_torn_stick_is_refused_with_what_is_whole_before_it(stick, tmp_path):
    newest, before = stick.numbers()[:2]
    path = stick.folder / f"so-{newest:08d}.bin"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(RuleViolation, match=rf"số {newest}\) bị rách.*Còn nguyên: lần ghi số {before}.*--last-whole"):
        restore(stick, tmp_path / "two")
    assert not (tmp_path / "two" / "daihoi.sqlite3").exists()
    assert restore(stick, tmp_path / "two", last_whole=True).state.number == before


def test_a_torn_pack_leaves_nothing_behind(stick, tmp_path):
    path = max(stick.folder.glob("anh-*.bin"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(RuleViolation, match="bị rách"):
        restore(stick, tmp_path / "two")
    assert not (tmp_path / "two" / "daihoi.sqlite3").exists()
    assert stick.mark() is None


def test_other_work_on_the_second_laptop_is_never_replaced(stick, tmp_path):
    two = tmp_path / "two"
    two.mkdir()
    with closing(sqlite3.connect(two / "daihoi.sqlite3")) as tables:
        tables.execute("CREATE TABLE ballots_poll (id)")
        tables.execute("INSERT INTO ballots_poll VALUES (1)")
        tables.execute("CREATE TABLE journal_entry (chain, seq, digest)")
        tables.execute("INSERT INTO journal_entry VALUES ('installation', 1, 'another')")
        tables.commit()
    with pytest.raises(RuleViolation, match="dữ liệu của việc khác"):
        restore(stick, two)


def test_two_laptops_do_not_go_on_from_one_stick(stick, tmp_path):
    restore(stick, tmp_path / "two")
    with pytest.raises(RuleViolation, match="Chỉ một máy được làm tiếp"):
        restore(stick, tmp_path / "three")
    assert restore(stick, tmp_path / "two").set_aside is not None, "the same laptop may try again"
    assert restore(stick, tmp_path / "three", again=True).set_aside is None


def test_a_stick_of_a_newer_program_is_refused(stick, tmp_path):
    state = newest_state(stick)
    state.facts["migrations"].append("ballots.9999_from_the_future")
    body = tmp_path / "db"
    body.write_bytes(b"".join(stick.pieces(state, state.database)))
    stick.write(state, body, dict.fromkeys(state.files, body), state.facts)
    with pytest.raises(RuleViolation, match="bản chương trình mới hơn"):
        restore(stick, tmp_path / "two")


class Person:
    """Who sits at a fresh laptop with a browser."""

    def __init__(self, port):
        self.root = f"http://127.0.0.1:{port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, path, data=None, **headers):
        body = urllib.parse.urlencode(data).encode() if data else None
        with self.opener.open(urllib.request.Request(self.root + path, body, headers), timeout=30) as answer:  # noqa: S310 (our own server)
            return answer.read().decode(), answer.headers

    def answers(self, path="/tai-khoan/dang-nhap/"):
        try:
            return self.open(path)[0]
        except OSError:
            return ""

    def sends(self, page, path, **fields):
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|sealed)" value="([^"]+)"', page))
        try:
            return self.open(path, hidden | fields)[0]
        except urllib.error.HTTPError as refused:
            return refused.read().decode()


@pytest.fixture
def fresh(laptop, stick, tmp_path):
    """A second laptop, just installed and served, with the stick plugged in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "two").mkdir(mode=0o700)
    shutil.copy(laptop.data.parent / "empty.sqlite3", tmp_path / "two" / "daihoi.sqlite3")
    environment = halls.environment(tmp_path / "two") | {"DAIHOI_STICK": str(stick.folder.parent)}
    with (tmp_path / "server.log").open("w") as log:
        command = [sys.executable, "-m", "daihoi", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    person = Person(port)
    try:
        until(person.answers, "the fresh laptop does not answer")
        yield person
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


PAGE = "/kiem-phieu/tiep-tuc/"


def test_a_fresh_laptop_tells_why_a_torn_stick_was_refused_and_goes_on_from_a_whole_one(laptop, stick, fresh, tmp_path):
    two, first, second = tmp_path / "two", laptop.code[:15], laptop.code[15:]
    assert PAGE in fresh.answers()
    assert "Mã không mở được USB này" in fresh.sends(fresh.answers(PAGE), PAGE, first=second, second=first)
    held = fresh.sends(fresh.answers(PAGE), PAGE, first=first.lower(), second=second)
    assert "Bầu Ban Chấp hành" in held
    assert laptop.code not in held

    torn = max(stick.folder.glob("anh-*.bin"))
    whole = torn.read_bytes()
    torn.write_bytes(whole[:-9])
    assert "Đang khôi phục" in fresh.sends(held, PAGE)
    until(lambda: "Lần trước chưa khôi phục được" in fresh.answers(PAGE), "no reason is told")
    assert PAGE in fresh.answers(), "the laptop is as fresh as before"
    assert stick.mark() is None

    torn.write_bytes(whole)
    held = fresh.sends(fresh.answers(PAGE), PAGE, first=first, second=second)
    assert "Đang khôi phục" in fresh.sends(held, PAGE)
    until(lambda: (two / "stick.json").exists() and PAGE not in (fresh.answers() or PAGE), "the laptop does not come back")
    assert labels(two) == labels(laptop.data)
    assert questions(two) == questions(laptop.data)
    with closing(sqlite3.connect(two / "daihoi.sqlite3")) as tables:
        assert tables.execute("SELECT count(*) FROM journal_entry WHERE act = 'ballots.stick_taken_over'").fetchone() == (1,)
    assert not list(two.glob("stick-[wrt]*.json")), "nothing is left to do"
    assert fresh.open(PAGE, **{"HX-Request": "true"})[1]["HX-Redirect"] == "/tai-khoan/dang-nhap/", "the page that waits is led to the door"
