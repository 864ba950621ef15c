"""Put opinions into groups, and let people merge, split and name them (xếp nhóm ý kiến): every opinion stays whole in one group."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.documents.grouping import Group as Found
from daihoi.cycle.documents.grouping import Item, group
from daihoi.cycle.documents.models import Answer, Consolidation, Consultation, Contribution, Group, Membership
from daihoi.cycle.documents.queries.opinions import arrived_groups, desk_groups, ungrouped
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation

BATCH = 1000
STANDING, ARRIVED, SINGLE = "e:", "g:", "c:"  # a group of this desk, a group from below, a contribution


def likenesses(consultation: Consultation, unit: Unit, *, whole_branch: bool = False) -> list[Found]:
    """Find what is alike among all that waits at one desk; takes long for many, so it is asked before the act, outside its transaction."""
    return list(group(_items(consultation, unit, whole_branch=whole_branch)))


@transaction.atomic
def group_contributions(
    *, actor: User, consultation: Consultation, unit: Unit, whole_branch: bool = False, found: Sequence[Found] | None = None
) -> int:
    """Group what waits at one desk by passage and likeness, into the groups that stand already where they fit (xếp nhóm).

    `found` is an answer of `likenesses`; what was grouped or dissolved since then is left as it stands now.
    """
    require(actor, "documents.consolidate", unit)
    _not_sent(consultation, unit)
    stands, waits, arrived = _present(consultation, unit, whole_branch=whole_branch)
    new: list[Group] = []
    moved: list[tuple[UUID, UUID]] = []
    placed: list[Membership] = []
    for each in likenesses(consultation, unit, whole_branch=whole_branch) if found is None else found:
        keys = {sign: [UUID(key[2:]) for key in each.keys if key.startswith(sign)] for sign in (STANDING, ARRIVED, SINGLE)}
        singles, parts = [key for key in keys[SINGLE] if key in waits], [key for key in keys[ARRIVED] if key in arrived]
        home = next((key for key in keys[STANDING] if key in stands), None)
        if home is None and (singles or parts):
            name = each.text.split("\n")[0]
            new.append(Group(consultation=consultation, unit=unit, passage=each.passage, kind=each.kind, name=name, words=each.text))
            home = new[-1].pk
        moved += [(key, home) for key in parts if home]
        placed += [Membership(contribution_id=key, group_id=home) for key in singles if home]
    Group.objects.bulk_create(new, batch_size=BATCH)
    Membership.objects.bulk_create(placed, batch_size=BATCH)
    _hang(moved)
    record(actor, "documents.grouped", consultation, unit=unit, contributions=len(placed), arrived=len(moved), groups=len(new))
    return len(new)


def _present(consultation: Consultation, unit: Unit, *, whole_branch: bool) -> tuple[set[UUID], set[UUID], set[UUID]]:
    """Give the groups that stand at a desk, the contributions that wait there and the groups from below, as they are now."""
    stand, arrived = desk_groups(consultation, unit), arrived_groups(consultation, unit)
    wait = ungrouped(consultation, unit, whole_branch=whole_branch)
    return set(stand.values_list("pk", flat=True)), set(wait.values_list("pk", flat=True)), set(arrived.values_list("pk", flat=True))


def _items(consultation: Consultation, unit: Unit, *, whole_branch: bool) -> Iterable[Item]:
    """Give the standing groups of a desk, the groups from below and the single contributions, one after the other."""
    for pk, passage, kind, words in desk_groups(consultation, unit).values_list("pk", "passage", "kind", "words").iterator():
        yield Item(f"{STANDING}{pk}", passage, kind, words)
    for pk, passage, kind, words in arrived_groups(consultation, unit).values_list("pk", "passage", "kind", "words").iterator():
        yield Item(f"{ARRIVED}{pk}", passage, kind, words)
    waiting = ungrouped(consultation, unit, whole_branch=whole_branch).values_list("pk", "passage", "kind", "text", "proposal")
    for pk, passage, kind, text, proposal in waiting.iterator():
        yield Item(f"{SINGLE}{pk}", passage, kind, f"{text}\n{proposal}".strip())


def _hang(moved: Sequence[tuple[UUID, UUID]]) -> None:
    """Put groups from below into groups of this desk."""
    rows = {row.pk: row for row in Group.objects.filter(pk__in=[pk for pk, _into in moved])}
    for pk, into in moved:
        rows[pk].within_id = into
    Group.objects.bulk_update(rows.values(), ["within"], batch_size=BATCH)


@transaction.atomic
def rename_group(*, actor: User, group: Group, name: str) -> Group:
    """Give a group a name in the words of people (đặt tên nhóm)."""
    require(actor, "documents.consolidate", group.unit)
    _not_sent(group.consultation, group.unit)
    if not name.strip():
        raise RuleViolation("documents.no_group_name", _("Nhóm cần một tên. Ghi ý chung của nhóm."), field="name")
    group.name = name.strip()
    group.save(update_fields=["name"])
    record(actor, "documents.group_renamed", group)
    return group


@transaction.atomic
def merge_groups(*, actor: User, into: Group, groups: Sequence[Group]) -> Group:
    """Put groups of one desk together; every opinion moves as it is (gộp nhóm)."""
    require(actor, "documents.consolidate", into.unit)
    _not_sent(into.consultation, into.unit)
    others = [each for each in groups if each.pk != into.pk]
    if not others:
        raise RuleViolation("documents.nothing_to_merge", _("Chọn ít nhất một nhóm khác để gộp vào."))
    for each in others:
        if (each.consultation_id, each.unit_id) != (into.consultation_id, into.unit_id):
            raise RuleViolation("documents.other_desk", _("Chỉ gộp được các nhóm của cùng một nơi tổng hợp."))
        _not_answered(each)
    keys = [each.pk for each in others]
    count = Membership.objects.filter(group__in=keys).update(group=into)
    parts = Group.objects.filter(within__in=keys).update(within=into)
    record(actor, "documents.groups_merged", into, groups=[str(key) for key in keys], contributions=count, parts=parts)
    return into


@transaction.atomic
def split_group(*, actor: User, group: Group, contributions: Sequence[Contribution], parts: Sequence[Group] = (), name: str) -> Group:
    """Take opinions, or groups from below, out of a group into one of their own (tách nhóm)."""
    require(actor, "documents.consolidate", group.unit)
    _not_sent(group.consultation, group.unit)
    _not_answered(group)
    if not name.strip():
        raise RuleViolation("documents.no_group_name", _("Nhóm cần một tên. Ghi ý chung của nhóm."), field="name")
    fresh = Group.objects.create(
        consultation=group.consultation, unit=group.unit, passage=group.passage, kind=group.kind, name=name.strip(), words=name.strip()
    )
    count = Membership.objects.filter(group=group, contribution__in=contributions).update(group=fresh)
    count += Group.objects.filter(within=group, pk__in=[each.pk for each in parts]).update(within=fresh)
    rest = Membership.objects.filter(group=group).exists() or Group.objects.filter(within=group).exists()
    if not count or not rest:
        raise RuleViolation("documents.nothing_to_split", _("Chọn một số ý kiến để tách, và để lại ít nhất một ý kiến trong nhóm cũ."))
    record(actor, "documents.group_split", group, into=str(fresh.pk), contributions=count)
    return fresh


def _not_sent(consultation: Consultation, unit: Unit) -> None:
    """Refuse to change the groups of a report that was sent."""
    if Consolidation.objects.filter(consultation=consultation, unit=unit).exists():
        raise RuleViolation("documents.report_sent", _("Báo cáo tổng hợp đã gửi, các nhóm không đổi nữa."))


def _not_answered(group: Group) -> None:
    """Refuse to take apart a group whose contributors have their answer."""
    if Answer.objects.filter(group=group).exists():
        raise RuleViolation("documents.group_answered", _("Nhóm “{name}” đã trả lời, không gộp hay tách nữa."), name=group.name[:60])
