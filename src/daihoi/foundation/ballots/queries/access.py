"""Who may see and serve a vote: people with a grant in exactly its unit, never the whole branch (người được vào bàn kiểm phiếu)."""

import unicodedata

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.polls import contest_of
from daihoi.foundation.organization.authority import ROLES, Actor, Forbidden, grants_in_force
from daihoi.foundation.organization.models import Person
from daihoi.foundation.organization.roles import roles_with
from daihoi.rules.errors import RuleViolation

ADMINISTRATOR = "administrator"
VIEW = "ballots.view"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def visible_polls(user: Actor, act: str = VIEW) -> "QuerySet[Poll]":
    """Give the votes whose own unit granted a person this act; others do not exist for him (cuộc bỏ phiếu được vào)."""
    here = grants_in_force(user).filter(role__in=roles_with(act), unit_id=OuterRef("unit_id"))
    return Poll.objects.filter(Exists(here)).select_related("unit")


def is_member(user: Actor, poll: Poll, act: str = VIEW) -> bool:
    """Tell whether a person has a grant for this act in the vote's own unit."""
    return grants_in_force(user).filter(role__in=roles_with(act), unit_id=poll.unit_id).exists()


def acts_here(user: Actor, poll: Poll) -> frozenset[str]:
    """Name the acts a person may do in the vote's own unit, for the buttons that are drawn."""
    held = grants_in_force(user).filter(unit_id=poll.unit_id).values_list("role", flat=True)
    return frozenset(act for role in held if role in ROLES for act in ROLES[role].acts)


def require_member(actor: User, poll: Poll, act: str = VIEW) -> None:
    """Refuse people whose right comes from a unit above: nobody else may come to the counting place, EL-33."""
    if not is_member(actor, poll, act):
        raise Forbidden("authority.forbidden", _("Chỉ ban kiểm phiếu và tổ giúp việc của chính cuộc bầu này được vào bàn kiểm phiếu."))


def is_candidate(user: User, poll: Poll) -> bool:
    """Tell whether a person stands on the list: same name and, where both are known, same year of birth."""
    people = list(Person.objects.filter(account=user))
    names = {same_name(name) for name in (user.full_name, *(person.full_name for person in people))}
    years = {str(person.born.year) for person in people if person.born}
    return any(
        same_name(candidate.name) in names and (not years or not candidate.born or any(year in candidate.born for year in years))
        for candidate in contest_of(poll).candidates
    )


def same_name(name: str) -> str:
    """Give what two ways to type one name share: spaces, capitals, compatibility letters and the place of the tone (hòa, hoà) aside."""
    words = unicodedata.normalize("NFKD", name).replace("\u200b", "").casefold().split()
    return " ".join(
        "".join(letter for letter in word if letter not in TONES) + "".join(sorted(letter for letter in word if letter in TONES))
        for word in words
    )


def require_no_candidate(actor: User, poll: Poll) -> None:
    """Refuse who stands on the list: the counting committee is not on the ballot, EL-30."""
    if is_candidate(actor, poll):
        raise RuleViolation(
            "ballots.is_candidate", _("Bạn có tên trong danh sách bầu cử này nên không kiểm phiếu của cuộc bầu này. Người khác làm thay.")
        )


def may_decide(user: User, poll: Poll) -> bool:
    """Tell whether a person may decide on doubtful marks of this vote: of the committee, no candidate, no administrator."""
    held = set(grants_in_force(user).filter(Q(unit_id=poll.unit_id) | Q(role=ADMINISTRATOR)).values_list("role", flat=True))
    return bool(held & roles_with("ballots.adjudicate")) and ADMINISTRATOR not in held and not is_candidate(user, poll)


def sees_places(acts: frozenset[str]) -> bool:
    """Tell whether who holds these acts may see which ballot and row is doubtful: a row is a candidate, so others see numbers only."""
    return bool({"ballots.adjudicate", "ballots.decide_for_board"} & acts)


def may_conclude(user: User, poll: Poll) -> bool:
    """Tell whether a person may write what the whole committee concluded: its head, who may also decide."""
    return is_member(user, poll, "ballots.decide_for_board") and may_decide(user, poll)


def require_no_administrator(actor: User) -> None:
    """Refuse who administers the installation: an administrator sees no content."""
    if grants_in_force(actor).filter(role=ADMINISTRATOR).exists():
        raise RuleViolation(
            "ballots.is_administrator", _("Quản trị hệ thống không quyết định phiếu. Thành viên khác của ban kiểm phiếu làm việc này.")
        )
