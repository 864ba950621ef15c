"""Do the numbers of a report agree (RP-12: kiểm tra số liệu trong văn bản)."""

from daihoi.rules.figures.checks import check_text
from daihoi.rules.shares import share, shares_to_100

__all__ = ["check_text", "share", "shares_to_100"]
