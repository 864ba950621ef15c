"""What the machine saw and what people decided, as typed facts (EL-26, EL-31: kết quả đọc phiếu, quyết định của ban kiểm phiếu)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from daihoi.rules import shapes
from daihoi.rules.errors import RuleViolation, _

STATUSES = ("read", "set_aside", "duplicate")
FIELD_STATES = ("marked", "clear", "doubtful")
DECIDED_STATES = ("marked", "clear")
SHEET_MARKS = ("stamp", "foreign_ink", "fold", "streak")
SHEET_STATES = ("present", "absent", "doubtful")
DISCARDS = ("not_a_ballot", "blank_page", "duplicate")
# Why a page was set aside that the machine could read: nobody knows yet to which ballot it belongs, or whether it was scanned twice.
LEAVES_APART, LIKELY_DUPLICATE = "leaves_apart", "likely_duplicate"
READ_ASIDE = (LEAVES_APART, LIKELY_DUPLICATE)
# Main reason first: what people conclude about the paper, then what the marks say (rules.md 5.2, order of tests).
REASONS = ("not_issued", "added_name", "foreign_mark", "writing", "several_inks", "too_many", "nobody", "both_boxes", "no_box")

Place = tuple[int, str]
KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


@dataclass(frozen=True)
class SheetMark:
    """A mark on a page that belongs to no field (dấu vết trên phiếu)."""

    kind: str
    state: str


@dataclass(frozen=True)
class PageImage:
    """One scanned page as it was read, by the machine or by people (trang phiếu)."""

    source: str
    digest: str
    status: str
    cause: str
    ballot: int | None
    page: int
    fields: Mapping[Place, str]
    sheet_marks: tuple[SheetMark, ...]
    by_people: bool = False


@dataclass(frozen=True)
class Decisions:
    """Everything people decided, without contradictions (quyết định)."""

    fields: Mapping[tuple[int, int, str], str]
    invalid: Mapping[int, tuple[str, ...]]
    discarded: Mapping[str, str]
    pages: Mapping[str, PageImage]
    sheet_marks: Mapping[tuple[int, str, str], str]
    lines: Mapping[object, int] = field(default_factory=dict)  # a ballot, or a field of it: the line that first speaks of it


def reading_from(line: Mapping[str, object], number: int) -> PageImage:
    """Read one line of READINGS.jsonl."""
    where = _("READINGS, dòng {number}").format(number=number)
    source = shapes.verbatim(line, "source", where)
    where = f"{where}, {source}"
    status = shapes.choice(line, "status", where, STATUSES)
    ballot = None if line.get("ballot") is None else shapes.whole(line, "ballot", where, least=1)
    if status == "read" and ballot is None:
        raise RuleViolation(
            "reading.no_ballot", _("{where}: trang đã đọc chưa thuộc phiếu nào. Hãy ghép trang thành phiếu trước khi kiểm."), where=where
        )
    return PageImage(
        source=source,
        digest=shapes.verbatim(line, "digest", where, ""),
        status=status,
        cause=line["cause"] if isinstance(line.get("cause"), str) else "",  # type: ignore[arg-type]
        ballot=ballot,
        page=1 if line.get("page") is None else shapes.whole(line, "page", where, least=1),
        fields=fields_from(line, where) if was_read(line) else {},
        sheet_marks=sheet_marks_from(line, where) if was_read(line) else (),
    )


def was_read(line: Mapping[str, object]) -> bool:
    """Tell whether the machine read the marks of a page, and they count or wait for its ballot."""
    return line["status"] == "read" or (line["status"] == "set_aside" and line.get("cause") in READ_ASIDE)


def fields_from(line: Mapping[str, object], where: str) -> dict[Place, str]:
    """Read the states of the fields of one page, each field once."""
    found: dict[Place, str] = {}
    for raw in shapes.sequence(line, "fields", where):
        data = shapes.mapping(raw, f"{where}, fields")
        place = (shapes.whole(data, "candidate", where, least=1), shapes.text(data, "kind", where))
        settle(found, place, shapes.choice(data, "state", where, FIELD_STATES), where, repeats=False)
    return found


def sheet_marks_from(line: Mapping[str, object], where: str) -> tuple[SheetMark, ...]:
    """Read the marks outside the fields of one page."""
    found = []
    for raw in shapes.sequence(line, "sheet_marks", where):
        data = shapes.mapping(raw, f"{where}, sheet_marks")
        found.append(SheetMark(shapes.choice(data, "kind", where, SHEET_MARKS), shapes.choice(data, "state", where, SHEET_STATES)))
    return tuple(found)


def readings_from(lines: Iterable[Mapping[str, object]]) -> dict[str, PageImage]:
    """Read all lines; each page image has one."""
    found: dict[str, PageImage] = {}
    for number, line in enumerate(lines, 1):
        page = reading_from(line, number)
        settle(found, page.source, page, _("READINGS, dòng {number}").format(number=number), repeats=False)
    return found


def decisions_from(lines: Iterable[Mapping[str, object]], pages: Mapping[str, PageImage]) -> Decisions:
    """Sort the decisions by kind and refuse what contradicts or points nowhere."""
    found = Decisions({}, {}, {}, {}, {}, {})
    for number, line in enumerate(lines, 1):
        where = _("DECISIONS, dòng {number}").format(number=number)
        if "source" in line and shapes.verbatim(line, "source", where) not in pages:
            raise RuleViolation(
                "decision.no_source",
                _("{where}: không có trang “{source}”. Hãy ghi đúng tên trang."),
                where=where,
                source=str(line["source"]),
            )
        decide(found, line, where, pages)
        for key in (line.get("ballot"), (line.get("ballot"), line.get("candidate"), line.get("kind"))):
            as_dict(found.lines).setdefault(key, number)
    for source in sorted(found.discarded.keys() & found.pages.keys()):
        message = _("DECISIONS: trang “{source}” vừa bị loại vừa được đọc. Hãy giữ một quyết định.")
        raise RuleViolation("reading.contradiction", message, source=source)
    known = {page.ballot for page in (*pages.values(), *found.pages.values())}
    for ballot in sorted({*(key[0] for key in found.fields), *found.invalid, *(key[0] for key in found.sheet_marks)}):
        if ballot not in known:
            message = _("DECISIONS, dòng {number}: không có phiếu số {ballot}. Hãy ghi đúng số phiếu.")
            raise RuleViolation("decision.no_ballot", message, ballot=ballot, number=found.lines[ballot])
    return found


def decide(found: Decisions, line: Mapping[str, object], where: str, pages: Mapping[str, PageImage]) -> None:
    """Put one decision where it belongs, by the field that names its kind."""
    if "discard" in line:
        settle(as_dict(found.discarded), shapes.verbatim(line, "source", where), shapes.choice(line, "discard", where, DISCARDS), where)
    elif "belongs_to" in line:
        page = page_of_ballot(line, where, pages)
        settle(as_dict(found.pages), page.source, page, where)
    elif "fields" in line:
        page = page_by_people(line, where, pages)
        settle(as_dict(found.pages), page.source, page, where)
    elif "invalid" in line:
        ballot, reason = shapes.whole(line, "ballot", where, least=1), shapes.choice(line, "invalid", where, REASONS)
        as_dict(found.invalid)[ballot] = tuple(sorted({*found.invalid.get(ballot, ()), reason}, key=REASONS.index))
    elif "sheet_mark" in line:
        mark = (
            shapes.whole(line, "ballot", where, least=1),
            shapes.choice(line, "sheet_mark", where, SHEET_MARKS),
            shapes.verbatim(line, "source", where, ""),
        )
        settle(as_dict(found.sheet_marks), mark, shapes.choice(line, "state", where, SHEET_STATES[:2]), where)
    else:
        place = (
            shapes.whole(line, "ballot", where, least=1),
            shapes.whole(line, "candidate", where, least=1),
            shapes.text(line, "kind", where),
        )
        settle(as_dict(found.fields), place, shapes.choice(line, "state", where, DECIDED_STATES), where)


def page_by_people(line: Mapping[str, object], where: str, pages: Mapping[str, PageImage]) -> PageImage:
    """Read a page that people read themselves."""
    source = shapes.verbatim(line, "source", where)
    return PageImage(
        source=source,
        digest=pages[source].digest,
        status="read",
        cause="",
        ballot=shapes.whole(line, "ballot", where, least=1),
        page=shapes.whole(line, "page", where, least=1, default=1),
        fields=fields_from(line, where),
        sheet_marks=sheet_marks_from(line, where),
        by_people=True,
    )


def page_of_ballot(line: Mapping[str, object], where: str, pages: Mapping[str, PageImage]) -> PageImage:
    """Give a page that waited aside to the ballot that people found it belongs to; what the machine read on it stands."""
    page = pages[shapes.verbatim(line, "source", where)]
    if page.status != "set_aside" or page.cause not in READ_ASIDE:
        raise RuleViolation(
            "decision.not_apart",
            _("{where}: trang “{source}” không phải trang máy đã đọc mà còn để riêng. Chỉ trang có cause {causes} mới ghi belongs_to."),
            where=where,
            source=page.source,
            causes=", ".join(READ_ASIDE),
        )
    return replace(page, status="read", cause="", ballot=shapes.whole(line, "belongs_to", where, least=1))


def as_dict(values: Mapping[KeyT, ValueT]) -> dict[KeyT, ValueT]:
    """Give the dict behind a mapping while it is being filled."""
    if not isinstance(values, dict):
        raise TypeError(type(values).__name__)
    return values


def settle(found: dict[KeyT, ValueT], key: KeyT, value: ValueT, where: str, *, repeats: bool = True) -> None:
    """Keep a value; the same one again is no contradiction where repeats are allowed."""
    if key in found and not (repeats and found[key] == value):
        raise RuleViolation(
            "reading.contradiction",
            _("{where}: {key} đã có giá trị khác hoặc ghi hai lần. Hãy giữ một dòng."),
            where=where,
            key=" · ".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key),
        )
    found[key] = value
