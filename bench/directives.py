"""./run bench directives [--units N] [--clauses K] [--database URL]: clauses to every unit through both doors, then the matrix and its pages."""

import argparse
import contextlib
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

DATED, SENT, ON = date(2019, 5, 30), date(2019, 6, 10), date(2020, 6, 25)
REPEATS = 7


def main(_name: str, arguments: Sequence[str]) -> int:
    """Build a tree in a database of its own, hand down, ask, print the figures."""
    options = argparse.ArgumentParser(prog="./run bench directives")
    options.add_argument("--units", type=int, default=52_000)
    options.add_argument("--clauses", type=int, default=20)
    options.add_argument("--database", default="", help="postgresql://…/NAME; SQLite in a temporary folder unless told; emptied before")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="daihoi-bench-") as folder:
        os.environ["DAIHOI_DATA_DIR"] = folder
        if chosen.database:
            os.environ["DAIHOI_DATABASE_URL"] = chosen.database
        os.environ["DJANGO_SETTINGS_MODULE"] = "daihoi.settings"
        os.environ["DAIHOI_HOSTS"] = "testserver,127.0.0.1"
        measure(chosen.units, chosen.clauses)
    return 0


def measure(wanted: int, clauses: int) -> None:
    """Hand down, fill in, ask."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    from daihoi.cycle.directives.queries import filing
    from daihoi.foundation.organization.models import Unit

    root = build(wanted)
    print(f"{connection.vendor}: {Unit.objects.count():,} units")
    user = officer(root)
    filing.MARGIN = timedelta()  # a text counts as younger than the tree only after this time; nobody else writes here
    text = directive(user, root, clauses)
    warm(user, text)
    print(f"browser: text sent and one clause handed down to {wanted:,} units in one act: {taken(lambda: through_browser(user, text))}")
    print(f"command line: one more clause handed down to {wanted:,} units in one act: {taken(lambda: through_command(user, text))}")
    hand_down(user, root, text)
    fill(connection, text)
    ask_all(user, root, text)


def build(wanted: int) -> Any:
    """Write a tree of 60 branches with as many units below as wanted."""
    from daihoi.foundation.journal.services import SETUP
    from daihoi.foundation.organization.models import Unit
    from daihoi.foundation.organization.services import UnitRow, import_units

    rows = [UnitRow("TW", "Cả nước", "central", "", date(2015, 1, 1))]
    rows += [UnitRow(f"P{n}", f"Đảng bộ tỉnh {n}", "central_sub", "TW", date(2015, 1, 1)) for n in range(60)]
    rows += [UnitRow(f"P{n % 60}-{n // 60}", f"Cơ sở {n}", "grassroots_cell", f"P{n % 60}", date(2015, 1, 1)) for n in range(wanted)]
    import_units(origin=SETUP, rows=rows)
    return Unit.objects.get(code="TW")


def officer(root: Any) -> Any:
    """Make the officer of the whole tree."""
    from daihoi.foundation.journal.services import SETUP
    from daihoi.foundation.organization.services import create_operator

    return create_operator(origin=SETUP, username="canbo", password=None, full_name="Cán bộ", role="organization_officer", unit=root)


def directive(user: Any, root: Any, clauses: int) -> Any:
    """Record a text with as many clauses as wanted."""
    from daihoi.cycle.directives.services import record_text, set_clauses
    from daihoi.cycle.directives.services.texts import Heading
    from daihoi.cycle.directives.splitting import Piece

    text = record_text(actor=user, unit=root, heading=Heading("directive", "35-CT/TW", "Bộ Chính trị", DATED, "đại hội đảng bộ các cấp"))
    set_clauses(actor=user, text=text, pieces=[Piece(str(n), f"Việc thứ {n}") for n in range(1, clauses + 1)])
    return text


def client_of(user: Any) -> Any:
    """Sign in a browser without a network."""
    from django.test import Client

    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def taken(act: Callable[[], Any]) -> str:
    """Do an act and say how long it took, and how much of that this process computed."""
    begin, computed = time.perf_counter(), time.process_time()
    act()
    return f"{time.perf_counter() - begin:.1f} s ({time.process_time() - computed:.1f} s of processor)"


def warm(user: Any, text: Any) -> None:
    """Open the page once, as a running server has loaded its modules."""
    from django.urls import reverse

    assert client_of(user).get(reverse("directives:send", args=[text.pk])).status_code == 200


def through_browser(user: Any, text: Any) -> None:
    """Send the form of the page, as a browser does."""
    from django.urls import reverse

    clause = text.clauses.get(number="1")
    given = {"kinds": ["grassroots_cell"], "clauses": [str(clause.pk)], "asks": "text", "on": f"{SENT:%d/%m/%Y}", "due_on": "30/09/2019"}
    answer = client_of(user).post(reverse("directives:send", args=[text.pk]), given)
    assert answer.status_code == 302, answer.status_code


def through_command(user: Any, text: Any) -> None:
    """Run the command in this process, its start left out."""
    from daihoi.cli.directives import run

    words = ["assign", text.number, f"{DATED}", "--unit", "TW", "--kind", "grassroots_cell", "--clause", "2", "--due", "2019-10-31"]
    with contextlib.redirect_stdout(io.StringIO()):
        run("directives", [*words, "--on", f"{SENT}", "--as", user.username])


def hand_down(user: Any, root: Any, text: Any) -> None:
    """Hand all other clauses down in one act."""
    from daihoi.cycle.directives.services import assign_clauses
    from daihoi.cycle.directives.services.sending import ClauseTask, Recipients
    from daihoi.rules.deadlines import Due

    tasks = [
        ClauseTask(clause, Due(fixed=SENT + timedelta(days=30 * int(clause.number))))
        for clause in text.clauses.exclude(number__in=("1", "2"))
    ]
    to = Recipients(root, ("grassroots_cell",))
    print(
        f"{len(tasks)} clauses handed down in one act: {taken(lambda: assign_clauses(actor=user, text=text, to=to, tasks=tasks, on=SENT))}"
    )


def fill(connection: Any, text: Any) -> None:
    """Let most units have received, met, planned and done, as in the life of an installation."""
    from daihoi.cycle.directives.models import Clause, Delivery, Dissemination, PlanLink, Text
    from daihoi.foundation.accounts.models import User
    from daihoi.foundation.assignments.models import Assignment, Batch
    from daihoi.foundation.organization.queries import newest_paths

    user = User.objects.get(username="canbo")
    Batch.objects.update(assigned_at="2019-06-10T08:00+07:00")
    units = list(Delivery.objects.values_list("unit_id", flat=True))
    Delivery.objects.update(received_on=SENT, received_at="2019-06-11T08:00+07:00", received_by=user)
    held = [
        Dissemination(text=text, unit_id=unit, held_on=date(2019, 7, 1), form="cell", attended=18, expected=20, recorded_by=user)
        for unit in units[: len(units) * 9 // 10]
    ]
    Dissemination.objects.bulk_create(held, batch_size=2000)
    planned = units[: len(units) * 8 // 10]
    plans = [
        Text(unit_id=unit, kind="plan", number=f"{n}-KH", body="x", dated=date(2019, 8, 1), abstract="kế hoạch")
        for n, unit in enumerate(planned)
    ]
    Text.objects.bulk_create(plans, batch_size=2000)
    own = [Clause(text=plan, position=1, number="1", title="toàn văn") for plan in plans]
    Clause.objects.bulk_create(own, batch_size=2000)
    places = newest_paths(planned)
    for clause in text.clauses.all():
        links = [
            PlanLink(superior=clause, clause=mine, unit_id=mine.text.unit_id, planned_on=date(2019, 8, 1), branch=places[mine.text.unit_id])
            for mine in own
        ]
        PlanLink.objects.bulk_create(links, batch_size=2000)
    with connection.cursor() as cursor:
        dice = "abs(random()) % 20" if connection.vendor == "sqlite" else "floor(random() * 20)"
        cursor.execute(f"UPDATE assignments_assignment SET state = 'accepted', owed = false, met_on = '2020-03-01' WHERE {dice} > 5")  # noqa: S608 (dice of this file)
        cursor.execute("ANALYZE")
    counts = f"{Assignment.objects.count():,} assignments, {PlanLink.objects.count():,} links of plans, {len(held):,} conferences"
    print(counts)


def ask_all(user: Any, root: Any, text: Any) -> None:
    """Ask for the matrix and its pages."""
    from django.urls import reverse

    from daihoi.cycle.directives.queries.coverage import matrix, reach, scope
    from daihoi.foundation.organization.models import Unit

    branch = Unit.objects.get(code="P7")
    for name, unit in (("whole tree", root), ("one branch", branch)):
        asked = scope(text, unit, ON)
        for measure_ in ("plan", "done"):
            ask(f"matrix, {measure_}, {name}", lambda asked=asked, measure_=measure_: matrix(asked, measure_))
        ask(f"who did what, {name}", lambda asked=asked: reach(asked))
    client = client_of(user)
    day = f"?on={ON:%d/%m/%Y}"
    pages = {
        "matrix page": reverse("directives:matrix", args=[text.pk]) + day,
        "matrix page with an open cell": reverse("directives:matrix", args=[text.pk]) + day + "&clause=7&child=P7",
        "matrix as XLSX": reverse("directives:matrix_export", args=[text.pk]) + day,
        "text page": reverse("directives:text", args=[text.pk]) + day,
        "dissemination page": reverse("directives:dissemination", args=[text.pk]) + day,
        "rows of a clause, missing": reverse("directives:rows", args=[text.pk]) + day + "&clause=7&state=missing",
        "one unit": reverse("directives:unit", args=[text.pk, "P7-3"]),
        "list of texts": reverse("directives:list"),
    }
    for name, url in pages.items():
        ask(name, lambda url=url: client.get(url))


def ask(what: str, question: Callable[[], Any]) -> None:
    """Print the median and the worst time of a question."""
    times, computed = [], []
    for _again in range(REPEATS):
        begin, before = time.perf_counter(), time.process_time()
        question()
        times.append(1000 * (time.perf_counter() - begin))
        computed.append(1000 * (time.process_time() - before))
    print(
        f"{what}: median {statistics.median(times):,.0f} ms, worst {max(times):,.0f} ms ({statistics.median(computed):,.0f} ms of processor)"
    )
