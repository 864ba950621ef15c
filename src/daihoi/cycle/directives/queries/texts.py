"""Questions about texts: which a person sees, which still holds, what they say (tra văn bản)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Clause, Delivery, PlanLink, Relation, Text
from daihoi.cycle.directives.models.texts import ENDING
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import grants_in_force, newest, visible_units
from daihoi.foundation.organization.grades import OPEN_GRADES
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP
from daihoi.foundation.organization.roles import roles_with
from daihoi.rules.errors import RuleViolation

VIEW = "directives.view"
VIEW_GRADED = "directives.view_graded"


def visible_texts(user: User) -> "QuerySet[Text]":
    """Give the texts of a person's branch, and those of the units above that were sent to it or to who stands above it (văn bản được xem)."""
    over, own = units_above(user), visible_units(user, VIEW)
    is_own = Exists(own.filter(pk=OuterRef("unit_id")))  # asked of the one text in question, not of the whole tree first
    sent_here = Delivery.objects.filter(Q(unit__in=over) | Q(is_own), text=OuterRef("pk"))
    return Text.objects.filter(Q(is_own) | Q(unit__in=over) & Exists(sent_here)).filter(_within_grade(user))


def _within_grade(user: User) -> Q:
    """Keep what carries no grade; what carries one only for those who keep graded texts at the very unit that issued it or was sent it (PR-25)."""
    grants = grants_in_force(user).filter(role__in=roles_with(VIEW_GRADED), unit__isnull=False).values("unit_id")
    sent_here = Delivery.objects.filter(unit__in=grants, text=OuterRef("pk"))
    return Q(grade__in=OPEN_GRADES) | Q(unit__in=grants) | Q(Exists(sent_here))


def units_above(user: User) -> "QuerySet[Unit]":
    """Give the units above those in which a person may look, up to the top (cấp trên)."""
    granted = grants_in_force(user).filter(role__in=roles_with(VIEW), unit__isnull=False).values("unit_id")
    return _above(newest(Placement.objects.filter(unit__in=granted)).values_list("path", flat=True))


def units_above_unit(unit: Unit) -> "QuerySet[Unit]":
    """Give the units above one unit, up to the top."""
    return _above(newest(Placement.objects.filter(unit=unit)).values_list("path", flat=True))


def _above(paths: Iterable[str]) -> "QuerySet[Unit]":
    """Give the units whose paths these paths begin with."""
    steps = {path[:end] for path in paths for end in range(STEP, len(path), STEP)}
    return Unit.objects.filter(pk__in=Placement.objects.filter(path__in=steps, valid_to__isnull=True).values("unit_id"))


def search(texts: "QuerySet[Text]", words: str) -> "QuerySet[Text]":
    """Find texts by number, body, abstract or a clause; SQLite folds only plain letters, so the usual cases are tried (tìm văn bản)."""
    text = " ".join(words.split())
    if not text:
        return texts
    wanted = Q()
    for form in {text, text.lower(), text.upper(), text.capitalize()}:
        wanted |= Q(number__icontains=form) | Q(body__icontains=form) | Q(abstract__icontains=form)
        inside = Clause.objects.filter(Q(title__icontains=form) | Q(content__icontains=form), text=OuterRef("pk"))
        wanted |= Q(Exists(inside))
    return texts.filter(wanted)


def both_open(seen: "QuerySet[Text]") -> Q:
    """Keep relations of which each text carries no grade or is seen."""
    seen = seen.order_by()
    one, other = Exists(seen.filter(pk=OuterRef("text_id"))), Exists(seen.filter(pk=OuterRef("target_id")))
    return (Q(text__grade__in=OPEN_GRADES) | Q(one)) & (Q(target__grade__in=OPEN_GRADES) | Q(other))


def ended(on: date) -> "QuerySet[Relation]":
    """Give the relations by which a text no longer holds on a day: replaced or repealed."""
    return Relation.objects.filter(verb__in=ENDING, on__lte=on, withdrawn_at__isnull=True)


def ended_by(text: Text, on: date) -> Relation | None:
    """Give what ended a text by a day, if anything did (văn bản hết hiệu lực)."""
    return ended(on).filter(target=text).select_related("text").order_by("on").first()


@dataclass(frozen=True)
class Related:
    """One relation as it looks from one of its two texts (quan hệ, nhìn từ một văn bản)."""

    relation: Relation
    other: Text
    words: str


def relations_of(text: Text, seen: "QuerySet[Text] | None" = None) -> list[Related]:
    """Give what a text does to others and what others do to it, by day; only with texts that are seen, where told (quan hệ hai chiều)."""
    rows = Relation.objects.filter(Q(text=text) | Q(target=text), withdrawn_at__isnull=True).select_related("text__unit", "target__unit")
    if seen is not None:
        rows = rows.filter(both_open(seen))
    outward = {"amends": _("Sửa đổi, bổ sung"), "replaces": _("Thay thế"), "repeals": _("Bãi bỏ"), "guides": _("Hướng dẫn thực hiện")}
    inward = {
        "amends": _("Được sửa đổi, bổ sung bởi"),
        "replaces": _("Bị thay thế bởi"),
        "repeals": _("Bị bãi bỏ bởi"),
        "guides": _("Được hướng dẫn bởi"),
    }
    return [
        Related(row, row.target, outward[row.verb]) if row.text_id == text.pk else Related(row, row.text, inward[row.verb]) for row in rows
    ]


def text_by_key(number: str, dated: date, body: str = "") -> Text:
    """Find a text by number, date and, where two share them, body; or refuse."""
    rows = list(Text.objects.filter(number="".join(number.split()), dated=dated).select_related("unit"))
    found = [text for text in rows if not body or text.body == body]
    if len(found) == 1:
        return found[0]
    if not found:
        raise RuleViolation(
            "directives.unknown_text", _("Không có văn bản {number} ngày {dated:%d/%m/%Y}. Ghi văn bản trước."), number=number, dated=dated
        )
    bodies = "; ".join(text.body for text in found)
    raise RuleViolation("directives.two_bodies", _("Số này cùng ngày có ở nhiều cơ quan: {bodies}. Ghi thêm --body."), bodies=bodies)


def own_plan(text: Text, unit: Unit, seen: "QuerySet[Text] | None" = None) -> Text | None:
    """Give the newest plan by which a unit carries out a text, among those that are seen where told (kế hoạch của đơn vị)."""
    links = PlanLink.objects.filter(superior__text=text, unit=unit).values("clause__text_id")
    return (Text.objects.all() if seen is None else seen).filter(pk__in=links).order_by("-dated").first()


def links_between(plan: Text, superior: Text) -> dict[UUID, set[UUID]]:
    """Give which clauses of a plan carry out which superior clause (nối điều khoản)."""
    found: dict[UUID, set[UUID]] = {}
    for upper, lower in PlanLink.objects.filter(clause__text=plan, superior__text=superior).values_list("superior_id", "clause_id"):
        found.setdefault(upper, set()).add(lower)
    return found


def proposed_links(superior: Iterable[Clause], own: Iterable[Clause]) -> dict[UUID, UUID]:
    """Propose for each superior clause the clause of a plan whose words are nearest to it (đề xuất nối)."""
    from rapidfuzz import fuzz, process

    listed = list(own)
    choices = {clause.pk: f"{clause.title} {clause.content}" for clause in listed}
    found: dict[UUID, UUID] = {}
    for clause in superior:
        best: Any = process.extractOne(f"{clause.title} {clause.content}", choices, scorer=fuzz.token_set_ratio, score_cutoff=LIKE)
        if best:
            found[clause.pk] = best[2]
    return found


LIKE = 60  # of 100: below this likeness nothing is proposed
