"""Terms, committees, persons with a post (nhiệm kỳ, cấp ủy, chức vụ)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Committee, Person, Post, Term, Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def open_term(
    *, unit: Unit, title: str, began: date, tenure_no: int | None = None, actor: User | None = None, cause: Entry | None = None
) -> Term:
    """Begin a term of a unit and end the one before on that day (mở nhiệm kỳ)."""
    require(actor, "organization.open_term", unit, cause=cause)
    later = Term.objects.filter(unit=unit, began__gte=began).first()
    if later:
        raise RuleViolation("organization.term_order", _("Đã có nhiệm kỳ {title} từ ngày {began}."), title=later.title, began=later.began)
    Term.objects.filter(unit=unit, ended__isnull=True).update(ended=began)
    term = Term.objects.create(unit=unit, title=title, began=began, tenure_no=tenure_no)
    record(actor, "organization.term_opened", term, unit=unit, cause=cause, began=began)
    return term


@transaction.atomic
def open_committee(*, term: Term, body: str, actor: User | None = None, cause: Entry | None = None) -> Committee:
    """Open an elected body of a unit in a term (lập cấp ủy)."""
    require(actor, "organization.open_committee", term.unit, cause=cause)
    committee = Committee.objects.create(term=term, body=Committee.Body(body))
    record(actor, "organization.committee_opened", committee, unit=term.unit, cause=cause, body=committee.body)
    return committee


@transaction.atomic
def enter_person(
    *,
    unit: Unit,
    full_name: str,
    born: date | None = None,
    is_female: bool | None = None,
    is_demonstration: bool = False,
    actor: User | None = None,
    cause: Entry | None = None,
) -> Person:
    """Enter a person who has a post, a mandate or a candidacy (ghi người)."""
    require(actor, "organization.enter_person", unit, cause=cause)
    name = " ".join(full_name.split())
    if not name:
        raise RuleViolation("organization.no_name", _("Cần ghi họ và tên."))
    person = Person.objects.create(full_name=name, born=born, is_female=is_female, is_demonstration=is_demonstration)
    record(actor, "organization.person_entered", person, unit=unit, cause=cause)
    return person


@transaction.atomic
def fill_post(
    *, person: Person, committee: Committee, office: str, since: date, actor: User | None = None, cause: Entry | None = None
) -> Post:
    """Put a person into a place of a committee from a day on (giao chức vụ)."""
    unit = committee.term.unit
    require(actor, "organization.fill_post", unit, cause=cause)
    post = Post.objects.create(person=person, committee=committee, office=Post.Office(office), valid_from=since)
    record(actor, "organization.post_filled", post, unit=unit, cause=cause, office=post.office, since=since)
    return post


@transaction.atomic
def vacate_post(*, post: Post, on: date, actor: User | None = None, cause: Entry | None = None) -> Post:
    """End a person's place in a committee (thôi chức vụ)."""
    unit = post.committee.term.unit
    require(actor, "organization.vacate_post", unit, cause=cause)
    if post.valid_to is not None or on < post.valid_from:
        raise RuleViolation("organization.post_ended", _("Chức vụ này đã thôi, hoặc ngày thôi sớm hơn ngày nhận. Xem lại ngày."))
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    record(actor, "organization.post_vacated", post, unit=unit, cause=cause, on=on)
    return post
