"""Give, vacate and hand over a post in a committee, one or many at once (giao, thôi, bàn giao chức vụ)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require, visible_units
from daihoi.foundation.organization.holders import people_of, standing_posts, unended
from daihoi.foundation.organization.models import Committee, Person, Post, Unit
from daihoi.foundation.organization.services.bodies import enter_person
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc

FILL = "organization.fill_post"
SINGLE = (Post.Office.SECRETARY, Post.Office.INSPECTION_HEAD)  # one person at a time
FOREIGN = {
    Committee.Body.INSPECTION: (Post.Office.SECRETARY, Post.Office.DEPUTY_SECRETARY),
    Committee.Body.CELL: (Post.Office.INSPECTION_HEAD,),
}


@dataclass(frozen=True)
class Who:
    """Whom a post is given to: someone known in the unit, or a name with what tells namesakes apart (người nhận chức vụ)."""

    full_name: str = ""
    born: date | None = None
    is_female: bool | None = None
    person: Person | None = None
    is_namesake: bool = False  # another person than the one of this name who is known in the unit


@dataclass(frozen=True)
class PostRow:
    """One checked row of a list of posts (dòng chức vụ)."""

    who: Who
    office: str
    since: date
    until: date | None = None

    @property
    def title(self) -> str:
        """Name the office."""
        return str(Post.Office(self.office).label)


@transaction.atomic
def fill_post(
    *,
    person: Person,
    committee: Committee,
    office: str,
    since: date,
    until: date | None = None,
    actor: User | None = None,
    cause: Entry | None = None,
) -> Post:
    """Put a person into a place of a committee from a day on (giao chức vụ)."""
    unit = committee.term.unit
    require(actor, FILL, unit, cause=cause)
    until = min(filter(None, (until, committee.term.ended)), default=None)
    _in_term(committee, Post.Office(office), since, until)
    _without_contradiction(person, committee, Post.Office(office), since, until)
    post = Post.objects.create(person=person, committee=committee, office=Post.Office(office), valid_from=since, valid_to=until)
    record(actor, "organization.post_filled", post, unit=unit, cause=cause, office=post.office, since=since, until=until)
    return post


@transaction.atomic
def vacate_post(*, post: Post, on: date, actor: User | None = None, cause: Entry | None = None) -> Post:
    """End a person's place in a committee; on the day it began, it never was (thôi chức vụ)."""
    unit = post.committee.term.unit
    require(actor, "organization.vacate_post", unit, cause=cause)
    if post.valid_to is not None or on < post.valid_from:
        message = _("Chức vụ này đã thôi, hoặc ngày thôi sớm hơn ngày nhận. Xem lại ngày.")
        raise RuleViolation("organization.post_ended", message, field="on")
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    record(actor, "organization.post_vacated", post, unit=unit, cause=cause, on=on)
    return post


@transaction.atomic
def appoint(
    *,
    committee: Committee,
    office: str,
    who: Who,
    since: date,
    until: date | None = None,
    actor: User | None = None,
    cause: Entry | None = None,
) -> Post:
    """Give a post to a person known here, or enter the person first (ghi người và giao chức vụ)."""
    unit = committee.term.unit
    require(actor, FILL, unit, cause=cause)
    person = _known_person(unit, who, actor) or enter_person(
        unit=unit, full_name=who.full_name, born=who.born, is_female=who.is_female, actor=actor, cause=cause
    )
    return fill_post(person=person, committee=committee, office=office, since=since, until=until, actor=actor, cause=cause)


@transaction.atomic
def hand_over_post(*, actor: User, post: Post, who: Who, on: date) -> Post:
    """End a person's post and give it to another on the same day, who leaves his own place in that committee (bàn giao chức vụ)."""
    committee = post.committee
    unit = committee.term.unit
    require(actor, "organization.vacate_post", unit)
    require(actor, FILL, unit)
    heir = _known_person(unit, who, actor)
    if heir is not None and heir.pk == post.person_id:
        raise RuleViolation("organization.same_holder", _("{name} đang giữ chính chức vụ này. Chọn người khác."), name=heir.full_name)
    entry = record(actor, "organization.post_handed_over", post, unit=unit, on=on, office=post.office)
    vacate_post(post=post, on=on, actor=actor, cause=entry)
    left = standing_posts().filter(committee=committee, person=heir, valid_to__isnull=True).first() if heir else None
    if left:
        vacate_post(post=left, on=on, actor=actor, cause=entry)
    given = Who(person=heir) if heir else who
    return appoint(committee=committee, office=post.office, who=given, since=on, actor=actor, cause=entry)


@transaction.atomic
def import_posts(*, actor: User, committee: Committee, rows: Sequence[PostRow]) -> list[Post]:
    """Give all posts of a checked list, or none (ghi chức vụ từ bảng)."""
    unit = committee.term.unit
    require(actor, FILL, unit)
    entry = record(actor, "organization.posts_imported", committee, unit=unit, rows=len(rows))
    return [
        appoint(committee=committee, office=row.office, who=row.who, since=row.since, until=row.until, actor=actor, cause=entry)
        for row in rows
    ]


def _known_person(unit: Unit, who: Who, actor: User | None) -> Person | None:
    """Find the person meant among those of the unit; by name and birth date also in the branch where the actor gives posts."""
    here = people_of(unit)
    if who.person is not None:
        if who.person not in here:
            raise RuleViolation("organization.person_unknown", _("Người này chưa có chức vụ ở đơn vị. Ghi họ và tên."), field="person")
        return who.person
    name = nfc(who.full_name).casefold()
    same = [person for person in here if person.full_name.casefold() == name]
    if who.born is None:
        return _without_birth_date(same, who)
    elsewhere = Person.objects.filter(born=who.born, posts__committee__term__unit__in=visible_units(actor, FILL)).distinct()
    exact = [person for person in [*same, *elsewhere] if person.born == who.born and person.full_name.casefold() == name]
    if not exact and not who.is_namesake and any(person.born is None for person in same):
        message = _(
            "Đơn vị đã có {name}, chưa ghi ngày sinh. Nếu là người ấy, chọn trong danh sách; nếu không, đánh dấu “Người khác cùng tên”."
        )
        raise RuleViolation("organization.namesake_unclear", message, name=same[0].full_name, field="born")
    return exact[0] if exact else None


def _without_birth_date(same: list[Person], who: Who) -> Person | None:
    """Take the one person of this name in the unit; of several, or beside one, the birth date must tell."""
    if len(same) > 1 or (same and who.is_namesake):
        message = _("Đơn vị có người khác tên {name}. Ghi ngày sinh để phân biệt, hoặc chọn trong danh sách.")
        raise RuleViolation("organization.namesake", message, name=same[0].full_name, field="born")
    return same[0] if same else None


def _in_term(committee: Committee, office: Post.Office, since: date, until: date | None) -> None:
    """Refuse an office the committee does not have, and days outside its term."""
    term = committee.term
    if office in FOREIGN.get(Committee.Body(committee.body), ()):
        message = _("{body} không có chức danh {office}. Chọn chức danh khác.")
        body = committee.get_body_display().capitalize()
        raise RuleViolation("organization.office_foreign", message, body=body, office=office.label, field="office")
    if since < term.began or (term.ended is not None and since >= term.ended):
        message = _("Ngày nhận phải trong nhiệm kỳ {title}, từ {began}{until}.")
        ended = _(" đến trước {day}").format(day=f"{term.ended:%d/%m/%Y}") if term.ended else ""
        facts = {"title": term.title, "began": f"{term.began:%d/%m/%Y}", "until": ended}
        raise RuleViolation("organization.outside_term", message, field="since", **facts)
    if until is not None and until <= since:
        raise RuleViolation("organization.ends_before", _("Ngày thôi phải sau ngày nhận. Xem lại hai ngày."), field="until")


def _without_contradiction(person: Person, committee: Committee, office: Post.Office, since: date, until: date | None) -> None:
    """Refuse a post that a person holds already, a second place in one committee, a second secretary."""
    others = standing_posts().filter(unended(since), committee=committee)
    if until is not None:
        others = others.filter(valid_from__lt=until)
    for other in others:
        facts = {"name": other.person.full_name, "office": other.get_office_display(), "day": f"{other.valid_from:%d/%m/%Y}"}
        if other.person_id == person.pk:
            message = _("{name} đã là {office} trong cấp ủy này từ {day}. Ghi thôi chức vụ ấy trước khi giao chức vụ khác.")
            raise RuleViolation("organization.post_twice", message, **facts)
        if other.office == office and office in SINGLE:
            message = _("{name} đang là {office} từ {day}. Hãy bàn giao chức vụ ấy, hoặc ghi ngày thôi.")
            raise RuleViolation("organization.office_taken", message, field="office", **facts)
    if Post.objects.filter(person=person, committee=committee, office=office, valid_from=since).exists():
        message = _("Chức vụ này của {name} từ {day} đã ghi rồi bỏ. Ghi một ngày nhận khác.")
        raise RuleViolation("organization.post_withdrawn", message, name=person.full_name, day=f"{since:%d/%m/%Y}", field="since")
