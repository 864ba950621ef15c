"""Texts of the demonstration: the directive of 30/05/2019 on its way down, plans, conferences, an inspection (chỉ thị trình diễn)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.directives.models import Clause, Text
from daihoi.cycle.directives.services import (
    assign_clauses,
    issue_plan,
    link_plan,
    mark_read,
    record_dissemination,
    record_reports,
    record_text,
    relate_texts,
    send_text,
    set_clauses,
)
from daihoi.cycle.directives.services.disseminating import Attendance
from daihoi.cycle.directives.services.listing import UnitReport
from daihoi.cycle.directives.services.sending import ClauseTask, Recipients
from daihoi.cycle.directives.services.texts import Heading
from daihoi.cycle.directives.splitting import Piece
from daihoi.demonstration import accounts, days, inspections
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.rules.deadlines import Due

Say = Callable[[str], object]
DATED = date(2019, 5, 30)
BODY = "Bộ Chính trị"
GRASSROOTS = ("grassroots_committee", "grassroots_cell")
CLAUSES = (  # number, name, due: a day, or working days before the congress
    ("1", "Quán triệt Chỉ thị đến mọi chi bộ", date(2019, 9, 30)),
    ("2", "Ban hành kế hoạch đại hội của cấp mình", date(2019, 10, 31)),
    ("3", "Lập các tiểu ban và tổ giúp việc", date(2019, 11, 15)),
    ("4", "Chọn đơn vị đại hội điểm và rút kinh nghiệm", date(2019, 12, 15)),
    ("5", "Rà soát quy hoạch cấp ủy trước khi làm nhân sự", date(2020, 1, 31)),
    ("6", "Giải quyết xong đơn thư liên quan nhân sự", 45),
    ("7", "Tập huấn nghiệp vụ đại hội cho cấp dưới", date(2020, 2, 28)),
    ("8", "Trình cấp trên duyệt văn kiện và nhân sự", 45),
)
CONTENT = {
    "1": "Mỗi chi bộ họp ít nhất một lần; báo số dự trên số phải dự.",
    "2": "Kế hoạch của cấp nào do cấp ủy cấp đó ban hành, nêu rõ người phụ trách và ngày xong của từng việc.",
    "6": "Đơn thư có tên, rõ nội dung thì giải quyết trước khi chốt danh sách; còn lại báo cấp có thẩm quyền.",
}
DONG_THAP_PLAN = Heading(
    "plan", "201-KH/TU", "Ban Thường vụ Tỉnh ủy Đồng Tháp", date(2019, 8, 20), "đại hội đảng bộ các cấp trong tỉnh nhiệm kỳ 2020 - 2025"
)
DONG_THAP_CLAUSES = (
    ("I.1", "Hội nghị quán triệt Chỉ thị từ tỉnh đến chi bộ xong trong tháng 9", ("1",)),
    ("I.2", "Cấp ủy trực thuộc ban hành kế hoạch đại hội của mình", ("2",)),
    ("I.3", "Tỉnh lập ba tiểu ban, mỗi huyện lập tiểu ban theo số việc", ("3",)),
    ("II.1", "Mỗi đảng bộ cấp trên cơ sở chọn hai nơi đại hội điểm", ("4",)),
    ("II.2", "Bổ sung quy hoạch, chuẩn bị nhân sự cấp ủy", ("5",)),
    ("II.3", "Ban Tổ chức mở lớp tập huấn nghiệp vụ theo cụm", ("7",)),
    ("III", "Duyệt văn kiện, nhân sự và giải quyết đơn thư trước đại hội", ("6", "8")),
)
NEVER_TRAINED = "DT-TH"  # one branch without a plan for the training, as a matrix must show


def build(progress: Say) -> None:
    """Build the texts, unless they stand."""
    if Text.objects.filter(number="35-CT/TW", dated=DATED).exists():
        return
    with transaction.atomic():
        central, officer, bloc = (accounts.ensure(each) for each in (accounts.CENTRAL, *accounts.ACCOUNTS[:2]))
        text = _directive(central)
        later_texts(central, text)
        _dong_thap(officer, text)
        _bloc(bloc, text)
        inspections.build(accounts.ensure(next(each for each in accounts.ACCOUNTS if each.role == "inspector")), text)
    progress(_("Chỉ thị và kế hoạch: {n} văn bản").format(n=Text.objects.count()))


def _directive(central: User) -> Text:
    """Record the directive with clauses in words of our own, and hand them to the province and the bloc."""
    top = Unit.objects.get(code="TW")
    heading = Heading(
        "directive", "35-CT/TW", BODY, DATED, "đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIII của Đảng"
    )
    text = record_text(actor=central, unit=top, heading=heading)
    set_clauses(actor=central, text=text, pieces=[Piece(number, title, CONTENT.get(number, "")) for number, title, _due in CLAUSES])
    to = Recipients(top, ("central_sub",))
    assign_clauses(actor=central, text=text, to=to, tasks=_tasks(text, None), on=date(2019, 6, 5), recorded_at=_at(date(2019, 6, 5)))
    return text


def _at(day: date) -> datetime:
    """Give a moment of a day."""
    return days.evening(day)


def _tasks(text: Text, round_: Round | None) -> list[ClauseTask]:
    """Give each clause its due day: fixed, or counted back from the unit's congress in working days (DR-07)."""
    dues = {number: due for number, _title, due in CLAUSES}
    found = []
    for clause in text.clauses.all():
        due = dues[clause.number]
        rule = (
            Due(fixed=due)
            if isinstance(due, date)
            else Due(anchor=f"congress:{round_.pk}", days=due)
            if round_
            else Due(fixed=date(2020, 6, 25))
        )
        found.append(ClauseTask(clause, rule, owner_post="secretary" if clause.number in {"2", "8"} else ""))
    return found


def later_texts(central: User, text: Text) -> None:
    """Record the guidance to it, and the directives of the next round, of which one replaces the other (DR-13)."""
    top = Unit.objects.get(code="TW")
    guidance = record_text(
        actor=central,
        unit=top,
        heading=Heading("guidance", "26-HD/BTCTW", "Ban Tổ chức Trung ương", date(2019, 10, 18), "một số nội dung của Chỉ thị 35-CT/TW"),
    )
    relate_texts(actor=central, text=guidance, target=text, verb="guides", on=guidance.dated)
    next_round = record_text(
        actor=central,
        unit=top,
        heading=Heading(
            "directive", "35-CT/TW", BODY, date(2024, 6, 14), "đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIV"
        ),
    )
    newest = record_text(
        actor=central,
        unit=top,
        heading=Heading(
            "directive", "45-CT/TW", BODY, date(2025, 4, 14), "đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIV"
        ),
    )
    relate_texts(actor=central, text=newest, target=next_round, verb="replaces", on=newest.dated)
    for each, day in ((guidance, date(2019, 10, 21)), (next_round, date(2024, 6, 17)), (newest, date(2025, 4, 15))):
        send_text(actor=central, text=each, to=Recipients(top, ("central_sub",)), on=day)


def _dong_thap(officer: User, text: Text) -> None:
    """Let the province receive, plan and hand down; its branches and grassroots organizations answer."""
    province = Unit.objects.get(code="DT")
    mark_read(actor=officer, delivery=text.deliveries.get(unit=province), on=date(2019, 6, 10))
    record_dissemination(
        actor=officer, text=text, unit=province, attendance=Attendance(date(2019, 7, 12), "online", 1180, 1214, "tỉnh và 16 điểm cầu")
    )
    plan = issue_plan(
        actor=officer, unit=province, heading=DONG_THAP_PLAN, pieces=[Piece(number, title) for number, title, _above in DONG_THAP_CLAUSES]
    )
    above = {clause.number: clause for clause in text.clauses.all()}
    own: dict[str, Clause] = {clause.number: clause for clause in plan.clauses.all()}
    link_plan(
        actor=officer, plan=plan, pairs=[(above[each], own[number]) for number, _title, answers in DONG_THAP_CLAUSES for each in answers]
    )
    round_ = Round.objects.filter(code="co-so-2020").first()
    day = date(2019, 8, 26)
    to = Recipients(province, ("upper_grassroots", *GRASSROOTS))
    assign_clauses(actor=officer, text=text, to=to, tasks=_tasks(text, round_), on=day, recorded_at=_at(day))
    send_text(actor=officer, text=plan, to=Recipients(province, ("upper_grassroots",)), on=day)
    rng = Random("daihoi directives")  # noqa: S311 (invented data, not a secret)
    record_reports(actor=officer, text=text, unit=province, rows=list(_reports(rng, "DT", day)))


def _reports(rng: Random, code: str, sent: date, *, plans: bool = True) -> Iterator[UnitReport]:
    """Invent what each unit below did: most received, fewer met, fewer planned; one branch has no plan for the training."""
    path = Placement.objects.get(unit__code=code, valid_to__isnull=True).path
    places = Placement.objects.filter(path__gt=path, path__lt=path + "~", kind__in=("upper_grassroots", *GRASSROOTS), valid_to__isnull=True)
    numbers = [number for number, _title, _due in CLAUSES]
    for index, place in enumerate(places.select_related("unit").order_by("path"), start=1):
        is_branch = place.kind == "upper_grassroots"
        chance = 0.98 if is_branch else rng.random()
        received = sent + timedelta(days=rng.randint(1, 9))
        people = rng.randint(60, 240) if is_branch else rng.randint(12, 60)
        held = received + timedelta(days=rng.randint(3, 40)) if chance > 0.06 else None
        has_plan = plans and chance > 0.12
        answers = [number for number in numbers if chance > 0.12 + 0.03 * int(number)] or ["2"]
        if place.unit.code.startswith(NEVER_TRAINED):
            answers = [number for number in answers if number != "7"]
        yield UnitReport(
            unit=place.unit,
            received_on=received if is_branch or rng.random() > 0.03 else None,
            read_on=received + timedelta(days=rng.randint(0, 4)),
            held_on=held,
            attended=people - rng.randint(0, people // 12),
            expected=people,
            form="in_person" if is_branch else "cell",
            plan_number=f"{index:02}-KH/ĐU" if has_plan else "",
            planned_on=sent + timedelta(days=rng.randint(20, 70)) if has_plan else None,
            plan_body=place.name,
            answers=tuple(answers),
        )


def _bloc(officer: User, text: Text) -> None:
    """Let the bloc disseminate to its 61 branches and their grassroots organizations, by its own guidance."""
    bloc = Unit.objects.get(code="K")
    mark_read(actor=officer, delivery=text.deliveries.get(unit=bloc), on=date(2019, 6, 7))
    heading = Heading(
        "guidance",
        "26-HD/ĐUK",
        "Ban Thường vụ Đảng ủy Khối các cơ quan Trung ương",
        date(2019, 11, 12),
        "đại hội chi bộ, đảng bộ các cấp trong Khối",
    )
    guidance = record_text(actor=officer, unit=bloc, heading=heading)
    relate_texts(actor=officer, text=guidance, target=text, verb="guides", on=guidance.dated)
    record_dissemination(actor=officer, text=text, unit=bloc, attendance=Attendance(date(2019, 7, 3), "in_person", 412, 430))
    kinds = ("upper_grassroots", *GRASSROOTS)
    for each, day in ((text, date(2019, 6, 24)), (guidance, date(2019, 11, 14))):
        send_text(actor=officer, text=each, to=Recipients(bloc, kinds), on=day)
    rng = Random("daihoi bloc directives")  # noqa: S311 (invented data, not a secret)
    record_reports(actor=officer, text=text, unit=bloc, rows=list(_reports(rng, "K", date(2019, 6, 24), plans=False)))
