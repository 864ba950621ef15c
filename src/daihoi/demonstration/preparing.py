"""How congresses of the demonstration were prepared, approved, attended and reported (chuẩn bị, duyệt, dự, kết quả nhanh).

The units and totals are those of the founding articles; persons, papers and figures of single congresses are invented.
"""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.models import ApprovalBatch, Congress, Lesson, Round
from daihoi.cycle.congresses.queries import planned_dates
from daihoi.cycle.congresses.services import Done, Letters, Paper, Sitting
from daihoi.cycle.congresses.services.calling import Call
from daihoi.demonstration import days, names
from daihoi.demonstration.elections import ensure_congress
from daihoi.demonstration.people import PEOPLE
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import SETUP, record
from daihoi.foundation.organization.models import Placement, Post, Unit
from daihoi.foundation.organization.services import create_unit, enter_person, fill_post, merge_units, open_committee, open_term
from daihoi.rules.preparations import tasks_for
from daihoi.rules.programme import Hours
from daihoi.rules.stages import Stage

CITY, PROVINCE, BLOC = "DT-SD", "DT", "K"
DISTRICT = "DT-TB"  # several of its congresses were still to come on the day of the figure
APPROVED_ON = date(2020, 6, 12)
MERGED_ON = date(2020, 3, 20)
RESULTS = 9
LESSONS = (
    (Stage.prepared, "Gửi dự thảo báo cáo về chi bộ sớm hơn một tuần thì ý kiến góp nhiều và sát hơn."),
    (Stage.contents_approved, "Nộp đủ đề án nhân sự cùng báo cáo chính trị; thiếu một bản là phải duyệt lại từ đầu."),
    (Stage.held, "In sẵn phiếu cho lần bầu lại và thử máy quét từ chiều hôm trước."),
    (Stage.results_reported, "Ghi kết quả nhanh ngay tại hội trường, trước khi đoàn thư ký về."),
)


def build(progress: Callable[[str], object]) -> None:
    """Prepare Sa Đéc, approve its grassroots congresses in bulk, report some, spread leaders over June 2020."""
    if ApprovalBatch.objects.exists():
        return
    officer = User.objects.get(username=PEOPLE["officer"])
    round_ = Round.objects.get(code="co-so-2020")
    with transaction.atomic():
        leaders = [*_leaders(PROVINCE, officer, 3), *_leaders(CITY, officer, 3)]
        _city(officer, leaders)
        _merged(officer, round_)
        _put_off(officer)
        _to_approve(officer)
        waiting, held = _grassroots(round_)
        issued = _approved(officer, waiting) + _ratified(officer, held[:-2])
        _attended(officer, waiting, _leaders(DISTRICT, officer, 3))
        _reported(officer, held[:RESULTS])
        _bloc(round_)
    progress(_("Chuẩn bị đại hội: {letters} văn bản đồng ý, {results} kết quả nhanh").format(letters=issued, results=len(held[:RESULTS])))


# Minutes of items as an officer would plan them, and two real beginnings: invented, as everything here.
HOURS = {
    "organs": Hours(minutes=20, began=time(13, 34), ended=time(13, 52)),
    "credentials_board": Hours(minutes=10),
    "working_rules": Hours(minutes=30),
    "flag": Hours(minutes=5, began=time(7, 30), ended=time(7, 36)),
    "opening": Hours(minutes=25, began=time(7, 38)),
}


def _leaders(code: str, officer: User, count: int) -> list[Post]:
    """Fill the standing committee of a unit with invented people."""
    unit = Unit.objects.get(code=code)
    cause = record(None, "congresses.leader_assigned", unit, unit=unit, origin=SETUP)
    term = open_term(cause=cause, unit=unit, title="2015-2020", began=date(2015, 9, 1))
    body = open_committee(cause=cause, term=term, body="standing_committee")
    offices = (Post.Office.SECRETARY, Post.Office.DEPUTY_SECRETARY, Post.Office.MEMBER)
    people = names.people(Random(f"leaders {code}"), count)  # noqa: S311 (invented people, not a secret)
    found = []
    for (name, is_female), office in zip(people, offices, strict=False):
        person = enter_person(cause=cause, unit=unit, full_name=name, is_female=is_female, is_demonstration=True)
        found.append(fill_post(cause=cause, person=person, committee=body, office=office, since=date(2015, 9, 1)))
    return found


def _city(officer: User, leaders: Sequence[Post]) -> None:
    """Prepare the delegates' congress of Sa Đéc, a pilot, from its plan to what it taught (đại hội điểm)."""
    congress = ensure_congress()
    given: dict[str, Any] = {"actor": officer, "congress": congress}
    for number, task in enumerate(tasks_for("upper_grassroots", congress.form, congress.contents)[:8]):
        done = Done(date(2020, 4, 6) + timedelta(days=7 * number), f"{12 + number}-KH/HU (minh họa)" if number < 4 else "")
        services.record_preparation(**given, task=task.code, done=done)
    place = "Hội trường Thành ủy"
    early, official = Sitting(date(2020, 7, 28), 1, place, time(13, 30)), Sitting(date(2020, 7, 29), 3, place, time(7, 30))
    services.set_sessions(**given, official=official, preparatory=early)
    services.set_times(**given, hours=HOURS)
    for number, (kind, people) in enumerate((("documents", 9), ("personnel", 7), ("logistics", 11), ("support_team", 14))):
        body = services.set_up_subcommittee(**given, kind=kind, set_up_on=date(2020, 2, 20), people=people, document="41-QĐ/HU (minh họa)")
        if number < 3:
            services.seat_member(actor=officer, subcommittee=body, post=leaders[3 + number], place="head")
    row = services.submit(**given, matter="contents", paper=Paper(date(2020, 6, 22), "58-TTr/HU (minh họa)"))
    letter = Letters(body="TU", kind="CV", on=date(2020, 6, 30), signer_title="Phó Bí thư", place="Cao Lãnh")
    services.approve_many(actor=officer, superior=Unit.objects.get(code=PROVINCE), submissions=[row], letters=letter)
    for leader in leaders[:2]:
        services.assign_leader(**given, post=leader, note=_("dự cả hai phiên"))
    for stage, text in LESSONS:
        if not Lesson.objects.filter(congress=congress, stage=stage).exists():
            services.add_lesson(**given, stage=stage, text=text)


def _put_off(officer: User) -> None:
    """Let one district put its congress off without a new day: it waits for one, and is not overdue (hoãn; DR-11)."""
    unit, round_ = Unit.objects.get(code=DISTRICT), Round.objects.get(code="tren-co-so-2020")
    congress = services.call_congress(actor=officer, unit=unit, round_=round_, call=Call(date(2020, 3, 12), form="delegate_congress"))
    services.plan_date(actor=officer, congress=congress, planned=date(2020, 7, 20))
    services.postpone(actor=officer, congress=congress, reason="Chờ phương án nhân sự (minh họa)")


def _to_approve(officer: User) -> None:
    """Leave the contents of two districts' congresses waiting for the province, so that an approval can be tried (chờ duyệt; DR-07)."""
    round_ = Round.objects.get(code="tren-co-so-2020")
    for number, code in enumerate(("DT-LV", "DT-CT")):
        called = Call(date(2020, 3, 16), form="delegate_congress")
        congress = services.call_congress(actor=officer, unit=Unit.objects.get(code=code), round_=round_, call=called)
        services.plan_date(actor=officer, congress=congress, planned=date(2020, 8, 5 + 7 * number))
        paper = Paper(date(2020, 6, 22 + number), f"{61 + number}-TTr/HU (minh họa)")
        services.submit(actor=officer, congress=congress, matter="contents", paper=paper)


def _merged(officer: User, round_: Round) -> None:
    """Let one more unit go into another before the figures were counted: its row says where it went (PR-13)."""
    city, into = (Unit.objects.get(code=code) for code in (CITY, f"{CITY}-01"))
    cause = record(None, "congresses.called", city, unit=city, origin=SETUP)
    name, opened = "Chi bộ Hợp tác xã Hoa kiểng", date(2015, 7, 1)
    known = days.evening(date(2019, 12, 2))
    unit = create_unit(cause=cause, code=f"{CITY}-99", name=name, kind="grassroots_cell", superior=city, opened=opened, recorded_at=known)
    services.call_congress(actor=officer, unit=unit, round_=round_, call=Call(date(2020, 3, 5)))
    merge_units(cause=cause, absorbing=into, absorbed=[unit], on=MERGED_ON, recorded_at=days.evening(MERGED_ON))


def _grassroots(round_: Round) -> tuple[list[Congress], list[Congress]]:
    """Give the congresses below one district that were still to come on 25/06/2020, and those that were held."""
    below = Placement.objects.filter(superior__code=DISTRICT, valid_to__isnull=True).values("unit_id")
    mine = Congress.objects.filter(round=round_, unit__in=below).select_related("unit", "round", "charter").order_by("unit__code")
    held = [congress for congress in mine if congress.events.filter(stage=Stage.held).exists()]
    return [congress for congress in mine if congress not in held], held


def _approved(officer: User, waiting: Sequence[Congress]) -> int:
    """Hand in what is still to come, approve most of it in one act, hold one back, send one back, leave the rest waiting."""
    district = Unit.objects.get(code=DISTRICT)
    rows = [
        services.submit(
            actor=officer, congress=each, matter="contents", paper=Paper(date(2020, 6, 1) + timedelta(days=n % 5), "", source=1)
        )
        for n, each in enumerate(waiting)
    ]
    if len(rows) > 3:
        services.return_submission(actor=officer, submission=rows[-1], on=APPROVED_ON, reason="Chưa có đề án nhân sự cấp ủy.")
        rows = rows[:-1]
    letters = Letters(
        body="HU",
        kind="CV",
        on=APPROVED_ON,
        signer_title="Phó Bí thư",
        place="Sa Đéc",
        held_back={str(rows[-1].pk): "Chờ góp ý của Ủy ban Kiểm tra"},
    )
    return services.approve_many(actor=officer, superior=district, submissions=rows, letters=letters).count


def _ratified(officer: User, held: Sequence[Congress]) -> int:
    """Hand in the results of what was held and ratify them in one act, with numbers in a row (PR-12)."""
    rows = []
    for each in held:
        on = each.events.filter(stage=Stage.held).values_list("happened_on", flat=True).first()
        paper = Paper((on or APPROVED_ON) + timedelta(days=3), "Báo cáo kết quả (minh họa)")
        rows.append(services.submit(actor=officer, congress=each, matter="results", paper=paper))
    letters = Letters(body="HU", kind="QĐ", on=date(2020, 7, 6), signer_title="Phó Bí thư", place="Thanh Bình")
    superior = Unit.objects.get(code=DISTRICT)
    return services.approve_many(actor=officer, superior=superior, submissions=rows, letters=letters).count


def _attended(officer: User, waiting: Sequence[Congress], leaders: Sequence[Post]) -> None:
    """Spread the leaders over the congresses to come; two of them fall on one day."""
    for number, each in enumerate(waiting):
        services.assign_leader(actor=officer, congress=each, post=leaders[number // 2 % 2])


def _reported(officer: User, held: Sequence[Congress]) -> None:
    """Send quick results of congresses that were held (kết quả nhanh)."""
    rng = Random("quick results")  # noqa: S311 (invented figures, not a secret)
    for congress in held:
        event = congress.events.filter(stage=Stage.held).get()
        for code, value in _figures(rng, event.happened_on).items():
            services.save_field(actor=officer, congress=congress, code=code, value=value)
        services.send_result(actor=officer, congress=congress, source=1)


def _figures(rng: Random, held_on: date | None) -> dict[str, object]:
    """Invent figures of one congress that agree with each other."""
    seats, convened = rng.choice((5, 7, 9, 11)), rng.randint(28, 160)
    elected = seats - (rng.random() < 0.15)
    again = rng.randint(elected // 2, elected)
    women = rng.randint(1, max(1, elected // 3))
    return {
        "held_on": str(held_on),
        "convened": convened,
        "present": convened - rng.randint(0, 3),
        "seats": seats,
        "candidates": seats + 1,
        "elected": elected,
        "rounds": 1,
        "secretary": "reelected" if rng.random() < 0.7 else "new",
        "secretary_directly": "no",
        "deputies_reelected": 1,
        "deputies_new": 0,
        "delegates": rng.randint(2, 6),
        "alternates": 1,
        "reelected": again,
        "first_time": elected - again,
        "women": women,
        "under_40": rng.randint(1, max(1, elected // 3)),
        "minorities": 0,
        "university": elected - 1,
        "postgraduate": rng.randint(0, 1),
        "average_age": f"{rng.randint(38, 48)}.{rng.randint(0, 9)}",
    }


def _bloc(round_: Round) -> None:
    """Spread leaders of the bloc over congresses planned for one week of May 2020, some on the same day."""
    officer = User.objects.get(username="canbo.khoi")
    leaders = _leaders(BLOC, officer, 3)
    below = Placement.objects.filter(superior__code=BLOC, valid_to__isnull=True).values("unit_id")
    near = Placement.objects.filter(superior__in=below, valid_to__isnull=True).values("unit_id")
    week = planned_dates(days.evening(date(2020, 12, 31))).filter(congress__round=round_, congress__unit__in=near)
    plans = (
        week.filter(planned__gte=date(2020, 5, 18), planned__lte=date(2020, 5, 29))
        .select_related("congress__unit")
        .order_by("planned", "id")
    )
    by_day: dict[date, list[Congress]] = {}
    for plan in plans:
        if plan.planned:
            by_day.setdefault(plan.planned, []).append(plan.congress)
    for number, congresses in enumerate(by_day.values()):
        for place, congress in enumerate(congresses[: 4 if number == 2 else 2]):  # on the third day one more than there are leaders
            services.assign_leader(actor=officer, congress=congress, post=leaders[(number + place) % 3])
