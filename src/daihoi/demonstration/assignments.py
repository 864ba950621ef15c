"""What the province of the demonstration assigned, and how far its branches are (giao việc trong bản trình diễn)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Asks, Assignment, Batch
from daihoi.foundation.assignments.services import Evidence, Source, Task, accept, assign, give_back, plan, read, receive, report_done
from daihoi.foundation.files.services import store
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import children
from daihoi.rules.deadlines import Due

SOURCE = "demonstration.task"
OFFICER = "canbo.dongthap"
CLERK = "vanthu.sadec"


@dataclass(frozen=True)
class Given:
    """One task of the demonstration: days from today to its due day, how many of the branches are done (việc đã giao)."""

    key: str
    title: str
    details: str
    days: int
    done: int
    asks: str = Asks.TEXT


TASKS = (
    Given("quan-triet", "Báo cáo kết quả quán triệt chỉ thị về đại hội", "Số hội nghị, số đảng viên dự trên tổng số.", -12, 14),
    Given("ke-hoach", "Gửi kế hoạch đại hội của đảng bộ", "Bản đã ký, kèm phân công tiểu ban.", -4, 12, Asks.FILE),
    Given("tieu-ban", "Báo danh sách các tiểu ban và tổ giúp việc", "Ghi rõ trưởng tiểu ban và số thành viên.", 2, 9),
    Given("co-so-vat-chat", "Rà soát hội trường, máy in phiếu và máy quét", "Nêu nơi chưa có, ngày sẽ có.", 9, 3, Asks.NOTHING),
)


@transaction.atomic
def build(progress: Callable[[str], object]) -> None:
    """Assign the tasks and let time pass over them, once (dựng việc được giao)."""
    province = Unit.objects.filter(code="DT").first()
    officer, clerk = User.objects.filter(username=OFFICER).first(), User.objects.filter(username=CLERK).first()
    if province is None or officer is None or clerk is None or Batch.objects.filter(source__startswith=SOURCE).exists():
        return
    today = timezone.localdate()
    branches = [place.unit for place in children(province, today).select_related("unit")]
    own = Unit.objects.get(code="DT-SD")
    paper = store("Bản trình diễn: nội dung bịa.".encode(), kind="assignment_evidence", name="bao-cao.txt")
    for given in TASKS:
        batch = assign(
            actor=officer,
            issuer=province,
            units=branches,
            task=Task(given.title, Due(fixed=today + timedelta(days=given.days)), asks=given.asks, details=given.details),
            source=Source(f"{SOURCE}:{given.key}", "Kế hoạch đại hội của Tỉnh ủy"),
            recorded_at=timezone.now() - timedelta(days=21),
        )
        done = [item for item in batch.assignments.select_related("batch", "unit").order_by("unit__code") if item.unit_id != own.pk]
        for number, item in enumerate(done[: given.done]):
            on = today - timedelta(days=1 + number % 5) + timedelta(days=min(0, given.days))
            report_done(actor=officer, assignment=item, on=on, evidence=Evidence("Đã hoàn thành, có báo cáo kèm theo.", paper))
        if given.done > 10:
            left = Assignment.objects.filter(batch=batch, state="done").order_by("-pk").values_list("pk", flat=True)[:3]
            accept(actor=officer, batch=batch, but=list(left))
    _own_story(officer, clerk, own)
    progress(_("Việc được giao: {n}").format(n=len(TASKS)))


def _own_story(officer: User, clerk: User, own: Unit) -> None:
    """Let the clerk of one branch read, plan, report and get one report back."""
    receive(actor=clerk, unit=own)
    mine = own.assignments.filter(batch__source__startswith=SOURCE).select_related("batch__issuer", "unit")
    items = {item.batch.source.split(":")[1]: item for item in mine}
    for item in items.values():
        read(actor=clerk, assignment=item)
    plan(actor=clerk, assignment=items["tieu-ban"], evidence=Evidence("Họp phân công trong tuần, gửi danh sách trước hạn."))
    first = items["quan-triet"]
    report_done(actor=clerk, assignment=first, on=timezone.localdate() - timedelta(days=13), evidence=Evidence("Đã tổ chức 2 hội nghị."))
    give_back(actor=officer, assignment=first, reason="Chưa có số đảng viên dự từng hội nghị. Bổ sung rồi gửi lại.")
