"""Days of congresses that contradict what is known: said in words, asked for a second time, noted in the journal (PR-02)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, Round, StageEvent
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from daihoi.rules.unlikely_days import Known, Unlikely, of_plan, of_stage

CODE = "day.unlikely"
SHOWN = 5  # rows named in one refusal


def known_of(round_: Round, stages: Mapping[Stage, date] | None = None) -> Known:
    """Gather what a day is held against."""
    return Known(round_.directive_date, round_.starts, round_.deadline, stages or {})


def stages_of(events: QuerySet[StageEvent]) -> dict[UUID, dict[Stage, date]]:
    """Give the recorded days of many congresses in one question."""
    rows = events.filter(withdrawn_by__isnull=True, happened_on__isnull=False)
    found: dict[UUID, dict[Stage, date]] = defaultdict(dict)
    for congress, stage, day in rows.values_list("congress_id", "stage", "happened_on"):
        if day:
            found[congress][Stage(stage)] = day
    return found


def unlikely_stage(congress: Congress, stage: Stage, day: date) -> tuple[Unlikely, ...]:
    """Give what contradicts that a congress reached a stage on a day."""
    stages = stages_of(congress.events.all()).get(congress.pk, {})
    return of_stage(stage, day, known_of(congress.round, stages))


def unlikely_plan(congress: Congress, day: date) -> tuple[Unlikely, ...]:
    """Give what contradicts that a congress is planned for a day."""
    return of_plan(day, known_of(congress.round))


def in_words(found: Iterable[Unlikely]) -> str:
    """Say each contradiction with the day it names."""
    said = {
        "directive": _("trước ngày của chỉ thị ({on})"),
        "starts": _("trước ngày đợt bắt đầu ({on})"),
        "deadline": _("sau hạn của đợt ({on})"),
        "earlier": _("trước mốc “{stage}” ({on})"),
        "later": _("sau mốc “{stage}” ({on})"),
    }
    return ", ".join(said[each.bound].format(on=f"{each.against:%d/%m/%Y}", stage=STAGE_TITLES[each.stage or Stage.held]) for each in found)


def confirmed(found: Sequence[Unlikely], day: date, *, is_confirmed: bool) -> dict[str, Any]:
    """Give what the journal notes of a day that was confirmed, or refuse it once with the facts."""
    if not found:
        return {}
    if not is_confirmed:
        raise RuleViolation(
            CODE,
            _("Ngày {day:%d/%m/%Y} nằm {what}. Nếu nhầm, hãy sửa ngày. Nếu đúng như vậy, hãy bấm “Vẫn ghi ngày này”."),
            day=day,
            what=in_words(found),
        )
    return {"confirmed": [each.bound for each in found]}


def confirmed_rows(found: Sequence[tuple[str, date, Sequence[Unlikely]]], *, is_confirmed: bool) -> dict[str, Any]:
    """Give what the journal notes of many days confirmed in one act, or refuse them once, the first few named."""
    if not found:
        return {}
    if not is_confirmed:
        rows = "; ".join(f"{code}: {day:%d/%m/%Y} {in_words(each)}" for code, day, each in found[:SHOWN])
        raise RuleViolation(
            CODE,
            _("{n} ngày trái với điều đã biết: {rows}. Nếu nhầm, hãy sửa. Nếu đúng như vậy, hãy xác nhận rồi ghi lại."),
            n=len(found),
            rows=rows,
        )
    return {"confirmed": sorted({each.bound for _code, _day, every in found for each in every}), "confirmed_days": len(found)}
