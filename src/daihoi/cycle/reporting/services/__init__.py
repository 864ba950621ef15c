"""Acts of reports, one module per family (việc của báo cáo)."""

from daihoi.cycle.reporting.services.freezing import freeze_due, freeze_figures
from daihoi.cycle.reporting.services.lists import keep_their_list, save_layout

__all__ = ["freeze_due", "freeze_figures", "keep_their_list", "save_layout"]
