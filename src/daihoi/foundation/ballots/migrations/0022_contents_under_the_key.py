"""Put what stands of single ballots in clear under the key of its vote; of votes whose key was destroyed, nothing is left."""

import re
import secrets
from hashlib import sha256

from django.db import migrations

from daihoi.foundation.ballots.contents import sealed, sealed_ink, token
from daihoi.foundation.files import services
from daihoi.foundation.journal.append_only import trigger_names

PROTECTED = ("ballots_reading", "ballots_adjudication", "ballots_ballotcall", "ballots_scan", "ballots_scanfile")
NAMED = re.compile(r"(L\d+-\d{3})-.*(#\d+)", re.DOTALL)
NOTHING = b""


def free_tables(apps, schema_editor):
    """Take away the triggers of the tables that change; they come back when all migrations have run."""
    for table in PROTECTED:
        for name in trigger_names(table, schema_editor.connection.vendor):
            on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA secure_delete = ON")


def seal_contents(apps, schema_editor):
    """Seal vote by vote."""
    models = {name: apps.get_model("ballots", name) for name in ("Poll", "Scan", "ScanFile", "Reading", "Adjudication", "BallotCall")}
    apps.get_model("ballots", "Claim").objects.all().delete()  # they last five minutes and are taken again
    for poll in models["Poll"].objects.select_related("key").order_by("pk"):
        names = _rename(models, poll)
        _seal_files(models, poll)
        _seal_readings(models, poll, names)
        _seal_answers(models, poll, names)
        _seal_calls(models, poll)


def _rename(models, poll):
    """Take the names of files out of the names of pages, and give what each page is called now."""
    names = {}
    for scan in models["Scan"].objects.filter(batch__poll=poll).select_related("batch", "stored").order_by("batch__sequence", "sequence"):
        found = NAMED.fullmatch(scan.source)
        names[scan.source] = "".join(found.groups()) if found else scan.source
        guessable = sha256(f"keyed:{scan.batch_id}:{scan.sequence}".encode()).hexdigest() == scan.digest  # see 0002-digest.md
        scan.source = names[scan.source]
        if not guessable:
            scan.digest = secrets.token_hex(32) if poll.key.wrapped is None else token(poll, scan.digest)
        scan.save(update_fields=["source", "digest"])
        if scan.stored is not None and scan.stored.kind == "scan":
            scan.stored.name = scan.source
            scan.stored.save(update_fields=["name"])
    for batch in poll.batches.exclude(repeats={}):
        batch.repeats = _renamed(batch.repeats, names)
        batch.save(update_fields=["repeats"])
    return names


def _renamed(value, names):
    """Give a reading or a verdict with the new names of its pages."""
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def _seal_files(models, poll):
    """Keep how files were named while the count is open only."""
    for batch in poll.batches.all():
        files = list(models["ScanFile"].objects.filter(batch=batch).select_related("stored").order_by("sequence"))
        if files and poll.state == "counting" and poll.key.wrapped is not None:
            batch.file_names = sealed(poll, [file.name for file in files])
            batch.save(update_fields=["file_names"])
        for file in files:
            file.stored.name = f"L{batch.sequence:02d}-{file.sequence:03d}"
            file.stored.save(update_fields=["name"])


def _seal_readings(models, poll, names):
    """Seal what the reader saw, and fill what was kept of the ink up to one length."""
    for reading in models["Reading"].objects.filter(scan__batch__poll=poll).select_related("scan__batch").iterator():
        if poll.key.wrapped is None:
            reading.content, reading.ink = NOTHING, None
        else:
            reading.content = sealed(poll, _renamed(reading.line, names))
            if not reading.scan.batch.entries:
                reading.ink = sealed_ink(poll, _ink(poll, reading.ink))
        reading.save(update_fields=["content", "ink"])


def _ink(poll, ink):
    """Open ink that was hidden without its length."""
    return services._unseal(services._open_key(poll.key), bytes(ink), poll.key.pk.bytes).decode("ascii") if ink else ""


def _seal_answers(models, poll, names):
    """Seal who answered what to which question; the journal's commitments stay and can be opened with the key alone."""
    for row in models["Adjudication"].objects.filter(poll=poll).iterator():
        said = {"question": row.question, "verdict": row.verdict, "reason": row.reason, "salt": row.salt}
        gone = poll.key.wrapped is None
        row.content = NOTHING if gone else sealed(poll, said | {"verdict": _renamed(row.verdict, names)})
        row.question = f"x{row.pk.hex}" if gone else token(poll, row.question)
        row.save(update_fields=["content", "question"])


def _seal_calls(models, poll):
    """Seal which ballot was called and where it lay."""
    for row in models["BallotCall"].objects.filter(poll=poll):
        gone = poll.key.wrapped is None
        row.content = NOTHING if gone else sealed(poll, {"ballot": int(row.ballot), "sheet": row.sheet})
        row.ballot = f"x{row.pk.hex}" if gone else token(poll, int(row.ballot))
        row.save(update_fields=["content", "ballot"])


class Migration(migrations.Migration):
    dependencies = [("ballots", "0021_room_for_contents"), ("files", "0002_keyed_digests")]

    operations = [migrations.RunPython(free_tables), migrations.RunPython(seal_contents)]
