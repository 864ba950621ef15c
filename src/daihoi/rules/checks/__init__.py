"""What a reader of a report would mark with a pencil (DO-07: kiểm tra văn bản); it points and never judges."""

from daihoi.rules.checks.checking import check
from daihoi.rules.checks.lexicon import shipped
from daihoi.rules.checks.report import CODES, ERRORS, Overlap, Passage, Remark, Report

__all__ = ["CODES", "ERRORS", "Overlap", "Passage", "Remark", "Report", "check", "shipped"]
