"""An inspection of the demonstration: a programme with key points and a widened scope, a team, three units, remedies (kiểm tra trình diễn)."""

from datetime import date

from daihoi.cycle.directives.models import Text
from daihoi.cycle.directives.services import observe, open_inspection, open_programme, plan_visit, record_visit, require_remedy
from daihoi.cycle.directives.services.inspecting import Plan
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Unit

KEY_POINTS = (
    "Chuẩn bị nhân sự cấp ủy đúng quy trình và đúng đề án",
    "Chất lượng văn kiện trình đại hội cơ sở",
    "Giải quyết đơn thư trước đại hội",
)
WIDENED = ("Chi bộ trong doanh nghiệp ngoài khu vực Nhà nước", "Đảng bộ đơn vị sự nghiệp tự chủ", "Cấp ủy viên phụ trách địa bàn")
FINDINGS = (
    ("DT-SD", date(2020, 3, 10), "strength", "2", "Kế hoạch đại hội nêu rõ người, việc, ngày; cấp dưới theo đó làm được ngay."),
    ("DT-TH", date(2020, 3, 12), "shortcoming", "7", "Chưa mở lớp tập huấn; cấp ủy cơ sở lúng túng khi điều hành bầu cử."),
    ("DT-TH", date(2020, 3, 12), "shortcoming", "6", "Hai đơn thư về nhân sự nhận từ tháng 1 chưa có kết luận."),
    ("DT-LV", date(2020, 3, 17), "shortcoming", "8", "Hồ sơ trình duyệt của ba chi bộ gửi sát ngày, chưa đủ trích ngang."),
)
REMEDIES = (
    ("DT-TH", "Mở lớp tập huấn nghiệp vụ đại hội cho cấp ủy cơ sở", date(2020, 3, 31)),
    ("DT-TH", "Kết luận hai đơn thư còn lại và báo Ủy ban Kiểm tra", date(2020, 4, 10)),
    ("DT-LV", "Bổ sung hồ sơ trình duyệt của ba chi bộ", date(2020, 4, 3)),
)


def build(inspector: User, text: Text) -> None:
    """Open one round on the directive and follow what it required."""
    province = Unit.objects.get(code="DT")
    programme = open_programme(
        actor=inspector,
        unit=province,
        term="2015-2020",
        number="05-CTr/UBKTTU",
        dated=date(2020, 1, 15),
        key_points=KEY_POINTS,
        widened_to=WIDENED,
    )
    plan = Plan(
        title="Việc chuẩn bị đại hội theo Chỉ thị 35-CT/TW",
        form="inspection",
        decision="Quyết định 118-QĐ/UBKTTU, ngày 02/03/2020",
        starts=date(2020, 3, 5),
        ends=date(2020, 3, 25),
        key_points=KEY_POINTS,
        programme=programme,
        text=text,
    )
    members = ("Võ Thị Kim Ngân", "Huỳnh Minh Đức", "Dương Thị Hồng Cúc")
    inspection = open_inspection(actor=inspector, unit=province, plan=plan, head="Bùi Đức Quang", members=members)
    clauses = {clause.number: clause for clause in text.clauses.all()}
    visits = {}
    for code, day, kind, number, content in FINDINGS:
        if code not in visits:
            planned = plan_visit(actor=inspector, inspection=inspection, unit=Unit.objects.get(code=code), on=day)
            visits[code] = record_visit(actor=inspector, visit=planned, on=day)
        observe(actor=inspector, visit=visits[code], kind=kind, content=content, clause=clauses[number])
    plan_visit(actor=inspector, inspection=inspection, unit=Unit.objects.get(code="DT-TN"), on=date(2020, 3, 24))
    for code, content, due in REMEDIES:
        require_remedy(actor=inspector, visit=visits[code], content=content, due=due)
