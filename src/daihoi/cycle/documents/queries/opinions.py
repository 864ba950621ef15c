"""Questions about consultations: what may I answer to, how are opinions grouped, what still has to be decided (tra ý kiến)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from daihoi.cycle.documents.models import Addressee, Answer, Consolidation, Consultation, Contribution, Group, Membership, Opinion
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, branch, children, in_branch, newest, newest_place

CONTRIBUTE = "documents.contribute"
CONSOLIDATE = "documents.consolidate"
DEPTH = 12  # levels of committees over committees; the tree of the country has six


@dataclass
class Weight:
    """How many contributions, sent how many times, from how many bodies of how many units, by kind (số ý kiến)."""

    contributions: int = 0
    times: int = 0
    heard: set[tuple[UUID, str]] = field(default_factory=set)
    by_kind: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def bodies(self) -> int:
        """Give the number of bodies and conferences: three cells' conferences sent in by one unit are three (số nguồn)."""
        return len(self.heard)

    @property
    def units(self) -> int:
        """Give the number of units that sent them (số đơn vị)."""
        return len({unit for unit, _body in self.heard})

    def add(self, other: "Weight") -> None:
        """Add another count."""
        self.contributions += other.contributions
        self.times += other.times
        self.heard |= other.heard
        for kind, number in other.by_kind.items():
            self.by_kind[kind] += number


def paths_of(units: Iterable[UUID]) -> dict[UUID, str]:
    """Give the newest path of each unit."""
    return dict(newest(Placement.objects.filter(unit_id__in=list(units))).values_list("unit_id", "path"))


def names_of(units: Iterable[UUID]) -> dict[UUID, str]:
    """Give the newest name of each unit."""
    return dict(newest(Placement.objects.filter(unit_id__in=set(units))).values_list("unit_id", "name"))


def is_asked(consultation: Consultation, unit: Unit) -> bool:
    """Tell whether a unit is asked for its opinion: named, or in a branch that is (nơi được lấy ý kiến)."""
    place = newest_place(unit)
    if place is None:
        return False
    rows = list(Addressee.objects.filter(consultation=consultation).values_list("unit_id", "whole_branch"))
    paths = paths_of(pk for pk, _whole in rows)
    return any(place.unit_id == pk or (whole and place.path.startswith(paths.get(pk, "-"))) for pk, whole in rows)


def asked_placements(consultation: Consultation) -> QuerySet[Placement]:
    """Give the places of all units that a consultation asks."""
    rows = list(Addressee.objects.filter(consultation=consultation).values_list("unit_id", "whole_branch"))
    paths = paths_of(pk for pk, _whole in rows)
    wanted = Q(pk__in=[])
    for pk, whole in rows:
        if pk in paths:
            wanted |= in_branch(paths[pk]) if whole else Q(path=paths[pk])
    return newest(Placement.objects.filter(wanted)).filter(valid_to__isnull=True)


def consultations_of(user: User, act: str = CONTRIBUTE) -> QuerySet[Consultation]:
    """Give the consultations that ask a unit for which a person may act (đợt lấy ý kiến của tôi)."""
    mine = list(
        newest(Placement.objects.filter(unit__in=visible_units(user, act))).order_by("depth", "path").values_list("path", flat=True)[:50]
    )
    above = {path[:end] for path in mine for end in range(STEP, len(path) + 1, STEP)}
    over = newest(Placement.objects.filter(path__in=above)).values_list("unit_id", "path")
    tops = {pk for pk, path in over if path not in mine}
    asked = Q(addressees__unit__in=[pk for pk, path in over if path in mine]) | Q(addressees__unit__in=tops, addressees__whole_branch=True)
    inside = Q(pk__in=[])
    for path in mine:
        inside |= in_branch(path)
    below = newest(Placement.objects.filter(inside)).values("unit_id")
    found = Consultation.objects.filter(asked | Q(addressees__unit__in=below)).distinct()
    return found.select_related("version__document__unit", "unit").order_by("closes_on", "pk")


def received(consultation: Consultation, unit: Unit) -> QuerySet[Contribution]:
    """Give the contributions of a unit's branch to a consultation (ý kiến trong nhánh)."""
    inside = branch(unit, timezone.localdate()).order_by().values("unit_id")
    return Contribution.objects.filter(consultation=consultation, unit__in=inside)


def ungrouped(consultation: Consultation, unit: Unit, *, whole_branch: bool = False) -> QuerySet[Contribution]:
    """Give what one desk has to group: its own and its direct units' contributions; with `whole_branch` all that nobody below grouped."""
    found = received(consultation, unit).filter(membership__isnull=True)
    if whole_branch:
        return found
    near = [unit.pk, *children(unit, timezone.localdate()).values_list("unit_id", flat=True)]
    return found.filter(unit__in=near)


def arrived_groups(consultation: Consultation, unit: Unit) -> QuerySet[Group]:
    """Give the groups of reports sent from below that this desk has not put into its own groups yet (nhóm gửi lên)."""
    inside = branch(unit, timezone.localdate()).order_by().exclude(unit=unit).values("unit_id")
    sent = Consolidation.objects.filter(consultation=consultation, unit=OuterRef("unit"))
    return Group.objects.filter(Exists(sent), consultation=consultation, unit__in=inside, within__isnull=True)


def desk_groups(consultation: Consultation, unit: Unit) -> QuerySet[Any]:
    """Give the groups of one desk that still hold something (nhóm ý kiến của nơi tổng hợp)."""
    holds = Exists(Membership.objects.filter(group=OuterRef("pk"))) | Exists(Group.objects.filter(within=OuterRef("pk")))
    answered = Answer.objects.filter(group=OuterRef("pk"), replaced_by__isnull=True)
    return Group.objects.filter(holds, consultation=consultation, unit=unit).annotate(answered=Exists(answered))


def ordered(groups: QuerySet[Any], places: Mapping[str, int]) -> list[UUID]:
    """Give groups as a desk works through them: unanswered first, by their place in the text, the heaviest of a place first."""
    held = Membership.objects.filter(group=OuterRef("pk")).order_by().values("group").annotate(n=Count("pk")).values("n")
    parts = Group.objects.filter(within=OuterRef("pk")).order_by().values("within").annotate(n=Count("pk")).values("n")
    rows = groups.annotate(held=Subquery(held), below=Subquery(parts)).values_list("answered", "passage", "held", "below", "pk")
    return [row[4] for row in sorted(rows, key=lambda row: (row[0], places.get(row[1], 0), -(row[2] or 0) - (row[3] or 0), str(row[4])))]


def inside_of(groups: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give for each group its own and all those below the desk group that holds it, level by level (truy xuống)."""
    top = {pk: pk for pk in groups}
    level = dict(top)
    for _level in range(DEPTH):
        if not level:
            break
        below = Group.objects.filter(within__in=list(level)).values_list("pk", "within_id")
        level = {pk: top[within] for pk, within in below if within is not None}
        top |= level
    return top


def totals(groups: Sequence[UUID]) -> dict[UUID, Weight]:
    """Count what stands behind each group, down to the single contributions (số ý kiến của nhóm)."""
    top = inside_of(groups)
    found: dict[UUID, Weight] = {pk: Weight() for pk in groups}
    rows = (
        Membership.objects.filter(group__in=list(top))
        .order_by()
        .values("group_id", "contribution__unit_id", "contribution__body", "contribution__kind")
    )
    for row in rows.annotate(n=Count("pk"), sent=Sum("contribution__times")):
        count = Weight(row["n"], row["sent"], {(row["contribution__unit_id"], source_of(row["contribution__body"]))})
        count.by_kind[row["contribution__kind"]] += row["n"]
        found[top[row["group_id"]]].add(count)
    return found


def weight_of(found: QuerySet[Contribution]) -> Weight:
    """Count contributions with the bodies they came from (số ý kiến, số nguồn)."""
    whole = Weight()
    for row in found.order_by().values("unit_id", "body", "kind").annotate(n=Count("pk"), sent=Sum("times")):
        part = Weight(row["n"], row["sent"], {(row["unit_id"], source_of(row["body"]))})
        part.by_kind[row["kind"]] += row["n"]
        whole.add(part)
    return whole


def source_of(body: str) -> str:
    """Give the one spelling under which a body or conference is counted."""
    return " ".join(body.split()).casefold()


def members(group: Group) -> QuerySet[Contribution]:
    """Give every single contribution behind a group, whoever grouped it first (từng ý kiến)."""
    inside = list(inside_of([group.pk]))
    return Contribution.objects.filter(membership__group__in=inside).select_related("membership__group").order_by("recorded_at", "pk")


def current_answers(groups: Iterable[UUID]) -> dict[UUID, Answer]:
    """Give the answer in force of each group (trả lời đang dùng)."""
    rows = Answer.objects.filter(group__in=list(groups), replaced_by__isnull=True)
    return {row.group_id: row for row in rows}


def by_passage(found: QuerySet[Contribution]) -> Mapping[str, Mapping[str, int]]:
    """Count contributions by passage and kind (số ý kiến theo đoạn)."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys([*Opinion.values, "all"], 0))
    for passage, kind, number in found.order_by().values("passage", "kind").annotate(n=Count("pk")).values_list("passage", "kind", "n"):
        counts[passage][kind] += number
        counts[passage]["all"] += number
    return counts


def by_channel(found: QuerySet[Contribution]) -> Mapping[str, int]:
    """Count contributions by channel (số ý kiến theo kênh; DO-09)."""
    return dict(found.order_by().values("channel").annotate(n=Count("pk")).values_list("channel", "n"))


def all_desks(consultation: Consultation) -> list[UUID]:
    """Give every committee of the branch that has units of its own and is asked: each owes a report (các nơi phải tổng hợp)."""
    asked = asked_placements(consultation).exclude(unit=consultation.unit_id)
    below = Placement.objects.filter(superior=OuterRef("unit"), valid_to__isnull=True)
    return list(asked.filter(Exists(below)).values_list("unit_id", flat=True))


def report_subject(consultation: Consultation, unit: UUID) -> str:
    """Name the deadline of one committee's report."""
    return f"documents.consolidation:{consultation.pk}:{unit}"


def report_due(consultation: Consultation) -> date:
    """Give the day on which the committees' reports are due."""
    return consultation.closes_on + timedelta(days=consultation.report_days)


@dataclass(frozen=True)
class Desk:
    """One committee that owes a report on the drafts of the level above (nơi tổng hợp)."""

    unit: UUID
    name: str
    sent: Consolidation | None


def desks(consultation: Consultation, unit: Unit) -> list[Desk]:
    """Give the committees directly below a unit that have units of their own and are asked, with what they sent (nơi phải tổng hợp)."""
    today = timezone.localdate()
    below = children(unit, today)
    superiors = set(
        Placement.objects.filter(superior__in=below.values("unit"), valid_to__isnull=True).values_list("superior_id", flat=True)
    )
    asked = set(asked_placements(consultation).filter(path__in=below.values("path")).values_list("unit_id", flat=True))
    sent = {row.unit_id: row for row in Consolidation.objects.filter(consultation=consultation).defer("content")}
    rows = below.values_list("unit_id", "name")
    return [Desk(pk, name, sent.get(pk)) for pk, name in rows if pk in superiors and pk in asked]


def undecided(consultation: Consultation) -> QuerySet[Any]:
    """Give the groups of the desk that opened the consultation which nobody has answered (còn phải quyết)."""
    return desk_groups(consultation, consultation.unit).filter(answered=False)
