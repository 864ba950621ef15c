"""Open a contest, set its list, fix it for printing (lập cuộc bầu, lập danh sách, chốt danh sách)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.elections.models import Contest, ContestCandidate, Elects, Purpose
from daihoi.cycle.elections.queries.contests import as_rules, charter_of, findings_of, of_rules, today_name
from daihoi.cycle.elections.queries.rounds import committees_of, elected_before, elected_in
from daihoi.cycle.elections.services.carrying import KEPT, refuse_new_names, refuse_other_terms
from daihoi.cycle.elections.services.holding import refuse_held
from daihoi.cycle.elections.services.reopening import refuse_recounted
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.services import open_poll
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.rules.base import committee_base
from daihoi.rules.contests import Candidate
from daihoi.rules.errors import ERROR, RuleViolation
from daihoi.rules.names import nfc
from daihoi.rules.rounds import elected_again, strangers
from daihoi.rules.slate import in_ballot_order


@dataclass(frozen=True)
class Terms:
    """What is to be elected, by how many, on what paper (nội dung cuộc bầu)."""

    title: str
    seats: int
    base: int = 0  # of a new committee it is computed
    elects: str = Elects.OTHER
    purpose: str = Purpose.ELECTION
    alternates: int = 0
    convened: int | None = None
    present: int | None = None
    checks_stamp: bool = False
    page_size: str = "A4"
    place: str = ""
    among: Contest | None = None
    voters: Contest | None = None
    moved_away: int = 0
    suspended: int = 0


@transaction.atomic
def open_contest(*, actor: User, congress: Congress, terms: Terms) -> Contest:
    """Open a contest of a congress; its list is empty (lập cuộc bầu)."""
    require(actor, "elections.open_contest", congress.unit)
    refuse_held(congress)
    terms = _of_committee(congress, terms)
    _check_terms(terms)
    contest = Contest.objects.create(congress=congress, letter=next_letter(congress), journal_chain=next_chain(congress), **vars(terms))
    record(actor, "elections.contest_opened", contest, **_facts(terms))
    return contest


@transaction.atomic
def change_terms(*, actor: User, contest: Contest, terms: Terms) -> Contest:
    """Change what is elected while the list is open; a further round stays as the congress decided it, EL-46 (sửa nội dung cuộc bầu)."""
    require(actor, "elections.change_terms", contest.unit)
    contest = open_list(contest)
    terms = _of_committee(contest.congress, terms)
    refuse_other_terms(contest, vars(terms))
    _check_terms(terms)
    for name, value in vars(terms).items():
        setattr(contest, name, value)
    contest.save()
    record(actor, "elections.terms_changed", contest, **_facts(terms))
    return contest


@transaction.atomic
def set_candidates(*, actor: User, contest: Contest, candidates: Sequence[Candidate]) -> list[ContestCandidate]:
    """Set the whole list, in the order of given names, EL-13 (lập danh sách bầu cử)."""
    require(actor, "elections.set_candidates", contest.unit)
    contest = open_list(contest)
    odd = next((each.name for each in candidates if not each.name.strip()[:1].isalpha()), None)
    if odd is not None:
        raise RuleViolation("elections.not_a_name", _("“{name}” không bắt đầu bằng chữ cái. Ghi họ và tên, không ghi ký hiệu."), name=odd)
    if contest.is_tie:
        raise RuleViolation("elections.tie_list", _("Bầu lại chỉ gồm những người bằng phiếu; không thêm bớt danh sách này."))
    _refuse_people(contest, candidates)
    refuse_new_names(contest, candidates)
    return write_list(actor, contest, candidates)


@transaction.atomic
def fix_list(*, actor: User, contest: Contest) -> Contest:
    """Close the list and make its ballot; findings stay the congress's to answer for (chốt danh sách bầu cử)."""
    require(actor, "elections.fix_list", contest.unit)
    contest = open_list(contest)
    refuse_held(contest.congress)
    refuse_recounted(contest)
    _refuse_undecided(contest)
    _refuse_changed_committee(contest)
    frozen = as_rules(contest, today_name(contest.unit))
    for found in findings_of(contest):
        if found.level == ERROR:
            raise RuleViolation(found.code, found.template, **found.facts)
    entry = record(actor, "elections.list_fixed", contest, names=len(frozen.candidates), seats=contest.seats, base=contest.base)
    wrong = contest.poll
    poll = open_poll(
        cause=entry,
        unit=contest.unit,
        contest=frozen,
        charter=charter_of(contest),
        letter=contest.letter,
        page_size=contest.page_size,
        replaces=wrong,
        present=contest.present,
        journal_chain=contest.journal_chain,
    )
    if not Contest.objects.filter(pk=contest.pk, poll=wrong).update(poll=poll):
        raise RuleViolation("elections.fixed", _("Danh sách đã chốt rồi."))
    contest.poll = poll
    return contest


def _refuse_undecided(contest: Contest) -> None:
    """Refuse to fix a further round that is not as the congress decided it, whoever wrote it (DE-10, EL-46)."""
    people = [of_rules(row) for row in contest.candidates.all()]
    refuse_other_terms(contest, {name: getattr(contest, name) for name in KEPT})
    _refuse_people(contest, people)
    refuse_new_names(contest, people)


def next_letter(congress: Congress) -> str:
    """Give the next free letter, by which people tell the ballots of one congress apart."""
    used = set(congress.contests.values_list("letter", flat=True))
    free = next((letter for letter in ascii_uppercase if letter not in used), None)
    if free is None:
        raise RuleViolation("elections.too_many", _("Đại hội đã có 26 cuộc bầu, hết chữ để phân biệt phiếu."))
    return free


def next_chain(congress: Congress) -> str:
    """Name a chain of the journal for one contest and its ballots, so that its part is handed out without other business of the unit."""
    return f"{congress.unit_id}/{Contest.objects.filter(congress__unit=congress.unit_id).count() + 1}"


def open_list(contest: Contest) -> Contest:
    """Read a contest again for writing, or refuse when its list is fixed."""
    locked = (
        Contest.objects.select_for_update(of=("self",))
        .select_related("congress__unit", "congress__charter", "poll", "among", "voters", "earlier")
        .get(pk=contest.pk)
    )
    if locked.is_fixed:
        raise RuleViolation("elections.fixed", _("Danh sách đã chốt và đã làm phiếu, không sửa được nữa."))
    return locked


def _check_terms(terms: Terms) -> None:
    """Refuse numbers that cannot be."""
    if terms.seats < 1:
        raise RuleViolation("elections.no_seats", _("Số lượng cần bầu phải từ 1 trở lên."), field="seats")
    if terms.base < 1:
        raise RuleViolation("elections.no_base", _("Cơ sở tính phải từ 1 trở lên: số được triệu tập, trừ người không tính."), field="base")
    if terms.convened is not None and terms.base > terms.convened:
        raise RuleViolation(
            "elections.base_over_convened",
            _("Cơ sở tính {base} nhiều hơn số được triệu tập {convened}. Hãy sửa một trong hai số."),
            base=terms.base,
            convened=terms.convened,
            field="base",
        )
    if terms.convened is not None and terms.present is not None and terms.present > terms.convened:
        raise RuleViolation(
            "elections.present_over_convened",
            _("Số có mặt {present} nhiều hơn số được triệu tập {convened}. Hãy sửa một trong hai số."),
            present=terms.present,
            convened=terms.convened,
            field="present",
        )
    if terms.present is not None and terms.present > terms.base:
        raise RuleViolation(
            "elections.present_over_base",
            _(
                "Số có mặt {present} nhiều hơn cơ sở tính {base}. Ai có mặt và được bầu thì phải nằm trong cơ sở tính; hãy sửa một trong hai số."
            ),
            present=terms.present,
            base=terms.base,
            field="present",
        )


def _of_committee(congress: Congress, terms: Terms) -> Terms:
    """Check an election from among those elected before; a new committee votes on the base of its own members (EL-14, EL-52, EL-55)."""
    elected = committees_of(congress)
    for field in ("among", "voters"):
        if getattr(terms, field) not in (None, *elected):
            message = _("Cuộc bầu ấy chưa công bố kết quả, hoặc của đại hội khác.")
            raise RuleViolation("elections.committee_not_elected", message, field=field)
    if terms.voters is None:
        return terms
    members = len(elected_in(terms.voters))
    base = committee_base(members, temporarily_elsewhere=terms.moved_away, suspended=terms.suspended)
    return replace(terms, convened=members, base=base.number)


def _refuse_changed_committee(contest: Contest) -> None:
    """Refuse a base that was computed before the committee was complete (EL-52)."""
    if contest.voters is None or contest.earlier is not None:
        return
    members = len(elected_in(contest.voters))
    if members != contest.convened:
        message = _("Ban mới nay có {now} người, lúc ghi nội dung cuộc bầu có {then}. Mở “Sửa” ở phần nội dung và ghi lại để máy tính lại.")
        raise RuleViolation("elections.committee_changed", message, now=members, then=contest.convened)


def _refuse_people(contest: Contest, candidates: Sequence[Candidate]) -> None:
    """Refuse who was elected in an earlier round, and for a post of a committee who is not of it (EL-14, EL-46, EL-55)."""
    again = elected_again(candidates, elected_before(contest))
    if again:
        names = ", ".join(again)
        raise RuleViolation("elections.elected_already", _("Đã trúng cử ở lần bầu trước: {names}. Bỏ khỏi danh sách lần này."), names=names)
    outside = strangers(candidates, elected_in(contest.among)) if contest.among else []
    if outside:
        message = _("Không phải người đã trúng cử ở cuộc “{title}”: {names}. Chỉ bầu trong số người đã trúng cử.")
        raise RuleViolation("elections.not_of_committee", message, title=contest.among.title, names=", ".join(outside))  # type: ignore[union-attr]


def _facts(terms: Terms) -> dict[str, Any]:
    """Give the numbers of a contest for the journal, without words typed by people."""
    facts = {name: getattr(terms, name) for name in ("elects", "purpose", "seats", "base", "alternates")}
    if terms.voters is None:
        return facts
    return facts | {"voters": str(terms.voters.pk), "moved_away": terms.moved_away, "suspended": terms.suspended}


def write_list(actor: User, contest: Contest, candidates: Sequence[Candidate]) -> list[ContestCandidate]:
    """Replace the list of a contest and record its size and digest, no names."""
    tidy = [Candidate(" ".join(nfc(one.name).split()), one.born.strip(), one.sex.strip(), one.note.strip()) for one in candidates]
    if any(not one.name for one in tidy):
        raise RuleViolation("elections.name_missing", _("Có dòng thiếu họ và tên. Hãy ghi tên hoặc xóa dòng ấy."), field="people")
    ordered = in_ballot_order(tidy)
    contest.candidates.all().delete()
    rows = [
        ContestCandidate(contest=contest, place=place, name=one.name, born=one.born, sex=one.sex, note=one.note)
        for place, one in enumerate(ordered, 1)
    ]
    written = ContestCandidate.objects.bulk_create(rows)
    root = merkle_root(f"{row.place}|{row.name}|{row.born}" for row in written)
    record(actor, "elections.candidates_set", contest, names=len(written), root=root)
    return written
