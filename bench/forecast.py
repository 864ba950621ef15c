"""`./run bench forecast`: forecasts of the finishing day made on past days from what was known then, against what came."""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bench import installation

MOMENTS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main(name: str, arguments: Sequence[str]) -> int:
    """Forecast for many branches; say how often the range held."""
    parser = installation.options(name)
    parser.add_argument("--branches", type=int, default=60, help="branches of each depth and round")
    given = parser.parse_args(arguments)
    installation.wake(given)
    print(json.dumps(backtest(given.branches, given.seed), indent=1))
    return 0


def backtest(many: int, seed: int) -> dict[str, Any]:
    """Count by depth and by how far the round was: forecasts, ranges that held, median error and width in days."""
    from daihoi.cycle.congresses.models import Round
    from daihoi.foundation.organization.models import Placement, Unit

    chance = random.Random(seed)
    found: dict[str, list[tuple[bool, int, int]]] = defaultdict(list)
    nothing = 0
    for round_ in Round.objects.filter(level__in=["sub_cell", "grassroots"]).order_by("code"):
        for depth in (1, 2, 3):
            places = Placement.objects.filter(depth=depth, valid_from__lte=round_.starts).order_by("path")
            units = sorted(set(places.values_list("unit_id", flat=True)))
            for unit in chance.sample(units, min(many, len(units))):
                for part in MOMENTS:
                    result = one(Unit.objects.get(pk=unit), round_, part)
                    if result is None:
                        nothing += 1
                        continue
                    found[f"depth {depth}"].append(result)
                    found[f"{part:.0%} of the round"].append(result)
                    found["all"].append(result)
    return {name: told(results) for name, results in sorted(found.items())} | {"no_forecast": nothing}


def told(results: list[tuple[bool, int, int]]) -> dict[str, Any]:
    """Sum up: how often the day lay in the range."""
    errors, widths = sorted(abs(error) for _held, error, _width in results), sorted(width for _held, _error, width in results)
    held = sum(held for held, _error, _width in results)
    return {
        "forecasts": len(results),
        "range_held_percent": round(100 * held / len(results), 1),
        "median_error_days": errors[len(errors) // 2],
        "median_width_days": widths[len(widths) // 2],
    }


def one(unit: Any, round_: Any, part: float) -> tuple[bool, int, int] | None:
    """Forecast on one day from what was known that evening; whether the day that came lies in the range, the error, the width."""
    import numpy as np
    from django.utils import timezone

    from daihoi.cycle.congresses.queries import view
    from daihoi.cycle.tracking import standing as rows_of
    from daihoi.cycle.tracking.figures import finish
    from daihoi.rules.forecast import HORIZON, goal_of

    on = round_.starts + timedelta(days=int((round_.deadline - round_.starts).days * part))
    asked = view(unit, round_, on, timezone.make_aware(datetime.combine(on, time(23, 59))))
    rows = rows_of.standing(asked)
    made = finish(asked, rows)
    if made is None or made.days is None:
        return None
    book = rows_of.current_book()
    days = book.columns.held[round_.pk.hex]
    later = view(unit, round_, on, timezone.now())
    came = np.sort(rows_of._days_of(rows.unit, days, rows_of.moment_number(later), None))
    came = came[came > 0]
    goal = goal_of(len(rows))
    actual = int(came[goal - 1]) - on.toordinal() if len(came) >= goal else HORIZON + 1
    last = made.last if made.last is not None else HORIZON + 1
    return made.first <= actual <= last, actual - made.days, last - made.first
