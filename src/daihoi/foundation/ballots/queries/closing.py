"""What still stands between the pile and a result (còn gì trước khi khóa)."""

from collections import Counter
from dataclasses import replace

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import Poll, ScanBatch
from daihoi.foundation.ballots.queries.accounts import Accounts, Kind, changes_in_words, newest_counts, waiting_correction
from daihoi.foundation.ballots.queries.places import held_place
from daihoi.foundation.ballots.queries.polls import contest_of, stopped_findings, tally_of
from daihoi.foundation.ballots.queries.questions import Form, Pile, Question, pile_of
from daihoi.foundation.ballots.queries.readings import DUPLICATE
from daihoi.foundation.ballots.queries.sticks import stick_findings
from daihoi.foundation.ballots.queries.zones import zones_of
from daihoi.rules.errors import Finding, error
from daihoi.rules.issuing import issue_findings


def accounts_of(poll: Poll, pile: Pile | None = None) -> Accounts:
    """Give all numbers of ballots as they stand; no votes of anyone (cân đối phiếu)."""
    counts = {kind: count for kind, (count, _turn) in newest_counts(poll).items()}
    printed, issued, spoiled = counts.get(Kind.PRINTED), counts.get(Kind.ISSUED), counts.get(Kind.SPOILED)
    accounts = Accounts(
        *(printed, issued, spoiled, counts.get(Kind.LEFT_OVER), counts.get(Kind.RETURNED)),
        present=counts.get(Kind.PRESENT),
        base=contest_of(poll).base,
    )
    if tally := tally_of(poll):
        return replace(accounts, settled=tally.returned, valid=tally.valid, invalid=tally.invalid)
    held = pile or pile_of(poll)
    dropped = {each["source"] for each in held.decisions if "discard" in each}
    ballots = {line["ballot"] for line in held.readings if line["ballot"] is not None and line["source"] not in dropped}
    ballots |= {each["ballot"] for each in held.decisions if "fields" in each}
    keyed = {question.lies for question in held.questions if question.is_keyed and question.lies}
    ballots -= {place.ballot for place in keyed}
    doubtful = {question.ballot for question in held.questions if question.ballot is not None}
    aside = sum(question.form is Form.PAGE and question.ballot is None and not question.is_keyed for question in held.questions)
    settled = len(ballots - doubtful)
    return replace(accounts, settled=settled, doubtful=len(doubtful), set_aside=aside // poll.pages_a_ballot, keying=len(keyed))


def hand_count_differences(poll: Poll, pile: Pile) -> list[tuple[ScanBatch, int]]:
    """Give the bundles whose pages differ from the hand count, with sheets read: PR-18 (lô lệch số đếm tay)."""
    dropped = {each["source"] for each in pile.decisions if "discard" in each}
    pages: Counter[str] = Counter()
    for line in pile.readings:
        if line["status"] != DUPLICATE and line["source"] not in dropped:
            pages[line["source"].partition("-")[0]] += 1
    found: list[tuple[ScanBatch, int]] = []
    for batch in poll.batches.filter(state=ScanBatch.State.READ, entries=0):
        read = pages[batch.code]
        if read != batch.hand_count * poll.pages_a_ballot:
            found.append((batch, read))
    return found


def closing_findings(poll: Poll, pile: Pile | None = None) -> list[Finding]:
    """Name everything that keeps the count open, all at once, EL-36, EL-41 to EL-43 (chưa khóa được vì)."""
    held = pile or pile_of(poll)
    accounts = accounts_of(poll, held)
    return [
        *stopped_findings(poll),
        *_correction_findings(poll),
        *_count_findings(accounts),
        *_people_findings(accounts),
        *_zone_findings(poll),
        *_batch_findings(poll, held),
        *_question_findings(held.questions),
        *_pile_findings(accounts),
        *stick_findings(),
    ]


def _count_findings(accounts: Accounts) -> list[Finding]:
    """Compare the numbers counted by hand."""
    found = []
    if accounts.print_difference is None or accounts.returned is None:
        found.append(
            error("ballots.counts_missing", _("Chưa ghi đủ số phiếu in, phát ra, hỏng, còn lại và thu về. Ghi nốt các số còn thiếu."))
        )
    elif accounts.print_difference:
        found.append(
            error(
                "ballots.print_unbalanced",
                _("In {printed} khác phát ra {issued} + hỏng {spoiled} + còn lại {left_over}. Đếm lại rồi sửa số sai kèm lý do."),
                printed=accounts.printed,
                issued=accounts.issued,
                spoiled=accounts.spoiled,
                left_over=accounts.left_over,
            )
        )
    if accounts.missing is not None and accounts.missing < 0:
        message = _("Thu về {returned} nhiều hơn phát ra {issued}. Xem lại biên bản, sửa một trong hai số.")
        found.append(error("ballots.returned_over_issued", message, returned=accounts.returned, issued=accounts.issued))
    return found


def _correction_findings(poll: Poll) -> list[Finding]:
    """Name a correction that waits for its second person: until then nobody knows which number holds."""
    waiting = waiting_correction(poll)
    if waiting is None:
        return []
    message = _("{by} đề nghị sửa {changes}. Người thứ hai của ban kiểm phiếu xác nhận, hoặc bỏ đề nghị.")
    changes = changes_in_words(waiting.before, waiting.after)
    return [error("ballots.correction_waiting", message, by=waiting.proposed_by.full_name, changes=changes)]


def _people_findings(accounts: Accounts) -> list[Finding]:
    """Compare the ballots handed out with the people who may vote: a box with more cannot be closed (EL-41 to EL-43)."""
    found = issue_findings(issued=accounts.issued or 0, present=accounts.present, base=accounts.base)
    return [error(each.code, _(each.template), each.where, **each.facts) for each in found]


def _zone_findings(poll: Poll) -> list[Finding]:
    """Compare what the delegations signed for with the accounts: a difference is found where it arose."""
    found = []
    for each in zones_of(poll).comparisons:
        if each.difference:
            message = _("{label}: các đoàn cộng lại {zones}, số chung {account}. Ghi nốt đoàn còn thiếu, hoặc sửa số sai kèm lý do.")
            found.append(error("ballots.zones_differ", message, label=each.label, zones=each.zones, account=each.account))
    return found


def _batch_findings(poll: Poll, pile: Pile) -> list[Finding]:
    """Name bundles not read to their end and bundles that differ from their hand count."""
    found = []
    for batch in poll.batches.filter(state=ScanBatch.State.HELD):
        message = _("{label}: máy dừng ở tờ thứ {n}, không phải phiếu của cuộc này. Lấy tờ ấy ra rồi đọc tiếp, hoặc rút lô.")
        found.append(error("ballots.batch_held", message, batch.label, label=batch.label, n=held_place(batch)[0]))
    for batch in poll.batches.filter(state=ScanBatch.State.INCOMPLETE):
        message = _("{label}: còn thiếu {n} tệp nên máy chưa đọc. Thêm tệp còn thiếu, hoặc rút lô.")
        found.append(error("ballots.batch_incomplete", message, batch.label, label=batch.label, n=len(batch.missing)))
    for batch in poll.batches.filter(state__in=[ScanBatch.State.WAITING, ScanBatch.State.READING]):
        left = batch.pages_expected - batch.pages_read
        found.append(
            error(
                "ballots.batch_unread",
                _("{label}: còn {n} trang chưa đọc. Chờ đọc xong, hoặc rút lô."),
                batch.label,
                label=batch.label,
                n=left,
            )
        )
    for batch, read in hand_count_differences(poll, pile):
        expected = batch.hand_count * poll.pages_a_ballot
        message = _(
            "{label}: đếm tay {hand} tờ thì phải có {expected} trang, đã đọc {read}. Đếm lại lô; nếu máy quét sai thì rút lô và quét lại."
        )
        found.append(
            error(
                "ballots.hand_count_differs", message, batch.label, label=batch.label, hand=batch.hand_count, expected=expected, read=read
            )
        )
    return found


def _question_findings(questions: list[Question]) -> list[Finding]:
    """Count the open questions by what they are about."""
    kinds = Counter(question.form for question in questions if not question.is_keyed)
    keyed = sum(question.is_keyed for question in questions)
    sentences = {
        Form.MARK: _("Còn {n} chỗ nghi ngờ chưa quyết định."),
        Form.SHEET: _("Còn {n} tờ phiếu nghi ngờ chưa quyết định."),
        Form.PAGE: _("Còn {n} trang để riêng chưa xử lý."),
        Form.CALLED: _("Còn {n} phiếu gọi ra đọc lại chưa kết luận."),
    }
    found = [error(f"ballots.open_{form}", sentences[form], n=kinds[form]) for form in Form if kinds[form]]
    if keyed:
        found.append(error("ballots.open_keyed", _("Còn {n} tờ nhập tay chưa đủ các lần nhập giống nhau."), n=keyed))
    return found


def _pile_findings(accounts: Accounts) -> list[Finding]:
    """Compare the ballots read with the ballots out of the box."""
    unread = accounts.unread
    if unread is None or unread == 0:
        return []
    if unread > 0:
        return [error("ballots.unread", _("Còn {n} tờ thu về chưa quét, chưa nhập. Làm nốt, hoặc sửa số thu về kèm lý do."), n=unread)]
    message = _("Đã đọc nhiều hơn số thu về {n} tờ. Tìm trang quét trùng, hoặc sửa số thu về kèm lý do.")
    return [error("ballots.too_many_read", message, n=-unread)]
