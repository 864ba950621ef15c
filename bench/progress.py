"""`./run bench progress`: how long an answer about any branch on any (day, moment of knowledge) takes, and how it compares with one pass in DuckDB."""

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from bench import installation

LIMIT, TOP_LIMIT = 20.0, 60.0


def main(name: str, arguments: Sequence[str]) -> int:
    """Ask many questions; 1 where a limit is missed."""
    parser = installation.options(name)
    parser.add_argument("--questions", type=int, default=400, help="questions about branches; a tenth as many about the top")
    parser.add_argument("--changed", type=int, default=100, help="units that changed since the copy was made")
    parser.add_argument("--check", type=int, default=20, help="answers compared with those counted from the tables")
    given = parser.parse_args(arguments)
    installation.wake(given)
    found = measure(given.questions, given.seed, given.changed, given.check)
    found |= {"shape": given.shape, "database": "postgresql" if given.postgres else "sqlite"}
    found["duckdb_pass_ms"] = one_pass()
    found["ratio_top_to_duckdb"] = round(found["top"]["median"] / found["duckdb_pass_ms"], 2)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if found["branch"]["p95"] <= LIMIT and found["top"]["p95"] <= TOP_LIMIT else 1


def measure(questions: int, seed: int, changed: int, check: int) -> dict[str, Any]:
    """Time the answers, whole JSON, by depth of the branch."""
    from django.utils import timezone

    from daihoi.cycle.congresses import queries as tables
    from daihoi.cycle.tracking.progress import progress

    chance = random.Random(seed)
    change(changed, chance)
    asked = list(branches(chance, questions))
    top = list(tops(chance, max(40, questions // 10)))
    warm = time.perf_counter()
    json.dumps(progress(*top[0]))
    first = (time.perf_counter() - warm) * 1000
    by_depth: dict[int, list[Time]] = defaultdict(list)
    sizes: list[float] = []
    for depth, question in asked:
        milliseconds, answer = timed(question)
        by_depth[depth].append(milliseconds)
        sizes.append(answer["total"])
    whole = [timed(question)[0] for question in top]
    sample = [*(question for _depth, question in chance.sample(asked, min(check, len(asked)))), *top[: max(1, check // 10)]]
    now = timezone.now()
    wrong = sum(progress(*known_at(question, now)) != tables.progress(*known_at(question, now)) for question in sample)
    return {
        "branch": spread([each for times in by_depth.values() for each in times]),
        "by_depth": {depth: spread(times) for depth, times in sorted(by_depth.items())},
        "top": spread(whole),
        "first_answer_of_a_process_ms": round(first, 1),
        "largest_branch_asked": max(sizes),
        "compared_with_tables": len(sample),
        "wrong": wrong,
    }


def known_at(question: tuple[Any, ...], now: Any) -> tuple[Any, ...]:
    """The question with a moment of knowledge, so that two answers can be compared."""
    unit, round_, on, known, kind = question
    return unit, round_, on, known or now, kind


class Time(NamedTuple):
    """How long something took, in milliseconds; others at work on the machine lengthen the first, not the second."""

    clock: float
    processor: float


def timed(question: tuple[Any, ...]) -> tuple[Time, dict[str, Any]]:
    """Milliseconds of one answer written as JSON, on the clock and of this process."""
    from daihoi.cycle.tracking.progress import progress

    began, used = time.perf_counter(), time.process_time()
    answer = progress(*question)
    json.dumps(answer, ensure_ascii=False)
    return Time((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000), answer


def spread(times: list[Time]) -> dict[str, float]:
    """Count, median, the 95th of a hundred and the longest on the clock; the 95th of a hundred of the processor."""
    at = min(len(times) - 1, int(len(times) * 0.95))
    clock, processor = sorted(each.clock for each in times), sorted(each.processor for each in times)
    found = {"median": clock[len(times) // 2], "p95": clock[at], "longest": clock[-1], "p95_processor": processor[at]}
    return {"n": len(times)} | {name: round(value, 2) for name, value in found.items()}


def when(chance: random.Random, round_: Any) -> tuple[Any, ...]:
    """A day of a round or after it, a moment of knowledge near it or later, a kind or none."""
    from django.utils import timezone

    on = round_.starts + timedelta(days=chance.randint(-20, (round_.deadline - round_.starts).days + 200))
    midnight = timezone.make_aware(timezone.datetime(on.year, on.month, on.day))
    known = None if chance.random() < 0.3 else midnight + timedelta(minutes=chance.randint(-40_000, 300_000))
    return on, known, chance.choice([None, *round_.kinds])


def branches(chance: random.Random, many: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Branches with others below them, as many of each depth, as far as there are."""
    from daihoi.cycle.congresses.models import Round
    from daihoi.foundation.organization.models import Placement, Unit

    rounds = list(Round.objects.order_by("code"))
    above = Placement.objects.filter(superior__isnull=False).values("superior")
    places = list(Placement.objects.filter(depth__gt=1, unit__in=above).order_by("path").values_list("depth", "unit_id").distinct())
    by_depth: dict[int, list[Any]] = defaultdict(list)
    for depth, unit in places:
        by_depth[depth].append(unit)
    for number in range(many):
        depth = sorted(by_depth)[number % len(by_depth)]
        round_ = chance.choice(rounds)
        yield depth, (Unit.objects.get(pk=chance.choice(by_depth[depth])), round_, *when(chance, round_))


def tops(chance: random.Random, many: int) -> Iterator[tuple[Any, ...]]:
    """Questions about the whole tree."""
    from daihoi.cycle.congresses.models import Round
    from daihoi.foundation.organization.models import Placement

    root = Placement.objects.filter(depth=1, valid_to__isnull=True).select_related("unit").first()
    rounds = list(Round.objects.order_by("code"))
    for _number in range(many):
        round_ = chance.choice(rounds)
        yield (root.unit, round_, *when(chance, round_))


def change(many: int, chance: random.Random) -> None:
    """Record days held for some units, so that the copy is behind by as many."""
    from daihoi.cycle.congresses.models import Congress
    from daihoi.cycle.tracking.models import ChangedUnit

    if many and not ChangedUnit.objects.exists():
        units = list(Congress.objects.order_by("pk").values_list("unit_id", flat=True)[: many * 50])
        ChangedUnit.objects.bulk_create([ChangedUnit(unit=unit) for unit in chance.sample(units, many)])


def one_pass() -> float:
    """Milliseconds of one pass over the same places and days in DuckDB, in memory, one thread: held by the day, for each child of the top."""
    import duckdb
    import numpy as np

    from daihoi.cycle.tracking.standing import current_book

    book = current_book()
    assert book is not None
    columns = book.columns
    days = max(columns.held.values(), key=lambda each: len(each.day))
    unit = np.repeat(np.arange(len(days.start) - 1), np.diff(days.start))
    base = duckdb.connect(config={"threads": 1})
    names = ("unit", "kind", "since", "to", "known", "ended")
    arrays = {f"p_{name}": np.ascontiguousarray(getattr(columns, name)) for name in names} | {"p_path": columns.path.astype("U8")}
    base.execute("CREATE TABLE places (unit INT, kind TINYINT, since INT, until INT, known BIGINT, ended BIGINT, child VARCHAR)")
    base.register("p", arrays)
    base.execute("INSERT INTO places SELECT p_unit, p_kind, p_since, p_to, p_known, p_ended, p_path FROM p")
    base.execute("CREATE TABLE days (unit INT, day INT, known BIGINT, until BIGINT)")
    base.register("d", ({"unit": unit, "day": days.day, "known": days.known, "until": days.until}))
    base.execute("INSERT INTO days SELECT unit, day, known, until FROM d")
    asked = {"on": int(np.median(days.day)), "known": int(np.median(days.known))}
    sql = (
        "SELECT child, kind, count(*), count(e.unit) FROM places p LEFT JOIN "
        "(SELECT DISTINCT unit FROM days WHERE day <= $on AND known <= $known AND until > $known) e ON e.unit = p.unit "
        "WHERE since <= $on AND known <= $known AND (until > $on OR ended > $known) GROUP BY child, kind"
    )
    times = []
    for _turn in range(7):
        began = time.perf_counter()
        base.execute(sql, asked).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return round(sorted(times)[3], 2)
