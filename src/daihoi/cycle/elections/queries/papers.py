"""What the papers of a contest need, gathered from what was written (số liệu cho văn bản)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Min, Sum
from django.utils import timezone, translation

from daihoi.cycle.congresses.models import Congress, Form
from daihoi.cycle.elections.models import Contest, Elects, HoldStep, MinutesSignature, RecheckStep, ReopeningStep, Result
from daihoi.cycle.elections.queries.contests import charter_of, findings_of
from daihoi.cycle.elections.queries.rechecks import Recheck, rechecks_of
from daihoi.foundation.ballots.models import (
    BallotCall,
    CountFigures,
    CountRecord,
    MachineRecord,
    Poll,
    Reading,
    SecondCheck,
    Tally,
    VoidedRun,
)
from daihoi.foundation.ballots.queries.accounts import Corrected, corrections_of, newest_counts
from daihoi.foundation.ballots.queries.figures import figures_of
from daihoi.foundation.ballots.queries.loops import release_of
from daihoi.foundation.ballots.queries.machines import machines_of, programs_before
from daihoi.foundation.ballots.queries.papers import how_checked, network_in_words, seed_in_words, what_differed
from daihoi.foundation.organization.models import Grant, Unit
from daihoi.foundation.organization.queries import breadcrumb
from daihoi.foundation.registers.models import Number
from daihoi.foundation.registers.queries import number_of
from daihoi.office import (
    Count,
    Document,
    Member,
    OpenRule,
    Person,
    Sitting,
    certificate,
    format_on,
    minutes_of_count,
    proof_of_list,
    sheet_of_rules,
)
from daihoi.rules.adoption import sheet_of_rules as rules_to_adopt
from daihoi.rules.base import committee_base

HEAD = "counting_head"
COUNTING_COMMITTEE = (HEAD, "counting_committee")
COMMITTEES = {
    Elects.EXECUTIVE_COMMITTEE: "Ban Chấp hành",
    Elects.STANDING_COMMITTEE: "Ban Thường vụ",
    Elects.INSPECTION_COMMITTEE: "Ủy ban Kiểm tra",
}  # names in papers, never translated
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
PARTY = "dcsvn"
PAPERS = ("minutes", "certificate")
PAPERS_BEFORE = ("proof", "rules")


def roman(number: int) -> str:
    """Write an ordinal as congresses do: XII."""
    text = ""
    for value, sign in ROMAN:
        while number >= value:
            text, number = text + sign, number - value
    return text


def congress_title(congress: Congress, unit_name: str) -> str:
    """Name a congress by who attends and its ordinal or term (FM-13); a name is not translated."""
    who = "Đại hội đại biểu" if congress.form == Form.DELEGATES else "Đại hội"
    which = f"lần thứ {roman(congress.ordinal)}" if congress.ordinal else f"nhiệm kỳ {congress.round.term}"
    return f"{who} {unit_name} {which}"


def family_of(contest: Contest) -> Literal["party", "neutral"]:
    """Choose the format of papers by the charter: only party congresses print the party's heading."""
    return "party" if charter_of(contest).name.startswith(PARTY) else "neutral"


def sitting_of(contest: Contest, day: date | None = None) -> Sitting:
    """Gather the head of all papers of one contest (đầu văn bản)."""
    signed_on = day or timezone.localdate()
    places = breadcrumb(contest.unit, signed_on)
    name = places[-1].name if places else contest.unit.code
    title = congress_title(contest.congress, name)
    term = f"nhiệm kỳ {contest.congress.round.term}"
    return Sitting(
        form=format_on(signed_on, family_of(contest)),
        issuing=title,
        congress=title,
        upper=places[-2].name if len(places) > 1 else "",
        term="" if term in title else term,
        place=contest.place,
        signed_on=day,
    )


def committee_of(unit: Unit, day: date) -> tuple[Member, ...]:
    """Name the counting committee as it was granted in the unit on a day, its head first (ban kiểm phiếu)."""
    rows = Grant.objects.filter(role__in=COUNTING_COMMITTEE, unit=unit, valid_from__lte=day).select_related("user")
    standing = [row for row in rows.order_by("user__full_name") if row.valid_to is None or row.valid_to > day]
    heads = {row.user_id: row.user.full_name for row in standing if row.role == HEAD}
    others = {row.user_id: row.user.full_name for row in standing if row.user_id not in heads}
    return (*(Member(name, "Trưởng ban") for name in heads.values()), *(Member(name) for name in others.values()))


def count_of(result: Result) -> Count:
    """Gather everything the minutes of a count record (EL-34)."""
    contest, tally = result.contest, result.tally
    poll, outcome = tally.poll, result.outcome
    numbers = newest_counts(poll)
    signed = {row.place: row.signer.full_name for row in result.signatures.all()}
    figures, closings = figures_of(tally), rechecks_of(contest)
    by_hand = poll.batches.filter(state="read", entries__gt=0).aggregate(ballots=Sum("hand_count"), entries=Min("entries"))
    members = committee_of(contest.unit, timezone.localdate(result.certified_at))
    return Count(
        title=contest.title,
        base=outcome["base"],
        result=outcome,
        round=contest.rules_round,
        **_electorate(contest),
        purpose=contest.purpose,
        present=numbers.get(CountRecord.Kind.PRESENT, (contest.present, 0))[0],
        **_paper(numbers),
        started_at=started_at(poll),
        closed_at=timezone.localtime(tally.closed_at),
        voided=voided_sheets(poll),
        machines=(*_machines(poll), *_tried(poll), *_program(tally)),
        second_checks=tuple(_closings(result, closings)),
        standing=_standing(closings[-1]),
        corrections=tuple(_corrected(each) for each in corrections_of(poll)),
        holds=holds_before(result),
        pages_read=Reading.objects.filter(scan__batch__poll=poll, scan__batch__state="read", scan__batch__entries=0).count(),
        keyed=by_hand["ballots"] or 0,
        entries=by_hand["entries"] or 0,
        readers_apart=figures.readers_apart,
        fields_read=figures.fields_read,
        marks_decided=figures.marks_decided,
        third_votes=figures.third_votes,
        read_again=_read_again(figures),
        head=signed.get(MinutesSignature.Place.HEAD) or _only_head(members),
        members=members,
        presidium=tuple(Member(name) for place, name in signed.items() if place == MinutesSignature.Place.PRESIDIUM),
        journal_head=result.journal_head[:16],
    )


def _only_head(members: tuple[Member, ...]) -> str:
    """Name the head for the minutes that are printed to be signed, where there is one head."""
    heads = [one.name for one in members if one.role]
    return heads[0] if len(heads) == 1 else ""


def _paper(numbers: Mapping[CountRecord.Kind, tuple[int, int]]) -> dict[str, Any]:
    """Say what became of the ballots printed, as far as it was counted."""
    return {name: numbers.get(CountRecord.Kind(name), (None, 0))[0] for name in ("printed", "spoiled", "left_over")}


def _electorate(contest: Contest) -> dict[str, Any]:
    """Say who was to vote: the congress, or a new committee less those who do not count (EL-52)."""
    voters = COMMITTEES[Elects(contest.voters.elects)] if contest.voters else ""
    return {"convened": contest.convened, "voters": voters, "members_off": _members_off(contest)}


def _members_off(contest: Contest) -> tuple[tuple[str, int], ...]:
    """Say which members of a new committee do not count in its base, EL-52."""
    base = committee_base(contest.convened or 0, temporarily_elsewhere=contest.moved_away, suspended=contest.suspended)
    return tuple((off.why, off.number) for off in base.deductions if off.number)


def voided_sheets(poll: Poll) -> int:
    """Count the destroyed sheets of wrong print runs, also of votes that this one replaced, PR-17."""
    found, each = 0, poll
    while True:
        found += VoidedRun.objects.filter(run__poll=each).aggregate(n=Sum("destroyed"))["n"] or 0
        if each.replaces is None:
            return found
        each = each.replaces


def _read_again(again: CountFigures) -> tuple[str, ...]:
    """Say how many ballots were called out to be read again and how many sheets were read row by row, and what that changed, EL-26."""
    words: list[str] = []
    if again.called:
        with translation.override("vi"):
            why = ", ".join(f"{n} {BallotCall.Reason(reason).label}" for reason, n in sorted(again.called.items()))
        changed = f"{again.called_rows} dòng đổi, {again.overturned} phiếu đổi giữa hợp lệ và không hợp lệ do người kết luận"
        words.append(f"{sum(again.called.values())} phiếu được gọi ra đọc lại ({why}), {changed}")
    if again.sheets:
        words.append(f"{again.sheets} tờ có nét ngoài chỗ bầu được đọc lại từng dòng, {again.sheet_rows} dòng đổi so với máy đọc")
    return tuple(words)


def _machines(poll: Poll) -> tuple[str, ...]:
    """Say how each machine stood, or that nobody recorded one, PR-26."""
    return tuple(_machine(record) for record in machines_of(poll)) or ("Trước khi kiểm phiếu không lập biên bản máy",)


def _machine(record: MachineRecord) -> str:
    """Say in one sentence how a machine stood before the vote, or that it was wiped, PR-26."""
    at, device = timezone.localtime(record.recorded_at), record.device[:1].upper() + record.device[1:]
    if record.kind == MachineRecord.Kind.WIPED:
        return f"{device}: đã xóa dữ liệu lúc {at:%H:%M, %d/%m/%Y}"
    return (
        f"{device}: biên bản máy lập lúc {at:%H:%M, %d/%m/%Y}, chương trình {record.version}, "
        f"mã băm {record.program_digest[:16]}, đã đọc {record.pages_read} trang; {network_in_words(record)}"
    )


def _corrected(each: Corrected) -> str:
    """Say one correction: both numbers, when, why, by whom, EL-36 (sửa số phiếu)."""
    row, at = each.row, timezone.localtime(each.row.recorded_at)
    people = [f"người ghi: {row.recorded_by.full_name}"] if row.recorded_by else []
    people += [f"người xác nhận: {row.confirmed_by.full_name}"] if row.confirmed_by else []
    return "; ".join(
        [f"Sửa số {row.get_kind_display()} từ {each.before} thành {row.count} lúc {at:%H:%M, %d/%m/%Y}, lý do: {row.reason}", *people]
    )


def _tried(poll: Poll) -> tuple[str, ...]:
    """Say on what the vote was let be held: the loop test, the reason for none, or that ballots were keyed in, PR-18."""
    release = release_of(poll)
    if release is None:
        return ()
    if test := release.loop_test:
        return (
            f"Thử vòng máy in {test.printer}, máy quét {test.scanner} lúc {timezone.localtime(test.tested_at):%H:%M, %d/%m/%Y}: đạt, "
            f"đọc đúng {test.right} chỗ trên {test.pages_seen} trang, mã băm chương trình {test.program_digest[:16]}",
        )
    return (f"Không thử vòng máy, lý do: {release.reason}",) if release.reason else ()


def _stands_in_minutes(check: SecondCheck, result: Result) -> bool:
    """A second check stands in the minutes unless both signatures were under them before it; it has minutes of its own anyway."""
    signed = [row.signed_at for row in result.signatures.all()]
    return len(signed) < len(MinutesSignature.Place) or check.recorded_at <= max(signed)


def _closings(result: Result, closings: Sequence[Recheck]) -> Iterator[str]:
    """Tell of every closing that was opened again, of the second checks and of what was decided on them, in order."""
    for closing in closings:
        if closing.tally.pk != result.tally_id or closing.tally.turn > 1:
            yield _closed(closing.tally, is_standing=closing.tally.pk == result.tally_id)
        checks = [check for check in closing.checks if _stands_in_minutes(check, result)]
        yield from (_second_check(check) for check in checks)
        yield from (_recheck_step(step) for step in closing.steps)
        yield from _announced(closing.tally, result)


def _closed(tally: Tally, *, is_standing: bool) -> str:
    """Say when a count was closed and with which code; of one opened again, also who had the votes then."""
    head = f"Khóa kiểm phiếu lần {tally.turn} lúc {timezone.localtime(tally.closed_at):%H:%M, %d/%m/%Y}, mã kiểm chứng {tally.digest}"
    if is_standing:
        return f"{head}."
    names = ", ".join(row["name"] for row in tally.result["votes"] if row["elected"]) or "không có"
    return f"{head}; người đủ số phiếu lần ấy: {names}. Lần khóa này đã mở lại, số liệu không dùng nữa."


def _announced(tally: Tally, standing: Result) -> Iterator[str]:
    """Say that an earlier closing was announced, and by which steps its count was opened again, with the paper of the superior."""
    before = getattr(tally, "result_row", None)
    if before is None or before.pk == standing.pk:
        return
    yield f"Đã công bố lúc {timezone.localtime(before.certified_at):%H:%M, %d/%m/%Y}, mã kiểm chứng {before.digest}; kết quả ấy đã mở lại, không dùng nữa."
    for step in before.reopening_steps.select_related("recorded_by"):
        at, said = timezone.localtime(step.recorded_at), step.get_step_display()
        paper = f", {step.body}, số {step.number} ngày {step.dated:%d/%m/%Y}" if step.dated else ""
        yield f"{said[:1].upper()}{said[1:]} sau công bố lúc {at:%H:%M, %d/%m/%Y}{paper}, {step.recorded_by.full_name} ghi, lý do: “{step.words.rstrip('.')}”."


def _recheck_step(step: RecheckStep) -> str:
    """Say what the board asked for or the presidium decided after a second check, by whom it was written, and why."""
    at, said = timezone.localtime(step.recorded_at), step.get_step_display()
    return f"{said[:1].upper()}{said[1:]} lúc {at:%H:%M, %d/%m/%Y}, {step.recorded_by.full_name} ghi, lý do: “{step.words.rstrip('.')}”."


def _standing(closing: Recheck) -> str:
    """Say beside the result itself that it follows a count opened again, or stands although sheets differ."""
    if closing.end is not None and closing.last is not None:
        n = closing.last.differing
        return f"Kiểm lần hai thấy {n} phiếu khác bản ghi, không làm đổi người có tên dưới đây; quyết định của đoàn chủ tịch ở mục 4."
    if closing.tally.turn > 1:
        return f"Đây là kết quả của lần khóa kiểm phiếu thứ {closing.tally.turn}; các lần trước đã mở lại theo quyết định ở mục 4."
    return ""


def _second_check(check: SecondCheck) -> str:
    """Say when ballots were counted again, which, by which seed, and what differed."""
    at = timezone.localtime(check.recorded_at)
    seed = "" if check.is_full else f" {seed_in_words(check)}"
    return f"Kiểm phiếu lần hai lúc {at:%H:%M, %d/%m/%Y}. {how_checked(check)}{seed} {what_differed(check)}"


def holds_before(result: Result) -> tuple[str, ...]:
    """Tell of each hold between the result before this one in the congress and this one, PR-16 (tạm dừng trước lần bầu này)."""
    congress, certified = result.contest.congress_id, result.certified_at
    before = Result.objects.filter(contest__congress=congress, certified_at__lt=certified).order_by("-certified_at").first()
    if before is None:
        return ()
    steps: dict[int, list[HoldStep]] = {}
    for step in HoldStep.objects.filter(congress=congress, recorded_at__gt=before.certified_at, recorded_at__lt=certified):
        steps.setdefault(step.hold, []).append(step)
    return tuple("; ".join(_hold_step(step) for step in each) for each in steps.values())


def _hold_step(step: HoldStep) -> str:
    """Say one step of a hold with its letter, and whether the unit below copied the reply from it."""
    at = f"{timezone.localtime(step.recorded_at):%H:%M, %d/%m/%Y}"
    letter = f"văn bản số {step.number} ngày {step.dated:%d/%m/%Y}" if step.dated else ""
    if step.step == HoldStep.Step.STOPPED:
        return f"Trước lần bầu này, đại hội tạm dừng bầu cử lúc {at}, lý do: {step.words}"
    if step.step == HoldStep.Step.REPORTED:
        return f"báo cáo cấp trên tại {letter}"
    if step.step == HoldStep.Step.ANSWERED:
        copied = " (do đơn vị ghi lại theo văn bản)" if step.is_on_behalf else ""
        return f"cấp trên trả lời tại {letter}{copied}: “{step.words.rstrip('.')}”"
    return f"bầu tiếp lúc {at}"


def _program(tally: Tally) -> tuple[str, ...]:
    """Say whether the program that closed the count is the one that was recorded and tried, PR-18."""
    if not tally.program_digest:
        return ()
    closed = f"Chương trình lúc khóa kiểm phiếu có mã băm {tally.program_digest[:16]}"
    steps = programs_before(tally.poll)
    changed = [step for step, digest in steps if digest != tally.program_digest]
    if changed:
        return (f"{closed}, KHÁC lúc {', '.join(changed)}",)
    return (f"{closed}, không đổi từ lúc {', '.join(dict.fromkeys(step for step, _digest in steps))}" if steps else closed,)


def started_at(poll: Poll) -> datetime | None:
    """Say when the ballots out of the box were first counted."""
    first = CountRecord.objects.filter(poll=poll, kind=CountRecord.Kind.RETURNED).order_by("turn").first()
    return timezone.localtime(first.recorded_at) if first else None


def paper_of(contest: Contest, kind: str) -> Document | None:
    """Write one paper of a contest, in Vietnamese whatever the language of the page; some exist only after the certification."""
    with translation.override("vi"):
        return _paper_of(contest, kind)


def _paper_of(contest: Contest, kind: str) -> Document | None:
    """Write one paper of a contest."""
    if kind in PAPERS:
        result = contest.result
        if result is None or (kind == "certificate" and not contest.is_election):
            return None
        sitting, count = sitting_of(contest, timezone.localdate(result.certified_at)), count_of(result)
        written = minutes_of_count(sitting, count) if kind == "minutes" else certificate(sitting, count)
        number = number_of_paper(contest, kind)
        return replace(written, symbol=replace(written.symbol, number=number.number)) if number and written.symbol else written
    return proof_paper(contest) if kind == "proof" else rules_paper(contest)


def number_of_paper(contest: Contest, kind: str) -> Number | None:
    """Give the number a paper of a contest carries in the register of its congress (FM-16)."""
    return number_of(subject_of(contest, kind))


def subject_of(contest: Contest, kind: str) -> str:
    """Name a paper of a contest for the register."""
    before = contest.results.filter(reopening_steps__step=ReopeningStep.Step.REOPENED).count()
    return f"elections.{kind}:{contest.pk}" + (f":{before + 1}" if before else "")


def proof_paper(contest: Contest) -> Document:
    """Write the proof of a list for two signatures (PR-17)."""
    people = [Person(row.name, row.born, row.sex, row.note) for row in contest.candidates.all()]
    remarks = [f"Lưu ý: {one.message}" for one in findings_of(contest)]
    digest = contest.poll.digest[:16] if contest.poll else ""
    return proof_of_list(sitting_of(contest), title=contest.title, seats=contest.seats, people=people, remarks=remarks, digest=digest)


def rules_paper(contest: Contest) -> Document:
    """Write the sheet of rules that the congress itself must adopt (PR-27)."""
    rows = [OpenRule(rule.title, rule.value, rule.rule, rule.source) for rule in rules_to_adopt(charter_of(contest))]
    return sheet_of_rules(sitting_of(contest), rows)
