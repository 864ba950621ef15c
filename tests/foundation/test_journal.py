import json
from datetime import date, timedelta
from hashlib import sha256
from threading import Thread

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from daihoi.foundation.journal import append_only, canonical
from daihoi.foundation.journal.models import Entry, Seal
from daihoi.foundation.journal.queries import CERTIFIED, extract, head, verify
from daihoi.foundation.journal.services import CLOCK, INSTALLATION, SETUP, merkle_root, record, seal_chains, seal_daily, try_again
from tests.make import make_unit, make_user

pytestmark = pytest.mark.django_db
KEYS = {"v", "chain", "seq", "at", "act", "actor", "object", "facts", "cause", "prev"}


def lift(table):
    """Drop the triggers of one table, as a hand in the database would."""
    with connection.cursor() as cursor:
        for name in append_only.trigger_names(table, connection.vendor):
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def test_a_line_is_canonical_json_and_its_digest_is_the_next_prev():
    unit, user = make_unit(), make_user()
    first = record(user, "tests.done", unit, unit=unit, day=date(2020, 5, 1), number=3, other=unit.pk)
    second = record(None, "tests.followed", unit, unit=unit, cause=first)
    fields = json.loads(first.line)
    assert set(fields) == KEYS
    assert fields["facts"] == {"day": "2020-05-01", "number": 3, "other": str(unit.pk)}
    assert (fields["actor"], fields["object"], fields["chain"]) == (str(user.pk), f"organization.unit:{unit.pk}", str(unit.pk))
    assert first.line == json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert first.digest == sha256(first.line.encode()).hexdigest()
    following = json.loads(second.line)
    assert (following["prev"], following["cause"], following["seq"]) == (first.digest, first.digest, fields["seq"] + 1)
    assert head(unit, unit) == second.digest


def test_each_unit_has_its_own_chain_and_what_has_none_goes_to_the_installation():
    one, two, user = make_unit(), make_unit(), make_user()
    entries = [record(user, "tests.done", obj, unit=unit) for obj, unit in ((one, one), (two, two), (user, None))]
    assert [entry.chain for entry in entries] == [str(one.pk), str(two.pk), INSTALLATION]


def test_an_object_with_a_unit_goes_to_the_chain_of_that_unit():
    unit = make_unit(members=3)
    assert record(make_user(), "tests.done", unit.headcounts.get()).chain == str(unit.pk)


def test_an_entry_without_actor_cause_or_origin_is_a_fault():
    with pytest.raises(ValueError, match="actor, a cause or an origin"):
        record(None, "tests.done", make_user())


@pytest.mark.parametrize("fact", [1.5, object(), b"x"])
def test_facts_that_have_no_canonical_form_are_a_fault(fact):
    with pytest.raises(TypeError):
        record(make_user(), "tests.done", make_user(), fact=fact)


def test_extract_gives_the_lines_about_objects_in_order():
    unit, user = make_unit(), make_user()
    lines = [record(user, f"tests.{verb}", unit, unit=unit).line for verb in ("one", "two")]
    record(user, "tests.other", user)
    assert extract([unit], unit=unit)[-2:] == lines


CHANGES = {
    "sqlite": (
        "UPDATE {t} SET act = 'x'",
        "DELETE FROM {t}",
        "INSERT OR REPLACE INTO {t} SELECT * FROM {t}",
        "REPLACE INTO {t} SELECT * FROM {t}",
    ),
    "postgresql": ("UPDATE {t} SET act = 'x'", "DELETE FROM {t}", "TRUNCATE {t} CASCADE", "UPDATE {t} SET line = line"),
}


@pytest.mark.parametrize("number", range(4))
def test_the_database_refuses_to_change_what_was_recorded(number):
    record(make_user(), "tests.done", make_user())
    before = list(Entry.objects.values_list("line", flat=True))
    sql = CHANGES[connection.vendor][number].format(t="journal_entry")
    connection.check_constraints()  # PostgreSQL truncates no table whose foreign keys are still to be looked at
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(Entry.objects.values_list("line", flat=True)) == before


def test_a_place_in_a_chain_is_taken_once():
    entry = record(make_user(), "tests.done", make_user())
    fields = {name: getattr(entry, name) for name in ("chain", "seq", "at", "act", "object", "facts", "line")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**fields, digest="0" * 64)


@pytest.mark.django_db(transaction=True)
def test_the_whole_act_is_done_again_when_another_took_its_place():
    tries = []

    def act():
        tries.append(1)
        if len(tries) < 3:
            raise IntegrityError("UNIQUE constraint failed: journal_entry.chain, journal_entry.seq")
        return "done"

    assert (try_again(act), len(tries)) == ("done", 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        (IntegrityError("UNIQUE constraint failed: organization_unit.code"), 2),
        (IntegrityError("CHECK constraint failed: unit_code"), 1),
        (OperationalError("disk I/O error"), 1),
    ],
)
def test_what_another_wrote_is_asked_for_once_more_and_other_faults_are_not_tried_again(fault, wanted):
    tries = []

    def act():
        tries.append(1)
        raise fault

    with pytest.raises(type(fault)):
        try_again(act)
    assert len(tries) == wanted


def test_a_whole_journal_verifies():
    unit, user = make_unit(), make_user()
    cause = record(user, "tests.done", unit, unit=unit)
    seal_chains(cause=cause)
    record(None, "tests.followed", user, cause=cause)
    seal_chains(origin=CLOCK)
    assert verify().as_json() == {"ok": True, "entries": Entry.objects.count(), "chains": 2, "seals": 2, "findings": []}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE journal_entry SET act = 'tests.forged' WHERE seq = 2", "columns_differ"),
        ("UPDATE journal_entry SET line = replace(line, 'tests.two', 'tests.six') WHERE seq = 2", "wrong_digest"),
        ("DELETE FROM journal_entry WHERE seq = 2", "missing_entry"),
        ("UPDATE journal_entry SET prev = digest WHERE seq = 2", "broken_chain"),
    ],
)
def test_a_forged_entry_is_found(change, code):
    user = make_user()
    for verb in ("one", "two", "three"):
        record(user, f"tests.{verb}", user)
    lift("journal_entry")
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert verify().findings[0]["code"] == code


def test_a_whole_chain_that_vanished_is_missed_by_the_next_check_of_seals():
    user = make_user()
    record(user, "tests.done", user)
    seal_chains(origin=CLOCK)
    lift("journal_entry")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")
    assert {finding["code"] for finding in verify().findings} == {"sealed_entry_gone"}


def test_a_forged_seal_is_found():
    record(make_user(), "tests.done", make_user())
    seal_chains(origin=CLOCK)
    lift("journal_seal")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_seal SET root = 'x'")
    assert [finding["code"] for finding in verify().findings] == ["wrong_seal"]


def test_a_seal_stores_only_the_heads_that_moved():
    one, two, user = make_unit(), make_unit(), make_user()
    record(user, "tests.done", one, unit=one)
    record(user, "tests.done", two, unit=two)
    seal_chains(origin=CLOCK)
    record(user, "tests.done", two, unit=two)
    seal = seal_chains(origin=CLOCK)
    assert ([row.chain for row in seal.heads.all()], seal.chains) == ([str(two.pk)], 3)


def test_the_clock_seals_once_a_day_and_only_when_something_happened(monkeypatch):
    assert seal_daily() is None
    record(make_user(), "tests.done", make_user())
    assert (seal_daily().seq, seal_daily()) == (1, None)
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert seal_daily() is None
    record(make_user(), "tests.done", make_user())
    later = tomorrow + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert seal_daily().seq == 2


def test_a_seal_names_a_cause_or_an_origin():
    with pytest.raises(ValueError, match="cause or an origin"):
        seal_chains()
    assert not Seal.objects.exists()


def test_origin_stands_in_the_place_of_the_actor():
    assert record(None, "tests.done", make_user(), origin=SETUP).actor == "setup"


def test_merkle_root_of_nothing_one_two_and_three_rows():
    def leaf(text):
        return sha256(b"\x00" + text.encode()).digest()

    def node(left, right):
        return sha256(b"\x01" + left + right).digest()

    a, b, c = map(leaf, "abc")
    assert merkle_root([]) == sha256(b"").hexdigest()
    assert merkle_root(["a"]) == a.hex()
    assert merkle_root(["a", "b"]) == node(a, b).hex()
    assert merkle_root(["a", "b", "c"]) == node(node(a, b), c).hex()


@given(st.lists(st.text(max_size=5), min_size=2, max_size=9), st.data())
def test_merkle_root_changes_with_every_row_and_with_their_order(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    other = [*rows[:at], rows[at] + "x", *rows[at + 1 :]]
    assert merkle_root(rows) != merkle_root(other)
    if rows != rows[::-1]:
        assert merkle_root(rows) != merkle_root(rows[::-1])


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans() | st.none()))
def test_a_canonical_line_reads_back_and_is_written_alike(facts):
    line = canonical.line(facts)
    assert json.loads(line) == facts
    assert canonical.line(json.loads(line)) == line


@pytest.mark.django_db(transaction=True)
def test_acts_of_one_unit_at_the_same_time_all_find_their_place():
    unit, user = make_unit(), make_user()
    before = Entry.objects.filter(chain=str(unit.pk)).count()

    def work(number):
        try:
            for turn in range(5):
                try_again(record, user, f"tests.done_{number}_{turn}", unit, unit=unit)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
        if connection.vendor == "sqlite":  # one writer at a time by design; the tests' database in memory does not even wait
            thread.join()
    for thread in threads:
        thread.join()
    seqs = list(Entry.objects.filter(chain=str(unit.pk)).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, before + 21))
    assert verify().findings == []


def test_the_newest_seal_gone_is_seen_where_it_sealed_a_certification():
    unit = make_unit()
    entry = record(make_user(), CERTIFIED, unit, unit=unit)
    seal = seal_chains(cause=entry)
    assert verify().findings == []
    for table in ("journal_seal", "journal_sealedhead"):
        lift(table)
    seal.heads.all().delete()
    seal.delete()
    assert [(each["code"], each["seq"]) for each in verify().findings] == [("seal_gone", entry.seq)]


@pytest.mark.parametrize("change", [{"at": timezone.now() + timedelta(days=1)}, {"chains": 99}, {"line": "no json"}, {"seq": 7}])
def test_a_changed_seal_is_seen_and_breaks_nothing(change):
    make_unit()
    seal = seal_chains(origin=CLOCK)
    lift("journal_seal")
    Seal.objects.filter(pk=seal.pk).update(**change)
    assert [each["code"] for each in verify().findings] == ["wrong_seal"]


def test_two_seals_in_another_order_are_seen():
    unit, user = make_unit(), make_user()
    one = seal_chains(origin=CLOCK)
    record(user, "tests.done", unit, unit=unit)
    two = seal_chains(origin=CLOCK)
    lift("journal_seal")
    for pk, seq in ((one.pk, 9), (two.pk, 1), (one.pk, 2)):
        Seal.objects.filter(pk=pk).update(seq=seq)
    assert {each["code"] for each in verify().findings} == {"wrong_seal"}


@pytest.mark.parametrize("line", ["no json", "[]", "1", '{"v": 1}'])
def test_a_line_and_its_digest_replaced_together_are_seen_and_break_nothing(line):
    unit = make_unit()
    entry = record(make_user(), "tests.done", unit, unit=unit)
    lift("journal_entry")
    Entry.objects.filter(pk=entry.pk).update(line=line, digest=canonical.digest(line))
    assert [each["code"] for each in verify().findings] == ["columns_differ"]


def test_a_chain_deleted_whole_is_seen_by_its_seal():
    unit, other = make_unit(), make_unit()
    seal_chains(origin=CLOCK)
    lift("journal_entry")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET cause_id = NULL")
        cursor.execute("DELETE FROM journal_entry WHERE chain = %s", [str(unit.pk)])
    assert ("sealed_entry_gone", str(unit.pk)) in {(each["code"], each["chain"]) for each in verify().findings}
    assert str(other.pk) != str(unit.pk)
