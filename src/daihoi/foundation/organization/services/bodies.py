"""Terms, committees, persons who sit in them (nhiệm kỳ, cấp ủy, người)."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Committee, Person, Post, Term, Unit
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc


@transaction.atomic
def open_term(
    *, unit: Unit, title: str, began: date, tenure_no: int | None = None, actor: User | None = None, cause: Entry | None = None
) -> Term:
    """Begin a term of a unit and end the one before, with every post in it, on that day (mở nhiệm kỳ)."""
    require(actor, "organization.open_term", unit, cause=cause)
    later = Term.objects.filter(unit=unit, began__gte=began).first()
    if later:
        message = _("Đã có nhiệm kỳ {title} từ ngày {began}. Nhiệm kỳ mới phải bắt đầu sau ngày ấy.")
        raise RuleViolation("organization.term_order", message, title=later.title, began=f"{later.began:%d/%m/%Y}", field="began")
    posts = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=began), committee__term__unit=unit)
    late = posts.filter(valid_from__gt=began).order_by("valid_from").first()
    if late:
        message = _("Có chức vụ của nhiệm kỳ trước nhận ngày {day}, sau ngày bắt đầu này. Xem lại ngày.")
        raise RuleViolation("organization.post_after_term", message, day=f"{late.valid_from:%d/%m/%Y}", field="began")
    Term.objects.filter(unit=unit, ended__isnull=True).update(ended=began)
    ended = posts.update(valid_to=began)
    term = Term.objects.create(unit=unit, title=title, began=began, tenure_no=tenure_no)
    record(actor, "organization.term_opened", term, unit=unit, cause=cause, began=began, posts_ended=ended)
    return term


@transaction.atomic
def open_committee(*, term: Term, body: str, actor: User | None = None, cause: Entry | None = None) -> Committee:
    """Open an elected body of a unit in a term (lập cấp ủy)."""
    require(actor, "organization.open_committee", term.unit, cause=cause)
    if Committee.objects.filter(term=term, body=body).exists():
        message = _("Nhiệm kỳ {title} đã có {body}. Ghi người vào cấp ủy ấy.")
        raise RuleViolation("organization.committee_twice", message, title=term.title, body=Committee.Body(body).label, field="body")
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
    name = nfc(full_name)
    if not name:
        raise RuleViolation("organization.no_name", _("Cần ghi họ và tên."), field="full_name")
    person = Person.objects.create(full_name=name, born=born, is_female=is_female, is_demonstration=is_demonstration)
    record(actor, "organization.person_entered", person, unit=unit, cause=cause)
    return person
