"""Conferences of the founding articles, with invented people and own sentences; one in Sa Đéc is half-way through today (hội nghị trình diễn)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.demonstration import accounts, names
from daihoi.demonstration.accounts import Account
from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.models import Item, Meeting, Paper
from daihoi.foundation.meetings.moments import at
from daihoi.foundation.meetings.services import Charge, Convened, Count, Line, Plan, Presence, Proposal, Source, Wish
from daihoi.foundation.organization.models import Committee, Unit
from daihoi.foundation.organization.services import UnitRow, enter_person, fill_post, import_units, open_committee, open_term
from daihoi.office import Document, format_on, to_pdf
from daihoi.office.document import Paragraph

BEGAN = date(2020, 10, 1)
UNITS = (
    ("ST", "Đảng bộ tỉnh Sóc Trăng", "central_sub", "TW"),
    ("ST-K", "Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh Sóc Trăng", "bloc", "ST"),
    ("BT", "Đảng bộ tỉnh Bến Tre", "central_sub", "TW"),
    ("BT-K", "Đảng bộ Khối Cơ quan - Doanh nghiệp tỉnh Bến Tre", "bloc", "BT"),
    ("DNG", "Đảng bộ tỉnh Đắk Nông", "central_sub", "TW"),
)
SECRETARIES = (
    Account("thuky.soctrang", "Trịnh Thị Ánh Tuyết", "secretariat", "ST-K", "thư ký Đảng ủy Khối Sóc Trăng"),
    Account("thuky.bentre", "Dương Văn Phát", "secretariat", "BT-K", "thư ký Đảng ủy Khối Bến Tre"),
    Account("thuky.daknong", "Mai Thị Hồng Gấm", "secretariat", "DNG", "thư ký Tỉnh ủy Đắk Nông"),
)


@dataclass(frozen=True)
class Story:
    """One conference as it is told (một hội nghị)."""

    unit: str
    secretary: str
    title: str
    opens: datetime
    place: str
    kind: str
    chair: str
    named: int
    groups: tuple[tuple[str, int, bool], ...]
    text: str
    programme: tuple[Line, ...]
    speeches: tuple[tuple[str, str, str], ...] = ()
    amendments: tuple[tuple[str, str, str], ...] = ()
    conclusions: tuple[tuple[str, str, int], ...] = ()
    excused: int = 0
    called: date = field(default=BEGAN)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Give an hour of a day."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def programme(report: str, reporter: str, guest: str) -> tuple[Line, ...]:
    """Give the usual programme of a conference that hears, discusses and adopts a report."""
    return (
        Line("flag", "Chào cờ", 5),
        Line("opening", "Tuyên bố lý do, giới thiệu đại biểu", 10, "Chánh Văn phòng"),
        Line("presence", "Báo cáo số có mặt", 5, "Thư ký"),
        Line("report", f"Trình bày {report}", 25, reporter),
        Line("speeches", "Tham luận", 30),
        Line("discussion", "Thảo luận", 45),
        Line("guidance", "Phát biểu của cấp trên", 20, guest),
        Line("adoption", f"Thông qua {report}", 15),
        Line("conclusion", "Kết luận hội nghị", 15, "Chủ trì"),
        Line("closing", "Bế mạc", 5),
    )


SOC_TRANG = Story(
    "ST-K", "thuky.soctrang", "Hội nghị bất thường tổng kết Chỉ thị số 35-CT/TW", moment(date(2024, 2, 19), 8), "Trụ sở các ban đảng Tỉnh ủy",
    Meeting.Kind.EXTRAORDINARY, "Bí thư Đảng ủy Khối", 5, (("Ủy viên Ban Chấp hành", 22, True), ("Khách mời", 6, False)),
    "báo cáo tổng kết Chỉ thị số 35-CT/TW", programme("báo cáo tổng kết Chỉ thị số 35-CT/TW", "Phó Bí thư", "Trưởng Ban Tuyên giáo Tỉnh ủy"),
    (("Bí thư Chi bộ Cấp nước", "Khối doanh nghiệp", "Chọn người có uy tín vào cấp ủy ở doanh nghiệp"), ("Bí thư Đảng bộ Y tế", "Khối sự nghiệp", "Kiểm tra tài liệu đại hội trước khi trình")),
    (("Phần hạn chế", "Nêu rõ số chi bộ phải bầu lại và nguyên nhân.", "Khối doanh nghiệp"), ("Phần giải pháp", "Thêm việc nắm dư luận trước đại hội 30 ngày.", "Khối sự nghiệp")),
    (("Rà soát quy hoạch Ban Chấp hành, Ban Thường vụ Đảng ủy Khối", "phó bí thư thường trực", 30), ("Báo cáo tình hình các chi bộ còn vướng mắc sau kiểm điểm", "trưởng ban tổ chức", 21)),
    excused=2, called=date(2024, 2, 5),
)  # fmt: skip
BEN_TRE = Story(
    "BT-K", "thuky.bentre", "Hội nghị sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội lần thứ XIII", moment(date(2023, 5, 17), 7, 30), "Hội trường Đảng ủy Khối",
    Meeting.Kind.EXTENDED, "Bí thư Đảng ủy Khối", 4, (("Ủy viên Ban Chấp hành", 24, True), ("Bí thư, phó bí thư tổ chức cơ sở đảng", 78, False)),
    "báo cáo sơ kết giữa nhiệm kỳ", programme("báo cáo sơ kết giữa nhiệm kỳ", "Phó Bí thư Thường trực", "Phó Bí thư Thường trực Tỉnh ủy"),
    (("Bí thư Đảng bộ Xổ số", "Khối doanh nghiệp", "Hoàn thành sáu trên bảy mục tiêu: cách làm"), ("Bí thư Chi bộ Kiểm lâm", "Khối cơ quan", "Sinh hoạt chi bộ theo chuyên đề")),
    (("Mục tiêu 7", "Ghi rõ lộ trình phát triển đảng ở doanh nghiệp ngoài nhà nước.", "Khối doanh nghiệp"),),
    (("Xây dựng kế hoạch hoàn thành mục tiêu thứ bảy", "trưởng ban tổ chức", 45),), excused=1, called=date(2023, 5, 5),
)  # fmt: skip
DAK_NONG = Story(
    "DNG", "thuky.daknong", "Hội nghị Ban Chấp hành xem xét báo cáo tổng kết Chỉ thị số 35-CT/TW", moment(date(2024, 2, 27), 8), "Hội trường Tỉnh ủy",
    Meeting.Kind.ORDINARY, "Bí thư Tỉnh ủy", 6, (("Ủy viên Ban Chấp hành", 40, True), ("Lãnh đạo các ban đảng", 9, False)),
    "báo cáo tổng kết Chỉ thị số 35-CT/TW", programme("báo cáo tổng kết Chỉ thị số 35-CT/TW", "Trưởng Ban Tổ chức Tỉnh ủy", "Lãnh đạo Vụ địa phương"),
    (("Bí thư Huyện ủy Đắk Song", "Đoàn các huyện", "Điều hành đại hội cơ sở: những chỗ dễ sai"),),
    (("Phần đánh giá văn kiện", "Tách riêng báo cáo chính trị và báo cáo kiểm điểm.", "Đoàn các huyện"),),
    (("Sửa, gửi báo cáo về Trung ương", "chánh văn phòng", 10), ("Tập huấn cách điều hành đại hội cho cấp cơ sở", "trưởng ban tổ chức", 60)),
    excused=4, called=date(2024, 2, 15),
)  # fmt: skip


def build(progress: Callable[[str], object]) -> None:
    """Hold the conferences that are missing (dựng hội nghị)."""
    if Meeting.objects.filter(unit__code="DT-SD").exists():
        return
    progress(_("Hội nghị trình diễn"))
    with transaction.atomic():
        import_units(rows=[UnitRow(code, name, kind, superior, BEGAN) for code, name, kind, superior in UNITS], origin=SETUP)
        for account in SECRETARIES:
            accounts.ensure(account)
        for story in (BEN_TRE, SOC_TRANG, DAK_NONG):
            _tell(story, to_the_end=True)
        _tell(_today(), to_the_end=False)


def _today() -> Story:
    """Give the conference of Sa Đéc that opened an hour and a half ago."""
    opens = (timezone.now() - timedelta(minutes=90)).replace(second=0, microsecond=0)
    return Story(
        "DT-SD", "thuky.sadec", "Hội nghị Ban Chấp hành cho ý kiến báo cáo sáu tháng", opens, "Hội trường Thành ủy", Meeting.Kind.EXTENDED, "Bí thư Thành ủy",
        4, (("Ủy viên Ban Chấp hành", 35, True), ("Bí thư tổ chức cơ sở đảng", 44, False)),
    "báo cáo sáu tháng đầu năm",
        programme("báo cáo sáu tháng đầu năm", "Phó Bí thư Thường trực", "Đại diện Ban Thường vụ Tỉnh ủy"),
        (("Bí thư Đảng ủy phường An Hòa", "Khối phường", "Sắp xếp khu dân cư"), ("Bí thư Đảng ủy xã Tân Quy", "Khối xã", "Giữ đảng viên trẻ đi làm xa")),
        (("Mục II.3", "Bổ sung số chi bộ chưa có kế hoạch quý III.", "Khối xã"),), excused=2, called=timezone.localdate() - timedelta(days=9),
    )  # fmt: skip


def _tell(story: Story, *, to_the_end: bool) -> None:
    """Prepare one conference, then hold it, wholly or half-way."""
    unit, actor = Unit.objects.get(code=story.unit), User.objects.get(username=story.secretary)
    with at(story.opens - timedelta(days=10)):
        meeting, text = _prepare(unit, actor, story)
    clock = Clock(story.opens)
    with at(clock.after(-10)):
        _count(actor, meeting, story)
    with at(clock.after(0)):
        services.open_meeting(actor=actor, meeting=meeting)
    items = list(meeting.items.order_by("position"))
    for item in items if to_the_end else items[:5]:
        _item(actor, meeting, item, clock, story, text, speaking=not to_the_end and item.step == "speeches")
    if to_the_end:
        with at(clock.after(6)):
            services.close_meeting(actor=actor, meeting=meeting)
        with at(clock.after(300)):
            services.fix_minutes(actor=actor, meeting=meeting, writer=actor.full_name)


class Clock:
    """The hall's clock: each step moves it on (đồng hồ)."""

    def __init__(self, opens: datetime) -> None:
        """Begin with the opening."""
        self.now = opens

    def after(self, minutes: int) -> datetime:
        """Move on so many minutes; before the opening does not move."""
        if minutes < 0:
            return self.now + timedelta(minutes=minutes)
        self.now += timedelta(minutes=minutes)
        return self.now


def _prepare(unit: Unit, actor: User, story: Story) -> tuple[Meeting, Paper]:
    """Plan, convene, write the programme, bring the papers, issue the summons."""
    plan = Plan(
        story.title, Meeting.Body.EXECUTIVE, story.opens, story.place, kind=story.kind, term="2020-2025", chair=story.chair,
    )  # fmt: skip
    meeting = services.plan_meeting(actor=actor, unit=unit, plan=plan)
    _committee(unit, story)
    services.convene_body(actor=actor, meeting=meeting)
    services.convene(actor=actor, meeting=meeting, lines=[Convened(title, heads, has_vote=vote) for title, heads, vote in story.groups])
    services.set_programme(actor=actor, meeting=meeting, lines=story.programme)
    report = meeting.items.get(step="report")
    expected = services.expect_paper(actor=actor, meeting=meeting, title=_first_upper(story.text), item=report, for_adoption=True)
    stored = store(_paper(unit, story), kind="meeting_paper", name="bao-cao.pdf")
    source = Source(_first_upper(story.text), stored=stored, words=2600)
    text = services.attach_paper(actor=actor, meeting=meeting, source=source, paper=expected)
    services.issue_summons(actor=actor, meeting=meeting, on=story.called)
    return meeting, text


def _paper(unit: Unit, story: Story) -> bytes:
    """Make a short paper that can be opened."""
    words = ("Văn bản minh họa của bản trình diễn: người và số liệu trong đây không có thật.", f"Tài liệu của {story.title.lower()}.")
    blocks = tuple(Paragraph(each) for each in words)
    name = unit.placements.get(valid_to__isnull=True).name
    return to_pdf(
        Document(form=format_on(story.called), issuing=name, name="Báo cáo", abstract=story.text, marks=("DỰ THẢO",), blocks=blocks)
    )


def _first_upper(text: str) -> str:
    """Begin a title with a capital."""
    return text[:1].upper() + text[1:]


def _committee(unit: Unit, story: Story) -> None:
    """Fill the first posts of the executive committee with invented people."""
    if Committee.objects.filter(term__unit=unit, body=Committee.Body.EXECUTIVE).exists():
        return
    officer = User.objects.get(username=accounts.CENTRAL.username)
    since = min(story.opens.date() - timedelta(days=200), date(2020, 11, 1))
    term = unit.terms.order_by("-began").first() or open_term(actor=officer, unit=unit, title="2020-2025", began=since)
    committee = open_committee(actor=officer, term=term, body=Committee.Body.EXECUTIVE)
    offices = ("secretary", "deputy_secretary", *["committee_member"] * story.named)[: story.named]
    for office, (name, is_female) in zip(offices, names.people(Random(unit.code), story.named), strict=True):  # noqa: S311 (invented)
        person = enter_person(actor=officer, unit=unit, full_name=name, is_female=is_female, is_demonstration=True)
        fill_post(actor=officer, person=person, committee=committee, office=office, since=max(since, term.began))


def _count(actor: User, meeting: Meeting, story: Story) -> None:
    """Count those present: holders of posts first, the rest by number."""
    counted = {}
    for row in meeting.invitees.all():
        if row.person_id or not row.has_vote:
            counted[row] = Presence(present=row.heads)
        else:
            counted[row] = Presence(present=row.heads - story.excused, excused=story.excused, reason="công tác, ốm")
    services.record_presence(actor=actor, meeting=meeting, counted=counted)


def _item(actor: User, meeting: Meeting, item: Item, clock: Clock, story: Story, text: Paper, *, speaking: bool) -> None:
    """Hold one item; at the speeches of a half-way conference somebody still speaks."""
    with at(clock.after(3)):
        services.start_item(actor=actor, meeting=meeting, item=item)
    if item.step == "speeches":
        _speeches(actor, meeting, clock, story.speeches, leave_first=speaking)
    elif item.step == "adoption":
        _adopt(actor, meeting, clock, story, text)
    elif item.step == "conclusion":
        for what, post, days in story.conclusions:
            with at(clock.after(3)):
                due = clock.now.date() + timedelta(days=days)
                services.conclude(actor=actor, meeting=meeting, charge=Charge(what, meeting.unit, due, post))
    clock.after(max(1, item.minutes - 5))


def _speeches(actor: User, meeting: Meeting, clock: Clock, speeches: Sequence[tuple[str, str, str]], *, leave_first: bool) -> None:
    """Register the speeches, hear them; the last one is handed in, or the first one still speaks."""
    rows = []
    for label, delegation, title in speeches:
        with at(clock.after(0)):
            rows.append(services.register_speaker(actor=actor, meeting=meeting, wish=Wish(label, delegation, "speech", title, 900)))
    if leave_first:
        with at(timezone.now() - timedelta(minutes=2)):
            services.call_speaker(actor=actor, meeting=meeting)
        return
    for row in rows[:-1] or rows:
        with at(clock.after(2)):
            services.call_speaker(actor=actor, meeting=meeting, speaker=row)
        with at(clock.after(7)):
            services.end_turn(actor=actor, meeting=meeting)
    if len(rows) > 1:
        with at(clock.after(1)):
            services.hand_in_speech(actor=actor, meeting=meeting, speaker=rows[-1])


def _adopt(actor: User, meeting: Meeting, clock: Clock, story: Story, text: Paper) -> None:
    """Vote on each amendment, then on the whole text."""
    present = sum(meeting.invitees.filter(has_vote=True).values_list("present", flat=True))
    for passage, words, source in story.amendments:
        with at(clock.after(1)):
            amendment = services.propose_amendment(actor=actor, paper=text, proposal=Proposal(passage, words, source))
            vote = services.put_amendment(actor=actor, amendment=amendment)
        with at(clock.after(2)):
            services.close_vote(actor=actor, vote=vote, count=Count(present - 2, 1))
    with at(clock.after(1)):
        whole = services.put_text(actor=actor, paper=text)
    with at(clock.after(2)):
        services.close_vote(actor=actor, vote=whole, count=Count(present))
