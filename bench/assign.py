"""./run bench assign [--units N] [--database URL]: one task to 52,000 units in one act, then the questions of a day at a million rows."""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

JUNE = date(2020, 6, 30)
REPEATS = 9


def main(_name: str, arguments: Sequence[str]) -> int:
    """Build a tree in a database of its own, assign, ask, print the figures."""
    options = argparse.ArgumentParser(prog="./run bench assign")
    options.add_argument("--units", type=int, default=52_000)
    options.add_argument("--tasks", type=int, default=20, help="tasks assigned in all: 20 of 52,000 units are a million rows")
    options.add_argument("--database", default="", help="postgresql://…/NAME; SQLite in a temporary folder unless told; emptied before")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="daihoi-bench-") as folder:
        os.environ["DAIHOI_DATA_DIR"] = folder
        if chosen.database:
            os.environ["DAIHOI_DATABASE_URL"] = chosen.database
        os.environ["DJANGO_SETTINGS_MODULE"] = "daihoi.settings"
        measure(chosen.units, chosen.tasks)
    return 0


def measure(wanted: int, tasks: int) -> None:
    """Assign and ask."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    from daihoi.foundation.assignments.models import Assignment
    from daihoi.foundation.assignments.queries import by_branch, coverage, in_branch_of, late, open_items
    from daihoi.foundation.organization.models import Unit

    root = build(wanted)
    print(f"{connection.vendor}: {Unit.objects.count():,} units")
    give_all(root, wanted, tasks)
    days(root)
    make_old(connection)
    print(f"{Assignment.objects.count():,} assignments, {Assignment.objects.filter(owed=True).count():,} owed")
    branch = Unit.objects.get(code="P7")
    unit = Unit.objects.get(code="P7-3")
    on = JUNE + timedelta(days=1)
    sources = [f"directives.clause:{number}" for number in range(tasks)]
    ask("what one unit owes", lambda: list(open_items(unit)))
    ask(
        "late in a branch, first 40",
        lambda: list(late(in_branch_of(branch), on).select_related("batch", "unit").order_by("due", "pk")[:40]),
    )
    ask(
        "late in the whole tree, first 40",
        lambda: list(late(in_branch_of(root), on).select_related("batch", "unit").order_by("due", "pk")[:40]),
    )
    ask("coverage of one source, whole tree", lambda: coverage(sources[:1], on))
    ask("coverage of one source by branch", lambda: by_branch(sources[:1], on, under=root))
    ask(f"coverage of {len(sources)} sources by branch", lambda: by_branch(sources, on, under=root))


def give_all(root: Any, wanted: int, tasks: int) -> None:
    """Assign every task and print how long it took."""
    timed = [give(root, number) for number in range(tasks)]
    for what, seconds in (("on the clock", [wall for wall, _cpu in timed]), ("of this process alone", [cpu for _wall, cpu in timed])):
        rest = f"first {seconds[0]:.1f} s, median {statistics.median(seconds):.1f} s, last {seconds[-1]:.1f} s"
        print(f"assign {wanted:,} units in one act, {what}: {rest}")


def build(wanted: int) -> Any:
    """Write a tree of 60 branches with as many units below as wanted."""
    from daihoi.foundation.journal.services import SETUP
    from daihoi.foundation.organization.models import Unit
    from daihoi.foundation.organization.services import UnitRow, import_units

    rows = [UnitRow("TW", "Cả nước", "central", "", date(2015, 1, 1))]
    rows += [UnitRow(f"P{n}", f"Tỉnh {n}", "central_sub", "TW", date(2015, 1, 1)) for n in range(60)]
    rows += [UnitRow(f"P{n % 60}-{n // 60}", f"Cơ sở {n}", "grassroots_cell", f"P{n % 60}", date(2015, 1, 1)) for n in range(wanted)]
    import_units(origin=SETUP, rows=rows)
    return Unit.objects.get(code="TW")


def give(root: Any, number: int) -> tuple[float, float]:
    """Assign one task to every unit below the branches and give the seconds it took."""
    from daihoi.foundation.assignments.services import Source, Task, assign
    from daihoi.foundation.journal.services import SETUP, record
    from daihoi.foundation.organization.models import Unit
    from daihoi.rules.deadlines import Due

    cause = record(None, "bench.cause", root, unit=root, origin=SETUP)
    due = Due(fixed=JUNE - timedelta(days=number)) if number % 2 else Due(anchor="congress:bench", days=30)
    begin, worked = time.perf_counter(), time.process_time()
    assign(
        cause=cause,
        issuer=root,
        units=Unit.objects.filter(code__contains="-"),
        task=Task(f"Việc {number}", due),
        source=Source(f"directives.clause:{number}", f"Khoản {number}"),
    )
    return time.perf_counter() - begin, time.process_time() - worked


def days(root: Any) -> None:
    """Set the congress day of every unit and move what is counted from it."""
    from daihoi.foundation.assignments.services import move_many_deadlines
    from daihoi.foundation.journal.services import SETUP, record
    from daihoi.foundation.organization.models import Unit

    cause = record(None, "bench.cause", root, unit=root, origin=SETUP)
    units = list(Unit.objects.filter(code__contains="-").values_list("pk", flat=True)[:5000])
    found = {unit: JUNE - timedelta(days=n % 90) for n, unit in enumerate(units)}
    begin = time.perf_counter()
    moved = move_many_deadlines(cause=cause, anchor="congress:bench", days=found)
    print(f"days of 5,000 congresses set, {len(moved):,} due days moved: {time.perf_counter() - begin:.1f} s")


def make_old(connection: Any) -> None:
    """Let nineteen of twenty assignments be done, as they are in the life of an installation."""
    with connection.cursor() as cursor:
        seven = "abs(random()) % 20" if connection.vendor == "sqlite" else "floor(random() * 20)"
        cursor.execute(f"UPDATE assignments_assignment SET state = 'accepted', owed = false, met_on = '2020-06-01' WHERE {seven} > 0")  # noqa: S608
        cursor.execute("ANALYZE")


def ask(what: str, question: Callable[[], Any]) -> None:
    """Print the median and the worst time of a question."""
    times = []
    for _again in range(REPEATS):
        begin = time.perf_counter()
        question()
        times.append(1000 * (time.perf_counter() - begin))
    print(f"{what}: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")
