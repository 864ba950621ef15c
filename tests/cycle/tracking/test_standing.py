"""The answer from columns equals the answer from the facts, whatever happened to the tree and whenever it became known (PR-01, PR-13, RP-01)."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from daihoi.cli.main import main
from daihoi.cycle.congresses import queries as tables
from daihoi.cycle.congresses.models import Congress, PlannedDate, StageEvent
from daihoi.cycle.congresses.services.calling import freeze_charter
from daihoi.cycle.tracking import standing as rows_of
from daihoi.cycle.tracking.models import ChangedUnit, ProgressBook
from daihoi.cycle.tracking.progress import progress
from daihoi.cycle.tracking.proof import Proof, verify
from daihoi.cycle.tracking.services import is_worth_a_book, rebuild
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.services import close_unit, create_unit, merge_units, move_unit, rename_unit
from daihoi.rules.errors import RuleViolation
from daihoi.rules.shares import share
from tests.cycle.congresses.facts import ZONE, make_old_unit, make_round
from tests.make import make_cause

pytestmark = pytest.mark.django_db
START = date(2020, 3, 1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def moment(days, hours=0):
    """A moment so many days and hours after the start."""
    return datetime.combine(START + timedelta(days=days), time(8), tzinfo=ZONE) + timedelta(hours=hours)


def plain_answer(unit, round_, on, known, kind):
    """The contract's answer by plain loops over the facts, one unit after the other."""
    kinds = [k for k in round_.kinds if kind in (None, k) or (kind == "grassroots" and k.startswith("grassroots"))]

    def stands(place):
        ended = place.valid_to is not None and place.valid_to <= on and place.ended_recorded_at <= known
        return place.valid_from <= on and place.recorded_at <= known and not ended

    def in_force(row, follower):
        return row.recorded_at <= known and (follower is None or follower.recorded_at > known)

    placed = [place for place in Placement.objects.select_related("unit") if stands(place)]
    own = [place for place in placed if place.unit_id == unit.pk]
    path = own[0].path if own else None
    events = {row.pk: row for row in StageEvent.objects.filter(congress__round=round_, stage="held").select_related("congress")}
    after = {row.withdraws_id: row for row in events.values() if row.withdraws_id}
    plans = {row.pk: row for row in PlannedDate.objects.filter(congress__round=round_).select_related("congress")}
    later = {row.replaces_id: row for row in plans.values() if row.replaces_id}
    held = {
        row.congress.unit_id for row in events.values() if row.happened_on and row.happened_on <= on and in_force(row, after.get(row.pk))
    }
    planned = {row.congress.unit_id: row.planned for row in plans.values() if in_force(row, later.get(row.pk))}
    owing = [place for place in placed if path and place.path.startswith(path) and place.kind in kinds]

    def figures(places):
        done = sum(place.unit_id in held for place in places)
        return {"total": len(places), "held": done, "percent": share(done, len(places)) if places else "0.00"}

    def due(places):
        days = [(planned.get(place.unit_id), place.unit_id in held) for place in places]
        return {
            "planned": sum(bool(day and day <= on) for day, _done in days),
            "overdue": sum(bool(d and d < on and not h) for d, h in days),
        }

    children = []
    for child in [place for place in placed if place.superior_id == unit.pk]:
        inside = [place for place in owing if place.path.startswith(child.path)]
        if inside:
            found = figures(inside)
            children.append(
                {"unit": child.unit.code, "name": child.name, "kind": child.kind, **found, "finished": found["held"] == found["total"]}
                | due(inside)
            )
    children.sort(key=lambda row: (row["held"] / row["total"], -row["total"], row["unit"]))
    return {
        "unit": unit.code,
        "round": round_.code,
        "on": on.isoformat(),
        "known": known.isoformat(),
        "kind": kind,
        **figures(owing),
        "by_kind": {name: figures([place for place in owing if place.kind == name]) for name in kinds},
        "children": children,
        "children_total": len(children),
        "children_finished": sum(row["finished"] for row in children),
        **due(owing),
    }


class History:
    """A small tree whose units move, merge, close and hold congresses, some of it written down late."""

    def __init__(self):
        top = make_old_unit("P", kind="central_sub")
        districts = [make_old_unit(f"D{n}", superior=top, kind="upper_grassroots") for n in range(3)]
        cells = [make_old_unit(f"C{n}", superior=districts[n % 3]) for n in range(4)]
        boards = [make_old_unit(f"B{n}", superior=districts[n % 3], kind="grassroots_committee") for n in range(2)]
        self.units = [top, *districts, *cells, *boards, make_old_unit("S", superior=boards[0], kind="sub_cell")]
        self.round = make_round(top, kinds=("grassroots_committee", "grassroots_cell", "sub_cell"))
        self.charter = freeze_charter(self.round.charter)
        self.last = dict.fromkeys([unit.pk for unit in self.units], moment(0))

    def do(self, step):
        what, first, second, day, lag = step
        unit, other = self.units[first % len(self.units)], self.units[second % len(self.units)]
        on, known = START + timedelta(days=day), moment(day, lag)
        try:
            with transaction.atomic():
                self.acts[what](self, unit, other, on, known)
        except RuleViolation:
            pass  # the tree forbids it: another history

    def move(self, unit, other, on, known):
        move_unit(cause=make_cause(), unit=unit, superior=other, on=on, recorded_at=known)

    def merge(self, unit, other, on, known):
        merge_units(cause=make_cause(), absorbing=unit, absorbed=[other], on=on, recorded_at=known)

    def rename(self, unit, other, on, known):
        rename_unit(
            cause=make_cause(),
            unit=unit,
            name=f"Tên {on}",
            kind=Placement.objects.filter(unit=other).first().kind,
            on=on,
            recorded_at=known,
        )

    def close(self, unit, other, on, known):
        close_unit(cause=make_cause(), unit=unit, on=on, recorded_at=known)

    def found(self, unit, other, on, known):
        code = f"N{len(self.units)}"
        self.units.append(
            create_unit(cause=make_cause(), code=code, name=code, kind="grassroots_cell", superior=other, opened=on, recorded_at=known)
        )

    def congress(self, unit):
        return Congress.objects.get_or_create(unit=unit, round=self.round, defaults={"charter": self.charter})[0]

    def hold(self, unit, other, on, known):
        congress = self.congress(unit)
        before = StageEvent.objects.filter(congress=congress, stage="held", withdrawn_by__isnull=True).first()
        day = None if before and before.happened_on and on.day % 3 == 0 else on
        known = max(known, before.recorded_at) if before else known
        StageEvent.objects.create(
            congress=congress, stage="held", happened_on=day, recorded_at=known, withdraws=before, reason="x" if before else ""
        )

    def plan(self, unit, other, on, known):
        congress = self.congress(unit)
        before = PlannedDate.objects.filter(congress=congress, replaced_by__isnull=True).first()
        known = max(known, before.recorded_at) if before else known
        day = None if before and before.planned and on.day % 3 == 0 else on  # put off without a new day
        PlannedDate.objects.create(congress=congress, planned=day, recorded_at=known, replaces=before, reason="x" if before else "")

    acts = {"move": move, "merge": merge, "rename": rename, "close": close, "open": found, "hold": hold, "plan": plan}


STEP = st.tuples(
    st.sampled_from(["move", "merge", "rename", "close", "open", *["hold"] * 5, *["plan"] * 5]),
    st.integers(0, 12),
    st.integers(0, 12),
    st.integers(0, 60),
    st.sampled_from([-100, -1, 0, 1, 30, 400]),
)
QUESTION = st.tuples(
    st.integers(0, 12), st.integers(-5, 80), st.integers(-5, 90), st.sampled_from([None, "grassroots", "grassroots_cell", "sub_cell"])
)


@examples(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(STEP, min_size=4, max_size=14), after=st.lists(STEP, max_size=5), questions=st.lists(QUESTION, min_size=4, max_size=4)
)
def test_columns_with_later_changes_answer_as_the_facts_do(before, after, questions):
    with transaction.atomic():
        history = History()
        for step in before:
            history.do(step)
        rebuild()
        for step in after:
            history.do(step)
        book = rows_of.current_book()
        assert (book.anew is None) == (not ChangedUnit.objects.exists())
        for unit, day, known, kind in questions:
            asked = (history.units[unit % len(history.units)], history.round, START + timedelta(days=day), moment(known, 3), kind)
            wanted = plain_answer(*asked)
            assert progress(*asked) == wanted
            assert tables.progress(*asked) == wanted
        transaction.set_rollback(True)


@pytest.fixture
def history():
    return History()


def test_a_new_copy_is_recorded_and_forgets_the_changes_it_holds(history):
    assert rows_of.current_book() is None
    assert ChangedUnit.objects.exists()
    book = rebuild()
    assert (ProgressBook.objects.get(), ChangedUnit.objects.count()) == (book, 0)
    assert [path.name for path in rows_of.folder().iterdir()] == [book.digest]
    entry = Entry.objects.get(act="tracking.book_built")
    assert entry.facts == {"digest": book.digest, "units": 11, "facts": book.facts}


def test_the_same_facts_make_the_same_copy(history):
    history.do(("hold", 5, 0, 20, 0))
    assert rebuild().digest == rebuild().digest


@pytest.mark.parametrize("what", ["hold", "plan", "rename", "move", "close"])
def test_whatever_changes_a_unit_notes_it_in_the_same_transaction(history, what):
    rebuild()
    history.do((what, 5, 1, 20, 0))
    assert {change.unit for change in ChangedUnit.objects.all()} == {history.units[5].pk}


def test_too_many_changes_or_a_lost_file_send_the_question_to_the_tables(history, monkeypatch):
    rebuild()
    history.do(("hold", 5, 1, 20, 0))
    assert rows_of.current_book() is not None
    monkeypatch.setattr(rows_of, "MOST_CHANGED", 0)
    assert rows_of.current_book() is None
    monkeypatch.undo()
    (rows_of.folder() / ProgressBook.objects.get().digest).unlink()
    assert rows_of.current_book() is None


def test_the_proof_finds_a_copy_that_differs_from_the_facts(history, monkeypatch):
    assert not verify(5, 1).ok
    history.do(("hold", 5, 0, 20, 0))
    rebuild()
    history.do(("hold", 6, 0, 21, 0))
    assert verify(5, 1) == Proof(has_book=True, units=11, changed=1, asked=5)
    ChangedUnit.objects.all().delete()  # as if a change had not been noted
    found = verify(5, 1)
    assert (found.ok, found.differing) == (False, 1)


def test_the_command_line_rebuilds_and_verifies(history, capsys):
    assert main(["progress", "verify"]) == 1
    assert "Chưa có sổ tính sẵn" in capsys.readouterr().err
    assert main(["progress", "rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["units"] == 11
    assert main(["progress", "verify", "--questions", "3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "units": 11, "changed": 0, "differing": 0, "asked": 3, "wrong": []}


def test_a_copy_is_worth_while_where_the_tree_is_large_or_much_changed(history, monkeypatch):
    assert not is_worth_a_book()
    monkeypatch.setattr("daihoi.cycle.tracking.services.WORTH_A_BOOK", 11)
    assert is_worth_a_book()
    rebuild()
    assert not is_worth_a_book()
    monkeypatch.setattr("daihoi.cycle.tracking.services.MANY_CHANGES", 1)
    history.do(("hold", 5, 0, 20, 0))
    assert is_worth_a_book()


@pytest.mark.parametrize("damage", [b"{}", b'{"arrays": {}}', b'{"kinds": [], "arrays": {}}', b"no json"])
def test_a_copy_that_another_version_wrote_does_not_answer_and_is_made_anew(history, monkeypatch, damage):
    monkeypatch.setattr("daihoi.cycle.tracking.services.WORTH_A_BOOK", 11)
    (rows_of.folder() / ("0" * 64)).parent.mkdir()
    (rows_of.folder() / ("0" * 64)).write_bytes(len(damage).to_bytes(8, "little") + damage)
    ProgressBook.objects.create(digest="0" * 64, units=11, facts=1)
    assert (rows_of.current_book(), is_worth_a_book()) == (None, True)
    rebuild()
    assert (rows_of.current_book() is None, is_worth_a_book()) == (False, False)
