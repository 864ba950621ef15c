"""Questions of reports: a week, late rows, a report, lists and comparisons (câu hỏi của báo cáo)."""
