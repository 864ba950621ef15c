"""Screens of reports: weeks, reports, lists (màn hình báo cáo và số liệu)."""
