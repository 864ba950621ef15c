"""How a place in the tree is written: paths, ends and new beginnings of placements (đặt vị trí)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from daihoi.foundation.organization.authority import in_branch
from daihoi.foundation.organization.models import Kind, Placement, Unit
from daihoi.foundation.organization.queries import STEP
from daihoi.rules.errors import RuleViolation

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
HIGHEST = len(DIGITS) ** STEP - 1


def step(number: int) -> str:
    """Write one step of a path: four characters in base 36, in byte order."""
    if not 0 < number <= HIGHEST:
        raise RuleViolation("organization.too_many_children", _("Một đơn vị có nhiều nhất {highest} đơn vị trực thuộc."), highest=HIGHEST)
    found = ""
    for _place in range(STEP):
        number, digit = divmod(number, len(DIGITS))
        found = DIGITS[digit] + found
    return found


def next_step(path: str) -> int:
    """Give the number of the next child below a path; a number once used is never used again."""
    depth = len(path) // STEP + 1
    last = Placement.objects.filter(in_branch(path), depth=depth).order_by("-path").values_list("path", flat=True).first()
    return int(last[-STEP:], 36) + 1 if last else 1


def open_placement(unit: Unit) -> Placement:
    """Give the open placement of a unit, or refuse a closed one."""
    place = Placement.objects.filter(unit=unit, valid_to__isnull=True).first()
    if place is None:
        raise RuleViolation(
            "organization.closed",
            _("Đơn vị {code} đã kết thúc ngày {day}. Chọn một đơn vị đang hoạt động."),
            code=unit.code,
            day=unit.closed or "?",
        )
    return place


def known_kind(kind: str) -> str:
    """Accept a kind that stands in the table of kinds."""
    codes = list(Kind.objects.values_list("code", flat=True))
    if kind not in codes:
        raise RuleViolation(
            "organization.unknown_kind", _("Không có loại tổ chức “{kind}”. Dùng một trong: {codes}."), kind=kind, codes=", ".join(codes)
        )
    return kind


def is_code(code: str) -> bool:
    """Tell whether a text may be a code: it stands in addresses and lists, so no spaces, slashes or marks of an address."""
    return 0 < len(code) <= 60 and not set(code) & set(" \t\r\n/\\?#%&,;\"'<>")


def known_code(code: str) -> str:
    """Accept a code that may stand in an address."""
    if not is_code(code):
        raise RuleViolation(
            "organization.bad_code", _("Mã “{code}” có dấu cách hoặc ký hiệu không dùng được. Dùng chữ, số, dấu chấm, dấu gạch."), code=code
        )
    return code


def known_name(name: str) -> str:
    """Accept a name that says something."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise RuleViolation("organization.no_name", _("Đơn vị cần có tên. Hãy ghi tên đầy đủ như trong quyết định."))
    return cleaned


def not_before(place: Placement, on: date) -> None:
    """Refuse a change dated before the beginning of the place it changes."""
    if on < place.valid_from:
        raise RuleViolation(
            "organization.before_last_change",
            _("Ngày {on} sớm hơn thay đổi gần nhất của {name} ({since}). Ghi ngày từ {since} trở đi."),
            on=f"{on:%d/%m/%Y}",
            name=place.name,
            since=f"{place.valid_from:%d/%m/%Y}",
        )


def end(place: Placement, on: date, known: datetime) -> None:
    """End a placement: the only change a placement ever meets."""
    ended = Placement.objects.filter(pk=place.pk, valid_to__isnull=True).update(valid_to=on, ended_recorded_at=known)
    if ended != 1:
        raise RuleViolation("organization.changed_meanwhile", _("Đơn vị vừa được người khác thay đổi. Mở lại trang rồi làm lại."))


def place_below(unit: Unit, above: Placement | None, *, name: str, kind: str, since: date, known: datetime) -> Placement:
    """Put a new unit below a place, or at the top of a tree of its own."""
    path = above.path if above else ""
    return Placement.objects.create(
        unit=unit,
        name=known_name(name),
        kind=known_kind(kind),
        superior=above.unit if above else None,
        path=path + step(next_step(path)),
        depth=above.depth + 1 if above else 1,
        valid_from=since,
        recorded_at=known,
    )


def replace_placement(place: Placement, on: date, known: datetime, **changes: object) -> Placement:
    """End one placement and begin the next with what changed; the day before stays answerable."""
    end(place, on, known)
    kept = {field: getattr(place, field) for field in ("unit", "name", "kind", "superior", "path", "depth")}
    return Placement.objects.create(**(kept | changes), valid_from=on, recorded_at=known)
