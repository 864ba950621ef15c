"""Create, rename, move and close one unit (lập, đổi tên, chuyển, kết thúc đơn vị)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.canonical import digest, merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization import placing
from daihoi.foundation.organization.authority import in_branch, require
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def create_unit(
    *,
    code: str,
    name: str,
    kind: str,
    opened: date,
    superior: Unit | None = None,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> Unit:
    """Open a new unit below its superior (thành lập đơn vị)."""
    require(actor, "organization.create_unit", superior, cause=cause)
    above = placing.open_placement(superior) if superior else None
    placing.known_code(code)
    if Unit.objects.filter(code=code).exists():
        raise RuleViolation("organization.code_taken", _("Mã {code} đã có đơn vị khác dùng. Chọn mã khác."), code=code)
    if above:
        placing.not_before(above, opened)
    unit = Unit.objects.create(code=code, opened=opened)
    place = placing.place_below(unit, above, name=name, kind=kind, since=opened, known=recorded_at or timezone.now())
    record(
        actor,
        "organization.unit_created",
        unit,
        unit=superior or unit,
        cause=cause,
        opened=opened,
        kind=place.kind,
        name=digest(place.name),
    )
    return unit


@transaction.atomic
def rename_unit(
    *,
    unit: Unit,
    name: str,
    on: date,
    kind: str | None = None,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> Placement:
    """Give a unit another name or kind from a day on (đổi tên đơn vị)."""
    require(actor, "organization.rename_unit", unit, cause=cause)
    place = placing.open_placement(unit)
    placing.not_before(place, on)
    known = recorded_at or timezone.now()
    new = placing.replace_placement(place, on, known, name=placing.known_name(name), kind=placing.known_kind(kind) if kind else place.kind)
    record(actor, "organization.unit_renamed", unit, unit=unit, cause=cause, on=on, kind=new.kind, name=digest(new.name))
    return new


@transaction.atomic
def move_unit(
    *,
    unit: Unit,
    superior: Unit,
    on: date,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> Placement:
    """Put a unit with its whole branch below another superior from a day on (chuyển đơn vị)."""
    require(actor, "organization.move_unit", unit, cause=cause)
    require(actor, "organization.move_unit", superior, cause=cause)
    place, above = placing.open_placement(unit), placing.open_placement(superior)
    if above.path.startswith(place.path):
        raise RuleViolation(
            "organization.below_itself", _("{name} không thể chuyển vào chính nhánh của mình. Chọn cấp trên khác."), name=place.name
        )
    placing.not_before(place, on)
    placing.not_before(above, on)
    known = recorded_at or timezone.now()
    path = above.path + placing.step(placing.next_step(above.path))
    moved = _move_branch(place, path, above, on, known)
    record(
        actor,
        "organization.unit_moved",
        unit,
        unit=unit,
        cause=cause,
        on=on,
        superior=superior.pk,
        moved=len(moved),
        rows=merkle_root(moved),
    )
    return placing.open_placement(unit)


def _move_branch(place: Placement, path: str, above: Placement, on: date, known: datetime) -> list[str]:
    """End the placements of a branch and begin them again below another path."""
    branch = list(Placement.objects.filter(in_branch(place.path), valid_to__isnull=True).order_by("path"))
    deeper = above.depth + 1 - place.depth
    new = []
    for old in branch:
        old.valid_to, old.ended_recorded_at = max(on, old.valid_from), known
        new.append(
            Placement(
                unit_id=old.unit_id,
                name=old.name,
                kind=old.kind,
                superior_id=above.unit_id if old.pk == place.pk else old.superior_id,
                path=path + old.path[len(place.path) :],
                depth=old.depth + deeper,
                valid_from=max(on, old.valid_from),
                recorded_at=known,
            )
        )
    Placement.objects.bulk_update(branch, ["valid_to", "ended_recorded_at"], batch_size=500)
    Placement.objects.bulk_create(new, batch_size=1000)
    return [f"{row.unit_id}:{row.path}" for row in new]


@transaction.atomic
def close_unit(*, unit: Unit, on: date, actor: User | None = None, cause: Entry | None = None, recorded_at: datetime | None = None) -> Unit:
    """End a unit that has no open unit below it any more (kết thúc hoạt động)."""
    require(actor, "organization.close_unit", unit, cause=cause)
    place = placing.open_placement(unit)
    placing.not_before(place, on)
    below = Placement.objects.filter(in_branch(place.path), valid_to__isnull=True).exclude(unit=unit).count()
    if below:
        raise RuleViolation(
            "organization.has_children",
            _("{name} còn {below} đơn vị trực thuộc. Chuyển hoặc kết thúc các đơn vị đó trước."),
            name=place.name,
            below=below,
        )
    placing.end(place, on, recorded_at or timezone.now())
    unit.closed = on
    unit.save(update_fields=["closed"])
    record(actor, "organization.unit_closed", unit, unit=unit, cause=cause, on=on)
    return unit
