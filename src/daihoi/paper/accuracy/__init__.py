"""How often the reader is right, measured on simulated sheets (độ chính xác của máy đọc).

The marks are drawn by a program: no figure from here says how real voters write.
"""

from daihoi.paper.accuracy.counts import Measured
from daihoi.paper.accuracy.forms import FORMS
from daihoi.paper.accuracy.measuring import jobs, measure, sheets_for
from daihoi.paper.accuracy.summary import summary, upper_bound

__all__ = ["FORMS", "Measured", "jobs", "measure", "sheets_for", "summary", "upper_bound"]
