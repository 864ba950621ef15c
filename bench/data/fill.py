"""Fill an empty installation from a seed: the tree with its history, headcounts, rounds, congresses, and the journal of it all."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from bench.data.events import ROUNDS, Opened, Told, members, tell
from bench.data.shapes import DAY, Land, build, moment, placements
from bench.data.tree import Placed
from bench.data.writing import Ids, day, write
from bench.data.writing import moment as written_moment
from daihoi.cycle.congresses.models import Congress, Form, PlannedDate, Round, StageEvent
from daihoi.cycle.congresses.services import open_round
from daihoi.cycle.congresses.services.calling import Directive, Span, freeze_charter
from daihoi.cycle.tracking import triggers
from daihoi.cycle.tracking.models import ChangedUnit
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import SETUP, merkle_root, record, seal_chains
from daihoi.foundation.organization.models import Headcount, Placement, Succession, Unit
from daihoi.foundation.organization.services import create_operator

MEMBERS = 5_600_000
PASSWORD = "mat-khau-do-toc-do"  # noqa: S105 (an account of a database made to be measured)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Say = Callable[[str], None]


@dataclass
class Filled:
    """How many rows of each kind were written."""

    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, many: int) -> None:
        """Count rows."""
        self.rows[name] = self.rows.get(name, 0) + many


def fill(shape: str, units: int, seed: int, say: Say) -> Filled:
    """Write everything in one transaction."""
    filled, began = Filled(), time.perf_counter()

    def done(what: str) -> None:
        filled.seconds[what] = time.perf_counter() - began
        say(f"{filled.seconds[what]:6.1f} s  {what}")

    land = build(shape, units, seed)
    done("the tree and its history, in memory")
    _at_ease()
    with transaction.atomic():
        _without_notes()
        ids = Ids(seed)
        names = ids.take(len(land.tree.opened))
        places = placements(land)
        _units(land, names, places, ids, filled)
        done("units, placements, successions")
        _headcounts(land, names, ids, filled)
        done("headcounts")
        actor = _people(names)
        _journal(land, places, names, actor)
        for opened in ROUNDS:
            _round(land, opened, names, places, ids, actor, filled)
            done(f"round {opened.code}")
        ChangedUnit.objects.all().delete()
        triggers.install(connection)
        seal_chains(origin=SETUP)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 2000")
        cursor.execute("ANALYZE")
    connection.close()
    done("journal sealed, committed, analysed")
    return filled


def _at_ease() -> None:
    """Let a new SQLite file be written once, not twice; it goes back to its usual care with the next connection."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "cache_size = -400000"):
                cursor.execute(f"PRAGMA {pragma}")


def _without_notes() -> None:
    """Lift the triggers that note changed units: a first filling is followed by a rebuild."""
    with connection.cursor() as cursor:
        for name, (table, _when, _unit) in triggers.TRIGGERS.items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def _units(land: Land, names: list[str], places: list[Placed], ids: Ids, filled: Filled) -> None:
    """Units, placements and who went on in whom."""
    tree = land.tree
    rows = ((names[n], f"{n:06d}", day(tree.opened[n]), day(tree.closed[n])) for n in range(len(names)))
    filled.add("units", write(Unit, ("id", "code", "opened", "closed"), rows))
    columns = (
        "id",
        "unit_id",
        "name",
        "kind",
        "superior_id",
        "path",
        "depth",
        "valid_from",
        "valid_to",
        "recorded_at",
        "ended_recorded_at",
    )
    filled.add("placements", write(Placement, columns, _placed(places, names, ids)))
    keys = ids.take(len(tree.successions))
    gone = (
        (key, names[a], names[b], form, day(on), written_moment(k)) for key, (a, b, form, on, k) in zip(keys, tree.successions, strict=True)
    )
    filled.add("successions", write(Succession, ("id", "predecessor_id", "successor_id", "form", "on", "recorded_at"), gone))


def _placed(places: list[Placed], names: list[str], ids: Ids) -> Iterator[tuple[Any, ...]]:
    """Rows of placements in the order of their paths, so that the index grows at its end."""
    places.sort(key=lambda place: place.path)
    for key, p in zip(ids.take(len(places)), places, strict=True):
        above = names[p.superior] if p.superior >= 0 else None
        times = day(p.since), day(p.to), written_moment(p.known), written_moment(p.ended)
        yield key, names[p.unit], p.name, p.kind, above, p.path, len(p.path) // 4, *times


def _headcounts(land: Land, names: list[str], ids: Ids, filled: Filled) -> None:
    """Members at the beginning of 2020 and in the middle of 2025, 5.6 million then."""
    tree = land.tree
    for on, total in ((date(2020, 1, 1).toordinal(), MEMBERS * 94 // 100), (date(2025, 6, 30).toordinal(), MEMBERS)):
        open_then = [n for n in range(len(names)) if tree.opened[n] <= on and not 0 < tree.closed[n] <= on]
        leaves = [unit for unit in open_then if not tree.below[unit]]
        share = total * len(leaves) // 302_000 if len(leaves) < 100_000 else total
        keys = iter(ids.take(len(leaves)))
        known = written_moment(moment(on, 40))
        rows = ((next(keys), names[u], day(on), official, fresh, known) for u, official, fresh in members(land, leaves, share))
        filled.add("headcounts", write(Headcount, ("id", "unit_id", "on", "official", "probationary", "recorded_at"), rows))


def _people(names: list[str]) -> User:
    """An officer at the top, one in a committee below it, and the machine's own account."""
    top = Unit.objects.get(pk=names[0])
    one = {"origin": SETUP, "password": PASSWORD}
    officer = create_operator(username="tw.canbo", full_name="Cán bộ Trung ương", role="organization_officer", unit=top, **one)
    branch = Placement.objects.filter(depth=2, valid_to__isnull=True).order_by("path").select_related("unit")[1].unit
    create_operator(username="tinh.canbo", full_name="Cán bộ tỉnh", role="organization_officer", unit=branch, **one)
    return officer


def _journal(land: Land, places: list[Placed], names: list[str], actor: User) -> None:
    """One entry for the first list with the root of its rows, one for each bulk act after it."""
    top = Unit.objects.get(pk=names[0])
    root = merkle_root(f"{names[p.unit]}:{p.path}:{p.since}:{p.known}" for p in places)
    facts = {"units": len(names), "placements": len(places), "rows": root}
    record(actor, "organization.units_imported", top, unit=top, **facts)
    for act, on, known, begun in land.acts:
        rows = merkle_root(f"{names[p.unit]}:{p.path}" for p in places if p.since == on) if act.endswith("merged") else ""
        record(actor, act, top, unit=top, on=date.fromordinal(on), known=datetime.fromtimestamp(known, ZONE), moved=begun, rows=rows)


def _round(land: Land, opened: Opened, names: list[str], places: list[Placed], ids: Ids, actor: User, filled: Filled) -> None:
    """Open a round, with an id from the seed, and write its congresses."""
    Round._meta.get_field("id").default = UUID(ids.take(1)[0])
    round_ = open_round(
        actor=actor,
        unit=Unit.objects.get(pk=names[0]),
        code=opened.code,
        directive=Directive(opened.directive, opened.dated),
        level=opened.level,
        kinds=opened.kinds,
        term=opened.term,
        span=Span(opened.starts, opened.deadline),
        charter=opened.charter,
    )
    told = tell(land, opened, places)
    congresses = ids.take(len(told.unit))
    charter = freeze_charter(opened.charter).digest
    form = Form.MEMBERS if "cell" in opened.kinds[-1] else Form.DELEGATES
    rows = (
        (key, names[unit], round_.pk.hex, form.value, 4, bool(pilot), charter)
        for key, unit, pilot in zip(congresses, told.unit.tolist(), told.pilot.tolist(), strict=True)
    )
    filled.add("congresses", write(Congress, ("id", "unit_id", "round_id", "form", "contents", "pilot", "charter_id"), rows))
    lines = _plans(told, congresses, ids, filled) + _events(opened, told, congresses, ids, filled)
    facts = {"rows": len(congresses), "root": merkle_root(lines), "congresses": len(congresses)}
    record(actor, "congresses.imported", Round.objects.get(pk=round_.pk), unit=Unit.objects.get(pk=names[0]), **facts)


def _plans(told: Told, congresses: list[str], ids: Ids, filled: Filled) -> list[str]:
    """Planned days and those that took their place; the lines of the journal's root."""
    firsts = ids.take(len(congresses))
    plans = list(zip(firsts, congresses, told.plan.tolist(), told.plan_known.tolist(), strict=True))
    columns = ("id", "congress_id", "planned", "recorded_at", "replaces_id", "reason")
    filled.add("planned dates", write(PlannedDate, columns, ((key, c, day(on), written_moment(k), None, "") for key, c, on, k in plans)))
    moved = [row for row in zip(firsts, congresses, told.moved.tolist(), told.moved_known.tolist(), strict=True) if row[2]]
    keys = iter(ids.take(len(moved)))
    rows = ((next(keys), c, day(on), written_moment(k), first, "dời theo văn bản của cấp trên") for first, c, on, k in moved)
    filled.add("planned dates", write(PlannedDate, columns, rows))
    return [f"{c}|{on}" for _key, c, on, _k in plans]


def _events(opened: Opened, told: Told, congresses: list[str], ids: Ids, filled: Filled) -> list[str]:
    """Days held, their corrections, and the call of congresses above the cells; the lines of the journal's root."""
    columns = ("id", "congress_id", "stage", "happened_on", "recorded_at", "withdraws_id", "reason")
    held = list(zip(ids.take(len(congresses)), congresses, told.held.tolist(), told.held_known.tolist(), strict=True))
    rows = ((key, c, "held", day(on), written_moment(k), None, "") for key, c, on, k in held if on)
    filled.add("stage events", write(StageEvent, columns, rows))
    right = zip(held, told.corrected.tolist(), told.corrected_known.tolist(), strict=True)
    corrections = [(first, c, on, k) for (first, c, _on, _k), on, k in right if on]
    keys = iter(ids.take(len(corrections)))
    rows = ((next(keys), c, "held", day(on), written_moment(k), first, "ghi nhầm ngày") for first, c, on, k in corrections)
    filled.add("stage events", write(StageEvent, columns, rows))
    if opened.level != "sub_cell":
        keys = iter(ids.take(len(congresses)))
        calls = zip(congresses, told.plan_known.tolist(), strict=True)
        rows = ((next(keys), c, "called", day(k // DAY + 719_163), written_moment(k), None, "") for c, k in calls)
        filled.add("stage events", write(StageEvent, columns, rows))
    return [f"{c}|{on}" for _key, c, on, _k in held]
