"""Weekly cut-offs of the demonstration around the figure of Đồng Tháp, an order of columns, a list of another system (báo cáo trình diễn)."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.congresses.queries import view
from daihoi.cycle.reporting.models import Cutoff, ExportLayout, TheirList
from daihoi.cycle.reporting.queries.cutoffs import hour_of
from daihoi.cycle.reporting.queries.lists import items
from daihoi.cycle.reporting.services import freeze_figures, keep_their_list, save_layout
from daihoi.demonstration import rounds
from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import SETUP
from daihoi.foundation.organization.models import Unit

WEEKS = 5
BLOC_WEEKS = 2
SYSTEM = "Phần mềm theo dõi tiến trình (ví dụ)"
LAYOUT = (("code", "MA_DV"), ("name", "TEN_DV"), ("held", "NGAY_DH"), ("state", "TRANG_THAI"))


def build(progress: Callable[[str], object]) -> None:
    """Freeze a few weeks, remember a layout, compare a list with ours, where these are missing."""
    if Cutoff.objects.exists():
        return
    count = _freeze("DT", "co-so-2020", rounds.DONG_THAP_DAY, WEEKS) + _freeze("K", "chi-bo-2020", date(2020, 5, 14), BLOC_WEEKS)
    progress(_("Số liệu tuần: {n} lần chốt").format(n=count))
    officer = User.objects.filter(username="canbo.dongthap").first()
    if officer is not None:
        _lists(officer)


def _freeze(code: str, round_code: str, last: date, weeks: int) -> int:
    """Freeze the weeks up to a day, each as known at its own hour."""
    unit, round_ = Unit.objects.get(code=code), Round.objects.get(code=round_code)
    for back in reversed(range(weeks)):
        day = last - timedelta(days=7 * back)
        freeze_figures(unit=unit, round_=round_, on=day, known=hour_of(day), origin=SETUP)
    return weeks


def _lists(officer: User) -> None:
    """Remember the order another system wants; take its list with a few faults in it."""
    unit, round_ = Unit.objects.get(code="DT"), Round.objects.get(code="co-so-2020")
    if not ExportLayout.objects.exists():
        save_layout(actor=officer, unit=unit, name="Theo mẫu phần mềm theo dõi", columns=LAYOUT, form="csv")
    if not TheirList.objects.exists():
        listed = [item.values for item in items(view(unit, round_, rounds.DONG_THAP_DAY))]
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(["Mã đơn vị", "Tên đơn vị", "Ngày đại hội"])
        for number, values in enumerate(listed):
            if number == 3:
                continue
            held = values["held"] + timedelta(days=1) if values["held"] and number in {10, 20} else values["held"]
            writer.writerow([values["code"], values["name"], f"{held:%d/%m/%Y}" if held else ""])
        writer.writerow(["DT-XX", "Chi bộ Trạm Thủy văn", "12/05/2020"])
        stored = store(out.getvalue().encode("utf-8-sig"), kind="their_list", name="phan-mem-theo-doi.csv")
        keep_their_list(actor=officer, unit=unit, round_=round_, system=SYSTEM, file=stored, on=rounds.DONG_THAP_DAY)
