"""Who holds or held a post in the committees of a unit (người giữ chức vụ)."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from daihoi.foundation.organization.models import Committee, Person, Post, Term, Unit
from daihoi.rules.names import NameKey, sort_key

PLACE = {office: place for place, office in enumerate(Post.Office.values)}
BODY = {body: place for place, body in enumerate(Committee.Body.values)}


def rank(post: Post) -> tuple[int, NameKey]:
    """Order posts: the secretary first, then by given name."""
    return PLACE[post.office], sort_key(post.person.full_name)


def unended(on: date) -> Q:
    """Select posts that are not over on a day."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=on)


def standing_posts() -> "QuerySet[Post]":
    """Give all posts but those entered by mistake, which end on the day they begin."""
    return Post.objects.exclude(valid_to__isnull=False, valid_to=F("valid_from")).select_related("person", "committee")


def holders(unit: Unit, on: date, bodies: Collection[str] | None = None) -> list[Post]:
    """Give who holds a post in a unit's committees on a day, the secretary first (người đang giữ chức vụ)."""
    found = standing_posts().filter(unended(on), committee__term__unit=unit, valid_from__lte=on)
    if bodies is not None:
        found = found.filter(committee__body__in=bodies)
    return sorted(found, key=rank)


def each_once(posts: Iterable[Post]) -> list[Post]:
    """Keep of each person the first post."""
    found: dict[object, Post] = {}
    for post in posts:
        found.setdefault(post.person_id, post)
    return list(found.values())


def people_of(unit: Unit) -> list[Person]:
    """Give the persons with a post in a unit, now or earlier, by given name; nobody else is offered there (người của đơn vị)."""
    known = Person.objects.filter(posts__committee__term__unit=unit).distinct()
    return sorted(known, key=lambda person: sort_key(person.full_name))


def shared_names(people: Iterable[Person]) -> frozenset[str]:
    """Give the names that several persons bear: only there a birth date tells them apart (trùng tên)."""
    times = Counter(name for _pk, name in {(person.pk, person.full_name) for person in people})
    return frozenset(name for name, number in times.items() if number > 1)


@dataclass(frozen=True)
class Seats:
    """One committee with who sits in it and who sat there (thành viên cấp ủy)."""

    committee: Committee
    present: list[Post] = field(default_factory=list)
    past: list[Post] = field(default_factory=list)


def seats(unit: Unit, on: date) -> list[tuple[Term, list[Seats]]]:
    """Give every term of a unit, the newest first, with its committees and their members (cấp ủy các nhiệm kỳ)."""
    posts = Prefetch("posts", queryset=standing_posts(), to_attr="entered")
    committees = Prefetch("committees", queryset=Committee.objects.prefetch_related(posts), to_attr="opened")
    found: list[tuple[Term, list[Seats]]] = []
    for term in unit.terms.order_by("-began").prefetch_related(committees):
        opened: list[Committee] = sorted(term.opened, key=lambda each: BODY[each.body])
        found.append((term, [_seats(committee, on) for committee in opened]))
    return found


def _seats(committee: Committee, on: date) -> Seats:
    """Part the posts of a committee into present and past ones."""
    entered: list[Post] = sorted(committee.entered, key=rank)  # type: ignore[attr-defined]  # prefetched
    over = [post for post in entered if post.valid_to is not None and post.valid_to <= on]
    return Seats(committee, [post for post in entered if post not in over], over)
