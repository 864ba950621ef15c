"""Conferences of the founding articles, with invented people and own sentences; one in Sa Đéc is half-way through today (hội nghị trình diễn)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.demonstration import accounts, names
from daihoi.demonstration.accounts import Account
from daihoi.demonstration.meeting_stories import BEGAN, BEN_TRE, CENTRAL_BLOC, DAK_NONG, DONG_THAP, SOC_TRANG, Story, programme
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.assignments.services import Evidence, accept, report_done
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.models import Conclusion, Item, Meeting, Paper
from daihoi.foundation.meetings.moments import at
from daihoi.foundation.meetings.services import Charge, Convened, Count, Plan, Presence, Proposal, Source, Wish
from daihoi.foundation.organization.models import Committee, Unit
from daihoi.foundation.organization.services import UnitRow, enter_person, fill_post, import_units, open_committee, open_term
from daihoi.office import Document, format_on, to_pdf
from daihoi.office.document import Paragraph

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
    Account("thuky.khoi", "Tạ Thị Minh Nguyệt", "secretariat", "K", "thư ký Đảng ủy Khối các cơ quan Trung ương"),
    Account("thuky.dongthap", "Phan Thị Cẩm Giang", "secretariat", "DT", "thư ký Tỉnh ủy Đồng Tháp"),
    Account("thuky.daknong", "Mai Thị Hồng Gấm", "secretariat", "DNG", "thư ký Tỉnh ủy Đắk Nông"),
)


def build(progress: Callable[[str], object]) -> None:
    """Hold the conferences that are missing (dựng hội nghị)."""
    if Meeting.objects.filter(unit__code="DT-SD").exists():
        return
    progress(_("Hội nghị trình diễn"))
    with transaction.atomic():
        import_units(rows=[UnitRow(code, name, kind, superior, BEGAN) for code, name, kind, superior in UNITS], origin=SETUP)
        for account in SECRETARIES:
            accounts.ensure(account)
        for story in (CENTRAL_BLOC, DONG_THAP, BEN_TRE, SOC_TRANG, DAK_NONG):
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
        story.title, story.body, story.opens, story.place, kind=story.kind, term=story.term, chair=story.chair,
    )  # fmt: skip
    meeting = services.plan_meeting(actor=actor, unit=unit, plan=plan)
    _committee(unit, story)
    services.convene_body(actor=actor, meeting=meeting)
    services.convene(actor=actor, meeting=meeting, lines=[Convened(title, heads, has_vote=vote) for title, heads, vote in story.groups])
    services.set_programme(actor=actor, meeting=meeting, lines=story.programme)
    stored = store(_paper(unit, story), kind="meeting_paper", name="bao-cao.pdf")
    is_adopted = meeting.items.filter(step="adoption").exists()
    reports = list(meeting.items.filter(step="report").order_by("position"))
    for item in reports:
        title = _first_upper(story.text) if len(reports) == 1 else item.title
        expected = services.expect_paper(actor=actor, meeting=meeting, title=title, item=item, for_adoption=is_adopted)
        source = Source(title, stored=stored, words=100 * item.minutes)
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
    term = unit.terms.order_by("-began").first() or open_term(actor=officer, unit=unit, title=story.term, began=since)
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
        _conclude(actor, meeting, clock, story)
    clock.after(max(1, item.minutes - 5))


def _conclude(actor: User, meeting: Meeting, clock: Clock, story: Story) -> None:
    """Conclude: the last conclusion goes to named branches where a story names them; old ones were carried out in time."""
    for place, (what, post, days) in enumerate(story.conclusions, start=1):
        below = Unit.objects.filter(code__in=story.branches).order_by("code") if place == len(story.conclusions) else ()
        for owner in below or (meeting.unit,):
            with at(clock.after(3)):
                due = clock.now.date() + timedelta(days=days)
                row = services.conclude(actor=actor, meeting=meeting, charge=Charge(what, owner, due, post))
            if story.is_carried_out:
                _carry_out(row)


def _carry_out(row: Conclusion) -> None:
    """Report an old task as done two days before its day, and accept it."""
    officer = User.objects.get(username=accounts.CENTRAL.username)
    task = Assignment.objects.select_related("batch", "unit").get(batch=UUID(row.assignment))
    report_done(actor=officer, assignment=task, on=row.due - timedelta(days=2), evidence=Evidence("Đã làm xong, có báo cáo gửi kèm."))
    accept(actor=officer, batch=task.batch)


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
