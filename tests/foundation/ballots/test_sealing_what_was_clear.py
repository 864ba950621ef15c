"""An installation that kept ballots in clear seals them when it is brought up to date; of destroyed ballots nothing is left."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from uuid import uuid4

import dj_database_url

DATABASE = os.environ.get("DAIHOI_TEST_DATABASE_URL", "")
BEFORE = """
import json, secrets, sys
from hashlib import sha256
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
for names in (("organization",), ("files", "0001"), ("ballots", "0020")):
    call_command("migrate", *names, verbosity=0)
apps = MigrationExecutor(connection).loader.project_state([
    node for node in MigrationExecutor(connection).loader.applied_migrations if node[0] in
    {"ballots", "files", "accounts", "organization", "journal", "contenttypes", "auth"}]).apps
get = apps.get_model
from daihoi.foundation.files import services
from daihoi.foundation.files.models import ContentKey as Key
def clear_key(is_destroyed):
    key = Key()
    key.wrapped = services._seal(services._installation_key(), secrets.token_bytes(32), key.pk.bytes)
    old = get("files", "ContentKey").objects.create(id=key.pk, wrapped=None if is_destroyed else key.wrapped, created_at=key.created_at,
        destroyed_at=key.created_at if is_destroyed else None)
    return key, old
unit = get("organization", "Unit").objects.create(code="U1", opened="2020-01-01")
people = [get("accounts", "User").objects.create(username=name, full_name=name) for name in ("a", "b")]
plain = get("files", "StoredFile").objects.create(kind="ballot", name="p", size=1, digest="0" * 64, stored_digest="0" * 64)
layout = {"pages": [{"number": 1, "fields": [{"candidate": n, "kind": "strike"} for n in range(1, 7)]}]}
for state, is_destroyed in (("counting", False), ("closed", True)):
    key, old = clear_key(is_destroyed)
    poll = get("ballots", "Poll").objects.create(unit=unit, title=state, letter="A", code="C" + state, layout=layout, state=state, key=old, ballot=plain,
        specimen=plain, contest_toml="", charter_toml="", page_size="A4", digest="", opened_at=key.created_at)
    batch = get("ballots", "ScanBatch").objects.create(poll=poll, sequence=1, label="L", hand_count=1, state="read", first_ballot=1, ballots=1, order=1,
        repeats={"L01-001-doan-3.pdf#1": "L01-001-doan-3.pdf#1"})
    whole = get("files", "StoredFile").objects.create(kind="scan_file", name="doan-3.pdf", size=1, digest="f" * 64, stored_digest=secrets.token_hex(32), key=old)
    get("ballots", "ScanFile").objects.create(batch=batch, sequence=1, name="doan-3.pdf", pages=1, stored=whole)
    digest = sha256(state.encode()).hexdigest()
    picture = get("files", "StoredFile").objects.create(kind="scan", name="L01-001-doan-3.pdf#1", size=1, digest=digest, stored_digest=secrets.token_hex(32), key=old)
    scan = get("ballots", "Scan").objects.create(batch=batch, sequence=1, source="L01-001-doan-3.pdf#1", digest=digest, stored=picture)
    line = {"source": scan.source, "digest": digest, "fields": [{"candidate": 3, "kind": "strike", "state": "marked"}]}
    ink = services._seal(services._open_key(key), b"net-but", key.pk.bytes)
    get("ballots", "Reading").objects.create(scan=scan, line=line, ink=ink, reader="1")
    for person in people:
        get("ballots", "Adjudication").objects.create(poll=poll, question="b1-c3-strike", decider=person, turn=1, salt="s" * 32, commitment="c" * 64,
            verdict={"source": scan.source, "discard": "blank_page"}, for_board=person.username == "b", reason="ca ban thay" if person.username == "b" else "")
    get("ballots", "Claim").objects.create(poll=poll, question="b1-c3-strike", holder=people[0], held_until=key.created_at)
    get("ballots", "BallotCall").objects.create(poll=poll, ballot=1, turn=1, batch=batch, sheet=7, reason="misread", caller=people[0])
"""
AFTER = """
import json
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from daihoi.foundation.ballots.contents import opened, opened_inks, token
from daihoi.foundation.ballots.models import *
from daihoi.foundation.ballots.queries.answers import answers_of
from daihoi.foundation.ballots.queries.calling import calls_of
from daihoi.foundation.ballots.queries.names import names_of
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import installed, protected, trigger_names
call_command("migrate", verbosity=0)
open_, gone = Poll.objects.get(state="counting"), Poll.objects.get(state="closed")
reading = Reading.objects.get(scan__batch__poll=open_)
lost = Reading.objects.get(scan__batch__poll=gone)
text = []
for model in apps.get_models():
    for row in model._default_manager.all().values_list():
        text += [bytes(each).decode("latin-1") if isinstance(each, bytes | memoryview) else str(each) for each in row]
text = "\\n".join(text)
scan = Scan.objects.get(batch__poll=open_)
line = opened(open_, [reading.content])[0]
print(json.dumps({
    "line": [line["source"], line["fields"][0]["state"]], "ink": opened_inks(open_, [reading.ink]),
    "scan": [scan.source, scan.digest == token(open_, line["digest"]), scan.stored.name],
    "repeats": list(open_.batches.get().repeats.items()), "names": names_of(open_),
    "answers": [[each.question, each.verdict, each.reason, each.salt[:2]] for each in answers_of(open_)],
    "found": len(answers_of(open_, ["b1-c3-strike"])), "calls": [[each.key, each.sheet] for each in calls_of(open_)],
    "gone": [bytes(lost.content).hex(), lost.ink and "ink", sorted({bytes(row.content).hex() for row in gone.adjudications.all()}), Claim.objects.count(),
        gone.batches.get().file_names],
    "clear": [word for word in ("doan-3", "b1-c3", "marked", "blank_page", "net-but", "ca ban thay", "f" * 64, "s" * 32) if word in text],
    "halves": sorted(path.name for path in settings.KEYS_DIR.iterdir()) == [open_.key_id.hex],
    "triggers": sorted({name for model in protected() for name in trigger_names(model._meta.db_table, connection.vendor)} - installed(connection)),
}))
"""


@contextmanager
def database_of_its_own():
    """The address of an empty database: a file in the data folder, or one beside the database of the tests."""
    if not DATABASE:
        yield ""
        return
    import psycopg

    facts = dj_database_url.parse(DATABASE)
    name = f"sealing_{uuid4().hex[:12]}"
    server = {"host": facts["HOST"], "port": facts["PORT"] or 5432, "user": facts["USER"], "password": facts["PASSWORD"] or None}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield DATABASE.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(code, folder, address):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DAIHOI_", "DJANGO_", "PYTEST_"))}
    clean |= {"DAIHOI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "daihoi.settings"} | (
        {"DAIHOI_DATABASE_URL": address} if address else {}
    )
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + code], env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_what_lay_in_clear_is_sealed_and_of_destroyed_ballots_nothing_is_left(tmp_path):
    with database_of_its_own() as address:
        run(BEFORE, tmp_path, address)
        found = json.loads(run(AFTER, tmp_path, address).splitlines()[-1])
    verdict = {"source": "L01-001#1", "discard": "blank_page"}
    assert found == {
        "line": ["L01-001#1", "marked"],
        "ink": ["net-but"],
        "scan": ["L01-001#1", True, "L01-001#1"],
        "repeats": [["L01-001#1", "L01-001#1"]],
        "names": {"L01-001": "doan-3.pdf"},
        "answers": [["b1-c3-strike", verdict, "", "ss"], ["b1-c3-strike", verdict, "ca ban thay", "ss"]],
        "found": 2,
        "calls": [["g1-1", 7]],
        "gone": ["", None, [""], 0, None],
        "clear": [],
        "halves": True,
        "triggers": [],
    }
    if not address:
        left = (tmp_path / "daihoi.sqlite3").read_bytes()
        assert [word for word in (b"doan-3.pdf", b"b1-c3-strike", b'"marked"', b"blank_page", b"ca ban thay") if word in left] == []
