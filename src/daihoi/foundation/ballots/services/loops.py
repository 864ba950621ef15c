"""Try printer, scanner and reader with practice sheets before the vote (thử vòng máy; PR-18)."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi import __version__
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.intake import Incoming, opened, opened_files
from daihoi.foundation.ballots.machine import program_digest
from daihoi.foundation.ballots.models import LoopPage, LoopTest, Poll
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.loops import as_data, doubtful_percent, practice_of
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import merkle_root, record, try_again
from daihoi.foundation.organization.authority import require
from daihoi.paper.pages import PageRefused
from daihoi.paper.practice import LoopOutcome, Practice, compare
from daihoi.paper.reading import READER_VERSION, PageReader, set_aside
from daihoi.rules.errors import RuleViolation

MOST_PAGES_OVER = 2  # times the pages printed: more is no practice pile
TESTABLE = {Poll.State.PROOFED, Poll.State.PRINTED, Poll.State.ISSUED, Poll.State.COUNTING}


@dataclass(frozen=True)
class Trial:
    """On which machines which sheets were tried, and how long the scanner took (máy in, máy quét)."""

    printer: str
    scanner: str
    kind: str = LoopTest.Kind.HAND
    scan_seconds: int | None = None


@dataclass(frozen=True)
class Seen:
    """One scanned page with its reading; a page that cannot be opened has no picture (trang đã đọc)."""

    line: dict[str, object]
    encoded: bytes | None


def run_loop_test(*, actor: User, poll: Poll, files: Sequence[Incoming], trial: Trial) -> LoopTest:
    """Read a scanned practice pile with the real reader, compare it with its plan, and write both down, PR-18 (thử vòng máy)."""
    _refuse(actor, poll, trial)
    if not files:
        raise RuleViolation("ballots.no_files", _("Chưa có tệp nào. Chọn tệp PDF, TIFF, JPEG hoặc PNG."), field="files")
    practice = practice_of(poll, trial.kind)
    expected = len(practice.plan) * poll.pages_a_ballot
    taken = opened_files(files)
    found = sum(file.pages for file in taken)
    if found > expected * (1 + MOST_PAGES_OVER):
        message = _("Tệp có {found} trang, phiếu thử chỉ có {expected}. Chỉ quét xấp phiếu thử.")
        raise RuleViolation("ballots.not_a_practice_pile", message, found=found, expected=expected, field="files")
    seen, page_ms = _read(practice, [(file.name, file.data) for file in taken], poll.pages_a_ballot)
    return try_again(record_loop_test, actor=actor, poll=poll, trial=trial, seen=seen, page_ms=page_ms)


def _read(practice: Practice, files: Sequence[tuple[str, bytes]], pages_a_ballot: int) -> tuple[list[Seen], int]:
    """Read every page, and tell the usual milliseconds of one."""
    reader, seen, spent = PageReader(practice.layout), [], []
    for name, data in files:
        scan = opened(name, data)
        try:
            for index in range(scan.count):
                began = time.perf_counter()
                try:
                    page = scan.page(index)
                    seen.append(Seen(reader.read(page), page.encoded))
                except PageRefused as refused:
                    seen.append(Seen(dict(set_aside(f"{name}#{index + 1}", "", pages_a_ballot, refused.cause)), None))
                spent.append(time.perf_counter() - began)
        finally:
            scan.close()
    return seen, round(1000 * median(spent)) if spent else 0


@transaction.atomic
def record_loop_test(*, actor: User, poll: Poll, trial: Trial, seen: Sequence[Seen], page_ms: int) -> LoopTest:
    """Freeze one loop test: who, when, which machines and program, each page and what differs, PR-18 (ghi lần thử máy)."""
    require(actor, "ballots.test_loop", poll.unit)
    poll = locked(poll)
    _refuse(actor, poll, trial)
    practice = practice_of(poll, trial.kind)
    outcome = compare(practice.plan, practice.layout, [each.line for each in seen])
    percent = doubtful_percent(poll)
    counts = {name: getattr(outcome, name) for name in ("pages_expected", "pages_seen", "right", "asked", "wrong", "aside")}
    test = LoopTest.objects.create(
        poll=poll,
        kind=trial.kind,
        printer=trial.printer.strip(),
        scanner=trial.scanner.strip(),
        version=__version__,
        program_digest=program_digest(),
        reader=READER_VERSION,
        plan=as_data(practice.plan),
        doubtful_percent=percent,
        is_passed=outcome.is_passed(percent),
        page_ms=page_ms,
        scan_seconds=trial.scan_seconds or None,
        tester=actor,
        **counts,
    )
    _keep_pages(test, outcome, seen)
    root = merkle_root(str(each.line["digest"]) for each in seen if each.line["digest"])
    record(
        actor,
        "ballots.loop_tested",
        poll,
        test=test.pk,
        kind=test.kind,
        passed=test.is_passed,
        program=test.program_digest,
        root=root,
        **counts,
    )
    return test


def _keep_pages(test: LoopTest, outcome: LoopOutcome, seen: Sequence[Seen]) -> None:
    """Write one row a page; a blank back, and a page beyond the plan, belong to no sheet."""
    known = {each.source: each for each in outcome.pages}
    for sequence, page in enumerate(seen, 1):
        source = str(page.line["source"])
        found = known.get(source)
        LoopPage.objects.create(
            test=test,
            sequence=sequence,
            source=source[-300:],
            sheet=found.sheet if found else None,
            page=found.page if found else None,
            cause=(found.cause if found else str(page.line["cause"] or "beyond")),
            differences=[asdict(each) for each in found.differences] if found else [],
            stored=store(page.encoded, kind="loop_page", name=source) if page.encoded else None,
        )


def _refuse(actor: User, poll: Poll, trial: Trial) -> None:
    """Refuse who may not try the machines, a vote out of its time, and machines without a name."""
    require(actor, "ballots.test_loop", poll.unit)
    require_member(actor, poll, "ballots.test_loop")
    require_no_candidate(actor, poll)
    if poll.state == Poll.State.DRAFT:
        raise RuleViolation("ballots.loop_before_proof", _("Hai người ký bản in thử trước, rồi mới in phiếu thử máy."))
    if poll.state not in TESTABLE:
        raise RuleViolation("ballots.loop_too_late", _("Cuộc bầu này đã xong hoặc đã hủy, không thử máy nữa."))
    for name in ("printer", "scanner"):
        if not getattr(trial, name).strip():
            raise RuleViolation("ballots.loop_machine_unnamed", _("Ghi máy in và máy quét nào: tên, số máy."), field=name)
