"""Submit contents and results, return them with reasons, approve one or many (trình, trả lại, duyệt, chuẩn y; DR-07, EL-48, EL-49, PR-12)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import ApprovalBatch, Congress, Decision, Matter, SignedScan, StageEvent, Submission, Verdict
from daihoi.cycle.congresses.readiness import answer_of, newest_submission, superior_of
from daihoi.cycle.congresses.services.clocks import debt_subject, stage_subject
from daihoi.cycle.congresses.services.recording import record_stage
from daihoi.cycle.congresses.unlikely import confirmed_rows, known_of, stages_of
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import meet_deadline
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import newest
from daihoi.foundation.registers.services import take_numbers
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from daihoi.rules.unlikely_days import Unlikely, of_stage

STAGE_OF = {Matter.CONTENTS: Stage.contents_approved, Matter.RESULTS: Stage.results_approved}
BATCH = 500


@dataclass(frozen=True)
class Paper:
    """What is handed in: the day, the paper, how it became known."""

    on: date
    document: str = ""
    note: str = ""
    source: int | None = None
    is_confirmed: bool = False  # an unlikely day was seen and meant


@dataclass(frozen=True)
class Letters:
    """How many letters are to be issued in one act: whose body and kind of paper, who signs, where (PR-12)."""

    body: str
    kind: str
    on: date
    signer_title: str = ""
    place: str = ""
    held_back: dict[str, str] = field(default_factory=dict)  # submission → why no letter goes out now
    is_confirmed: bool = False  # unlikely days were seen and meant


@transaction.atomic
def submit(*, actor: User, congress: Congress, matter: str, paper: Paper) -> Submission:
    """Hand the contents or the result of a congress to the superior (trình hồ sơ)."""
    require(actor, "congresses.submit", congress.unit)
    last = newest_submission(congress, matter)
    answer = answer_of(last)
    if last and answer is None:
        raise RuleViolation("submission.waiting", _("Hồ sơ trình ngày {on:%d/%m/%Y} đang chờ cấp trên trả lời."), on=last.submitted_on)
    if answer and answer.verdict == Verdict.APPROVED:
        raise RuleViolation("submission.approved", _("Hồ sơ này đã được đồng ý ngày {on:%d/%m/%Y}."), on=answer.decided_on)
    if paper.on > timezone.localdate():
        raise RuleViolation("submission.in_the_future", _("Ngày trình chưa tới. Ghi khi đã trình."), field="submitted_on")
    row = Submission.objects.create(
        congress=congress, matter=matter, submitted_on=paper.on, document=paper.document, note=paper.note, source=paper.source
    )
    entry = record(actor, "congresses.submitted", congress, matter=matter, on=paper.on, source=paper.source, row=str(row.pk))
    meet_deadline(cause=entry, subject=debt_subject(congress, f"submission.{matter}"), on=paper.on)
    if matter == Matter.RESULTS and not congress.events.filter(stage=Stage.results_reported, happened_on__isnull=False).exists():
        record_stage(
            cause=entry,
            congress=congress,
            stage=Stage.results_reported,
            happened_on=paper.on,
            document=paper.document,
            source=paper.source,
            is_confirmed=paper.is_confirmed,
        )
    return row


@transaction.atomic
def return_submission(*, actor: User, submission: Submission, on: date, reason: str) -> Decision:
    """Send a submission back with reasons; it may be handed in again (trả lại hồ sơ)."""
    congress = submission.congress
    require(actor, "congresses.decide", superior_of(congress.unit))
    _not_answered(submission)
    if not reason.strip():
        raise RuleViolation("submission.returned_without_reason", _("Trả lại hồ sơ phải nêu lý do để đơn vị sửa."), field="reason")
    row = Decision.objects.create(submission=submission, verdict=Verdict.RETURNED, decided_on=on, reason=reason.strip())
    record(actor, "congresses.submission_returned", congress, matter=submission.matter, on=on, row=str(row.pk))
    return row


@transaction.atomic
def approve_many(*, actor: User, superior: Unit, submissions: Sequence[Submission], letters: Letters) -> ApprovalBatch:
    """Approve many submissions of one kind in one act, each letter with its number; those held back are named (PR-12)."""
    require(actor, "congresses.decide", superior)
    matter = _one_matter(superior, submissions)
    going = [each for each in submissions if str(each.pk) not in letters.held_back]
    if not going:
        raise RuleViolation("approval.nothing", _("Không có hồ sơ nào để phát hành văn bản."))
    if letters.on > timezone.localdate():
        raise RuleViolation("approval.in_the_future", _("Ngày văn bản chưa tới."), field="on")
    stage = STAGE_OF[Matter(matter)]
    noted = confirmed_rows(_unlikely([each.congress for each in going], stage, letters.on), is_confirmed=letters.is_confirmed)
    batch = ApprovalBatch.objects.create(
        unit=superior,
        matter=matter,
        decided_on=letters.on,
        signer_title=letters.signer_title,
        place=letters.place,
        count=len(going),
        exceptions=[
            {"congress": str(each.congress_id), "why": letters.held_back[str(each.pk)]} for each in submissions if each not in going
        ],
    )
    root = merkle_root(f"{each.pk}:{each.congress_id}" for each in going)
    entry = record(actor, "congresses.approved", batch, matter=matter, on=letters.on, letters=len(going), rows=root, **noted)
    _issue(entry, batch, going, letters)
    _reach(entry, [each.congress for each in going], stage, letters.on)
    return batch


@transaction.atomic
def keep_scan(*, actor: User, decision: Decision, file: StoredFile) -> SignedScan:
    """Keep the signed and stamped scan of an approval beside its letter; a later one takes its place (lưu bản đã ký, đóng dấu; PR-12)."""
    congress = decision.submission.congress
    require(actor, "congresses.decide", decision.batch.unit if decision.batch else superior_of(congress.unit))
    if decision.number is None:
        raise RuleViolation("scan.no_letter", _("Trả lời này không có văn bản đã phát hành nên không có bản ký để lưu."), field="file")
    last = decision.scans.select_related("file").first()
    if last and last.file.digest == file.digest:
        raise RuleViolation("scan.same", _("Bản quét này đã lưu. Chọn tệp khác nếu muốn thay."), field="file")
    row = SignedScan.objects.create(decision=decision, file=file)
    record(
        actor,
        "congresses.scan_kept",
        congress,
        decision=str(decision.pk),
        digest=file.digest,
        row=str(row.pk),
        replaces=str(last.pk) if last else "",
    )
    return row


def _issue(entry: Entry, batch: ApprovalBatch, going: Sequence[Submission], letters: Letters) -> None:
    """Take the numbers and write the decisions of a batch, each in a few statements."""
    title = {Matter.CONTENTS: _("đồng ý nội dung đại hội"), Matter.RESULTS: _("chuẩn y kết quả bầu cử")}[Matter(batch.matter)]
    units = [each.congress.unit_id for each in going]
    names = dict(newest(Placement.objects.filter(unit__in=units)).values_list("unit_id", "name"))
    numbers = take_numbers(
        cause=entry,
        unit=batch.unit,
        body=letters.body,
        kind=letters.kind,
        on=letters.on,
        abstracts=[f"{title}: {names.get(each.congress.unit_id, each.congress.unit.code)}" for each in going],
        subjects=[f"congresses.decision:{each.pk}" for each in going],
    )
    Decision.objects.bulk_create(
        [
            Decision(submission=each, verdict=Verdict.APPROVED, decided_on=letters.on, document=number.symbol, number=number, batch=batch)
            for each, number in zip(going, numbers, strict=True)
        ],
        batch_size=BATCH,
    )


def _reach(entry: Entry, congresses: Sequence[Congress], stage: Stage, on: date) -> None:
    """Record the stage of all congresses that were approved, and meet the deadlines that waited for it."""
    known = set(StageEvent.objects.filter(congress__in=congresses, stage=stage).values_list("congress_id", flat=True))
    rows = [StageEvent(congress=each, stage=stage, happened_on=on) for each in congresses if each.pk not in known]
    StageEvent.objects.bulk_create(rows, batch_size=BATCH)
    for each in congresses:
        meet_deadline(cause=entry, subject=stage_subject(each, stage), on=on)


def _unlikely(congresses: Sequence[Congress], stage: Stage, on: date) -> list[tuple[str, date, Sequence[Unlikely]]]:
    """Give the congresses whose recorded days contradict that they reach a stage on the day of the letters."""
    stages = stages_of(StageEvent.objects.filter(congress__in=congresses))
    known = [(each, stages.get(each.pk, {})) for each in congresses]
    held_against = [(each.unit.code, on, of_stage(stage, on, known_of(each.round, days))) for each, days in known if stage not in days]
    return [row for row in held_against if row[2]]


def _one_matter(superior: Unit, submissions: Sequence[Submission]) -> str:
    """Refuse a batch that mixes matters, takes strange units or what is already answered."""
    matters = {each.matter for each in submissions}
    if len(matters) != 1:
        raise RuleViolation("approval.mixed", _("Mỗi đợt phát hành chỉ gồm một loại hồ sơ. Hãy chọn lại."))
    for each in submissions:
        _not_answered(each)
        if superior_of(each.congress.unit) != superior:
            raise RuleViolation("approval.not_below", _("{unit} không trực thuộc cấp duyệt này."), unit=each.congress.unit.code)
    return matters.pop()


def _not_answered(submission: Submission) -> None:
    """Refuse a second answer."""
    if Decision.objects.filter(submission=submission).exists():
        raise RuleViolation("submission.answered", _("Hồ sơ này đã có trả lời."))
