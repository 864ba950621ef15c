"""What a person says about a sheet on its page: which sheet, what its columns are, which units its names mean (hỏi đáp khi đọc bảng)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import visible_units
from daihoi.foundation.organization.models import HeadReading, Unit
from daihoi.foundation.organization.services import match_names, remember_head
from daihoi.foundation.organization.sheets.columns import Column
from daihoi.foundation.organization.tables import Reading, Table


@dataclass(frozen=True)
class Asked:
    """The answers of one page (trả lời)."""

    reading: Reading
    targets: Mapping[str, str] = field(default_factory=dict)  # name in the sheet → code, "-" for none


@dataclass(frozen=True)
class Line:
    """One column of a sheet as the page asks about it (một cột)."""

    label: str
    means: str
    samples: str
    sure: int


def recalled(unit: Unit | None, purpose: str, shape: str) -> Mapping[str, str]:
    """Give what was said before about a shape of head, by this unit."""
    found = HeadReading.objects.filter(unit=unit, purpose=purpose, shape=shape).last()
    return dict(found.columns) if found else {}


def asked_of(posted: QueryDict, unit: Unit | None, purpose: str) -> Asked:
    """Read the answers out of a form."""
    chosen = dict(zip(posted.getlist("label"), posted.getlist("means"), strict=False))
    targets = {name: code for name, code in zip(posted.getlist("name"), posted.getlist("target"), strict=False) if code}
    split = zip(posted.getlist("cell"), posted.getlist("cell_day"), strict=False)
    splits = {text: day for text, written in split if (day := _day(written))}
    return Asked(Reading(posted.get("sheet", ""), chosen, lambda shape: recalled(unit, purpose, shape), splits), targets)


def _day(written: str) -> date | None:
    """Read the day a person chose; anything else is no choice."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def remember(*, actor: User, unit: Unit | None, purpose: str, table: Table, asked: Asked) -> None:
    """Keep the answers that are new, so that the next sheet of this shape needs none (nhớ câu trả lời)."""
    head, chosen = table.head, dict(asked.reading.chosen)
    if head is not None and chosen and chosen != dict(recalled(unit, purpose, head.shape)):
        try_again(remember_head, actor=actor, unit=unit, purpose=purpose, shape=head.shape, columns=chosen)
    if asked.targets and unit is not None:
        units = {each.code: each for each in visible_units(actor).filter(code__in=set(asked.targets.values()))}
        decided = {name: units.get(code) for name, code in asked.targets.items() if code == "-" or code in units}
        if decided:
            try_again(match_names, actor=actor, unit=unit, targets=decided)


def lines(table: Table) -> list[Line]:
    """Give the columns of a sheet with what each is taken for and a few of its values."""
    if table.head is None:
        return []
    found = []
    for at, label in enumerate(table.head.labels):
        match = table.head.columns.get(at)
        if label or table.samples.get(at):
            values = " · ".join(table.samples.get(at, []))
            found.append(Line(label, match.column.name if match else "", values[:80], match.sure if match else 0))
    return found


def choices(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Give the meanings a column may have, in the words of people."""
    return [(column.name, column.headings[0] if column.headings else column.name) for column in columns]
