"""The counting desk in one look: accounts, next act, doubts, bundles, timeline (bàn kiểm phiếu)."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import CountRecord, Poll, Release, ScanBatch
from daihoi.foundation.ballots.queries.access import acts_here, may_conclude
from daihoi.foundation.ballots.queries.accounts import Accounts
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings, hand_count_differences
from daihoi.foundation.ballots.queries.keying import KeyedBundle, keyed_bundles
from daihoi.foundation.ballots.queries.loops import is_keyed, release_of, sheets_needed
from daihoi.foundation.ballots.queries.places import Places, held_place
from daihoi.foundation.ballots.queries.polls import stopped_findings
from daihoi.foundation.ballots.queries.questions import Pile, Work, pile_of, work_for
from daihoi.foundation.ballots.queries.readings import DUPLICATE, SET_ASIDE, Stage
from daihoi.foundation.journal.queries import head
from daihoi.rules.errors import Finding

State = Poll.State
ORDER = list(State)
WAITS_WHEN_STOPPED = {"print", "release", "close"}  # ballots already handed out are recorded, taken out, read and decided (PR-16)
ACTS = {
    "proof": "ballots.sign_proof",
    "print": "ballots.print_batch",
    "release": "ballots.release_poll",
    "issue": "ballots.record_counts",
    "return": "ballots.record_counts",
    "upload": "ballots.register_scans",
    "held": "ballots.register_scans",
    "missing": "ballots.register_scans",
    "jam": "ballots.withdraw_batch",
    "key": "ballots.key_sheet",
    "mend": "ballots.record_counts",
    "close": "ballots.close_count",
}


@dataclass(frozen=True)
class BatchRow:
    """One bundle as the desk shows it (dòng của một lô)."""

    batch: ScanBatch
    set_aside: int = 0
    duplicates: int = 0
    sheets_off: int = 0
    is_stalled: bool = False
    last_good: int = 0
    held_sheet: int = 0
    foreign_pages: int = 0

    @property
    def card(self) -> str:
        """Say after a jam, or at a foreign sheet, which sheet was the last good one, PR-18 (tờ tốt cuối cùng)."""
        if self.foreign_pages:
            return _("{n} trang không phải phiếu của cuộc này, đã lấy ra; còn chờ hai người ghi không tính.").format(n=self.foreign_pages)
        if self.sheets_off < 0 and self.duplicates >= -self.sheets_off:
            return _("{n} trang đã có trong lô trước. Rút lô này, không quét lại.").format(n=self.duplicates)
        if self.sheets_off < 0:
            return _("Tờ tốt cuối cùng là tờ {good}. Tìm tờ ấy, đếm lại phần sau, rút lô rồi quét lại.").format(good=self.last_good)
        return ""

    @property
    def chip(self) -> tuple[str, str]:
        """Kind and words of the state."""
        return self._unread or self._read

    @property
    def _unread(self) -> tuple[str, str] | None:
        """Say why a bundle is not read, or not any more."""
        if self.batch.state == ScanBatch.State.WITHDRAWN:
            return "none", _("Đã rút: {reason}").format(reason=self.batch.reason)
        if self.batch.is_incomplete:
            return "late", _("Thiếu {n} tệp, chưa đọc").format(n=len(self.batch.missing))
        if self.batch.is_held:
            return "late", _("Dừng ở tờ thứ {n}").format(n=self.held_sheet)
        return None

    @property
    def _read(self) -> tuple[str, str]:
        """Compare a bundle that was read with its hand count."""
        if self.batch.is_keyed and self.set_aside > 0:
            return "soon", _("Còn {n} tờ chờ nhập").format(n=self.set_aside)
        if 0 < self.sheets_off == self.foreign_pages:
            return "soon", _("Đủ, khi {n} trang lạ đã ghi không tính").format(n=self.foreign_pages)
        if self.sheets_off > 0:
            return "late", _("Thừa {n} trang so với đếm tay").format(n=self.sheets_off)
        if self.sheets_off < 0:
            return "late", _("Thiếu {n} trang so với đếm tay").format(n=-self.sheets_off)
        if self.duplicates:
            return "ok", _("Đủ, {n} trang quét trùng").format(n=self.duplicates)
        return "ok", _("Đủ")


@dataclass(frozen=True)
class NextAct:
    """The one thing to do now (việc tiếp theo)."""

    code: str
    title: str
    text: str
    url_name: str = ""
    button: str = ""
    batch: UUID | None = None

    @property
    def needs(self) -> frozenset[str]:
        """The act a person must hold to be shown the button."""
        return frozenset({ACTS[self.code]} if self.code in ACTS else ())


@dataclass(frozen=True)
class Step:
    """One step of the timeline (bước)."""

    title: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Desk:
    """Everything one person sees on the counting desk, without votes of anyone (bàn kiểm phiếu)."""

    accounts: Accounts
    work: list[Work]
    batches: list[BatchRow]
    findings: list[Finding]
    next_act: NextAct
    steps: list[Step]
    head: str
    keyed: list[KeyedBundle] = field(default_factory=list)
    is_keyed: bool = False  # the vote was let be held without a scanner

    @property
    def is_reading(self) -> bool:
        """Some bundle is being read now."""
        return any(row.batch.is_reading for row in self.batches)


def desk_of(user: User, poll: Poll) -> Desk:
    """Collect the desk of one vote for one person (bàn kiểm phiếu)."""
    pile = pile_of(poll) if poll.state == State.COUNTING else Pile([], [], [])
    accounts = accounts_of(poll, pile)
    work = work_for(user, poll, pile.questions)
    batches = batch_rows(poll, pile)
    findings = closing_findings(poll, pile) if poll.state == State.COUNTING else []
    steps = _steps(poll, accounts, work, batches)
    keyed = keyed_bundles(user, poll) if poll.state == State.COUNTING else []
    act = _next_act(poll, user, accounts, work, batches, findings, keyed)
    stopped = stopped_findings(poll)
    if stopped and (act.code in WAITS_WHEN_STOPPED or findings == stopped):
        act = NextAct("stopped", _("Bầu cử đang tạm dừng"), stopped[0].message)
    elif stopped and act.code == "issue":
        text = _("Bầu cử đang tạm dừng, không phát thêm. Nếu đã phát trước khi tạm dừng thì ghi số đã phát, hỏng và còn lại.")
        act = replace(act, title=_("Ghi số phiếu đã phát"), text=text)
    if act.needs and not acts_here(user, poll) & act.needs:
        act = replace(
            act,
            url_name="",
            button="",
            text=_("Việc này do trưởng ban kiểm phiếu làm.") if act.code == "close" else _("Việc này do ban kiểm phiếu làm."),
        )
    return Desk(accounts, work, batches, findings, act, steps, short_head(poll), keyed, is_keyed(poll))


def short_head(poll: Poll) -> str:
    """Give the head of the chain of this vote, short enough to be read aloud."""
    digest = head(poll).upper()[:8]
    return f"{digest[:4]}-{digest[4:]}" if digest else ""


def batch_rows(poll: Poll, pile: Pile) -> list[BatchRow]:
    """Give the bundles with what became of their pages."""
    kinds: Counter[tuple[str, str]] = Counter((line["source"].partition("-")[0], line["status"]) for line in pile.readings)
    doubtful_pages = {each["source"] for each in pile.decisions if "source" in each}
    for line in pile.readings:
        if line["status"] == SET_ASIDE and line["source"] in doubtful_pages:
            kinds[line["source"].partition("-")[0], SET_ASIDE] -= 1
    places, foreign = Places(poll, pile.readings, pile.decisions), _foreign_pages(pile)
    off = {batch.pk: read - batch.hand_count * poll.pages_a_ballot for batch, read in hand_count_differences(poll, pile)}
    rows = []
    for batch in poll.batches.all():
        name = batch.code
        is_read = batch.state == ScanBatch.State.READ and poll.state == State.COUNTING
        rows.append(
            BatchRow(
                batch,
                kinds[name, SET_ASIDE],
                kinds[name, DUPLICATE],
                off.get(batch.pk, 0) if is_read else 0,
                is_stalled(batch),
                max((place.place for place in places.of_bundle(batch) if place.ballot is not None), default=0),
                held_place(batch)[0] if batch.is_held else 0,
                foreign[name] if is_read else 0,
            )
        )
    return rows


def _foreign_pages(pile: Pile) -> Counter[str]:
    """Count for each bundle the foreign pages that nobody has dealt with."""
    decided = {each["source"] for each in pile.decisions if "source" in each}
    foreign = (line["source"] for line in pile.readings if line["cause"] == "wrong_ballot" and line["source"] not in decided)
    return Counter(source.partition("-")[0] for source in foreign)


def progress_of(batch: ScanBatch) -> BatchRow:
    """Give how far one bundle is, from its own row alone (tiến độ đọc của một lô)."""
    return BatchRow(batch, is_stalled=is_stalled(batch), held_sheet=held_place(batch)[0] if batch.is_held else 0)


def is_stalled(batch: ScanBatch, now: datetime | None = None) -> bool:
    """Tell whether the reader of a bundle stopped without an end."""
    return batch.state == ScanBatch.State.READING and batch.leased_until is not None and batch.leased_until < (now or timezone.now())


def _next_act(
    poll: Poll,
    user: User,
    accounts: Accounts,
    work: list[Work],
    batches: list[BatchRow],
    findings: list[Finding],
    keyed: list[KeyedBundle],
) -> NextAct:
    """Choose the next act by the state of the vote."""
    if poll.state != State.COUNTING:
        return _before_counting(poll, user)
    to_key = sum(len(bundle.for_me) for bundle in keyed)
    if to_key:
        text = _("Mỗi người nhập riêng từng tờ, không thấy người khác nhập gì.")
        return NextAct("key", _("Nhập {n} tờ phiếu").format(n=to_key), text, "ballots:keying", _("Nhập phiếu"))
    stopped = _stopped(batches)
    if stopped is not None:
        return stopped
    mine = sum(each.is_for_me for each in work)
    if mine:
        text = _("Bạn còn {n} chỗ. Hai người quyết riêng, không thấy ý kiến của nhau.").format(n=mine)
        return NextAct("doubts", _("Quyết định {n} chỗ nghi ngờ").format(n=len(work)), text, "ballots:doubts", _("Bắt đầu"))
    if any(row.batch.is_reading for row in batches):
        return NextAct("reading", _("Máy đang đọc"), _("Không cần chờ ở trang này; phiếu nghi ngờ hiện ra khi đọc xong lô."))
    if (accounts.unread or 0) > 0 and is_keyed(poll):
        text = _("Còn {n} tờ thu về chưa nhập. Trưởng ban đếm tay từng xấp 50 tờ rồi mở xấp.").format(n=accounts.unread)
        return NextAct("upload", _("Nhập phiếu bằng tay"), text, "ballots:keying", _("Nhập tay"))
    if (accounts.unread or 0) > 0:
        text = _("Còn {n} tờ thu về chưa quét. Đếm tay từng xấp 50 tờ trước khi quét.").format(n=accounts.unread)
        return NextAct("upload", _("Quét và gửi lô phiếu"), text, "ballots:upload", _("Gửi lô"))
    return _last_acts(accounts, work, findings, concludes=bool(work) and may_conclude(user, poll))


def _stopped(batches: list[BatchRow]) -> NextAct | None:
    """Put a bundle with a foreign sheet, missing files or a jam first: what people decide on a bundle that is withdrawn is lost, PR-18."""
    held = next((row for row in batches if row.batch.is_held), None)
    if held is not None:
        text = _("Tờ ấy không phải phiếu của cuộc này. Xem ảnh, lấy tờ ra rồi cho đọc tiếp, hoặc rút lô.")
        title = _("{label} dừng ở tờ thứ {n}").format(label=held.batch.label, n=held.held_sheet)
        return NextAct("held", title, text, "ballots:held", _("Xem tờ lạ"))
    lacking = next((row.batch for row in batches if row.batch.is_incomplete), None)
    if lacking is not None:
        title = _("{label} còn thiếu {n} tệp").format(label=lacking.label, n=len(lacking.missing))
        text = _("Tệp tốt đã giữ, không phải chọn lại. Chép lại hoặc quét lại riêng các tệp thiếu rồi thêm vào đúng chỗ.")
        return NextAct("missing", title, text, "ballots:missing", _("Thêm tệp thiếu"), lacking.pk)
    short = next((row for row in batches if row.sheets_off < 0), None)
    if short is None:
        return None
    title = _("{label} thiếu {n} trang").format(label=short.batch.label, n=-short.sheets_off)
    return NextAct("jam", title, short.card, "ballots:withdraw", _("Rút lô"), short.batch.pk)


def _last_acts(accounts: Accounts, work: list[Work], findings: list[Finding], *, concludes: bool) -> NextAct:
    """Choose what is left to do when everything is read: conclude for the board, wait for others, mend numbers, close."""
    before_board = sum(each.stage == Stage.BOARD for each in work)
    if before_board and concludes:
        text = _("Cả ban xem tờ phiếu, rồi trưởng ban ghi cả ban kết luận thế nào.")
        return NextAct("board", _("Ghi kết luận của cả ban về {n} chỗ").format(n=before_board), text, "ballots:doubts", _("Ghi kết luận"))
    if work:
        return NextAct(
            "wait", _("Chờ người khác quyết {n} chỗ").format(n=len(work)), _("Bạn đã làm xong phần của mình."), "ballots:doubts", _("Xem")
        )
    if accounts.keying:
        text = _("Bạn đã nhập xong phần của mình. Phải có người khác nhập lại từ đầu.")
        return NextAct("wait", _("Chờ người khác nhập {n} tờ").format(n=accounts.keying), text, "ballots:keying", _("Xem"))
    if findings:
        return NextAct(
            "mend", _("Còn {n} điều chưa khớp").format(n=len(findings)), findings[0].message, "ballots:accounts", _("Sửa số phiếu")
        )
    return NextAct(
        "close", _("Khóa kiểm phiếu"), _("Số phiếu đã khớp, không còn phiếu nghi ngờ."), "ballots:close", _("Khóa và tính kết quả")
    )


def _before_counting(poll: Poll, user: User) -> NextAct:
    """Choose the next act before the box is opened and after the count is closed."""
    if poll.state == State.DRAFT:
        signed = [signature.signer_id for signature in poll.proof_signatures.all()]
        text = _("Hai người đối chiếu tên, thứ tự và số lượng rồi ký; đã có {n}/2 chữ ký.").format(n=len(signed))
        button = _("Xem bản in thử") if user.pk in signed else _("Đối chiếu và ký")
        return NextAct("proof", _("Đối chiếu bản in thử"), text, "ballots:proof", button)
    if poll.state == State.PRINTED and release_of(poll) is None:
        text = _("In {n} phiếu thử, đánh dấu, quét; máy đọc đúng thì trưởng ban kiểm phiếu cho bầu. Nhập tay thì cho bầu ngay.")
        text = text.format(n=sheets_needed(poll))
        return NextAct("release", _("Thử máy, cho bầu"), text, "ballots:loop", _("Thử máy, cho bầu"))
    acts = {
        State.PROOFED: NextAct(
            "print",
            _("In phiếu"),
            _("Bản in thử đã đủ hai chữ ký. Tải tệp PDF, in, rồi ghi số phiếu đã in."),
            "ballots:proof",
            _("In phiếu"),
        ),
        State.PRINTED: NextAct(
            "issue", _("Phát phiếu"), _("Phát xong thì ghi số phát ra, hỏng và còn lại."), "ballots:accounts", _("Ghi số phát ra")
        ),
        State.ISSUED: NextAct(
            "return", _("Mở thùng, đếm phiếu"), _("Đếm phiếu trong thùng rồi ghi số thu về."), "ballots:accounts", _("Ghi số thu về")
        ),
        State.VOIDED: NextAct(
            "voided",
            _("Phiếu này đã hủy"),
            _("Danh sách trên phiếu sai. Sửa và chốt lại danh sách; máy làm phiếu mới, có mã mới, chờ hai người ký."),
        ),
        State.CLOSED: NextAct("closed", _("Đã khóa kiểm phiếu"), _after_closing(poll), "", ""),
    }
    return acts[State(poll.state)]


def _after_closing(poll: Poll) -> str:
    """Say what follows a closed count: the second check, unless it was made, and the minutes."""
    if poll.second_checks.exists():
        return _("Kết quả đã cố định. Lập và ký biên bản ở trang kết quả.")
    return _("Kết quả đã cố định. Kiểm phiếu lần hai trước, rồi lập và ký biên bản ở trang kết quả; biên bản ghi rõ nếu chưa kiểm lại.")


def _steps(poll: Poll, accounts: Accounts, work: list[Work], batches: list[BatchRow]) -> list[Step]:
    """Give the timeline from proof to close."""
    at = 0 if poll.is_voided else ORDER.index(State(poll.state))
    signed = poll.proof_signatures.count()
    times = dict(CountRecord.objects.filter(poll=poll, turn=1).values_list("kind", "recorded_at"))
    is_counting = poll.state == State.COUNTING
    read = accounts.settled + accounts.doubtful + accounts.set_aside
    scanned = is_counting and accounts.unread == 0 and not any(row.batch.is_reading for row in batches)
    done = poll.is_closed
    released = release_of(poll) if at >= 2 else None
    return [
        Step(_("Ký bản in thử"), _state(at, 0), _("{n}/2 chữ ký").format(n=signed)),
        Step(_("In phiếu"), _state(at, 1), _("{n} tờ").format(n=accounts.printed) if accounts.printed else ""),
        Step(_("Thử máy, cho bầu"), "ok" if released or at > 2 else "now" if at == 2 else "", _released(released)),
        Step(_("Phát phiếu"), _state(at, 2) if released or at != 2 else "", _timed(accounts.issued, times.get("issued"))),
        Step(_("Thu về"), _state(at, 3), _timed(accounts.returned, times.get("returned"))),
        Step(
            _("Quét và đọc"),
            "ok" if done or scanned else "now" if is_counting else "",
            _("{read} trong {all}").format(read=read, all=accounts.returned or 0) if is_counting else "",
        ),
        Step(
            _("Quyết nghi ngờ"),
            "ok" if done or (scanned and not work) else "now" if work else "",
            _("còn {n}").format(n=len(work)) if work else "",
        ),
        Step(_("Khóa kiểm phiếu"), "ok" if done else ""),
    ]


def _state(at: int, step: int) -> str:
    """Done, now or later."""
    return "ok" if at > step else "now" if at == step else ""


def _released(released: Release | None) -> str:
    """Say what a vote was released on."""
    if released is None or released.way == Release.Way.KEYED:
        return str(released.get_way_display()) if released else ""
    return _("máy thử đạt") if released.loop_test_id else _("không thử máy, có lý do") if released.reason else ""


def _timed(count: int | None, at: datetime | None) -> str:
    """Write a number with the time it was recorded."""
    if count is None:
        return ""
    return _("{n}, xong {time}").format(n=count, time=timezone.localtime(at).strftime("%H:%M")) if at else str(count)
