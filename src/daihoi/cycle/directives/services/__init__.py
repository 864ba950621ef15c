"""Acts on directives: record, split, send, receive, disseminate, plan, inspect (các việc về chỉ thị)."""

from daihoi.cycle.directives.services.clauses import keep_words, set_clauses
from daihoi.cycle.directives.services.disseminating import correct_dissemination, record_dissemination
from daihoi.cycle.directives.services.inspecting import (
    close_inspection,
    observe,
    open_inspection,
    open_programme,
    plan_visit,
    record_visit,
    require_remedy,
    waive_remedy,
)
from daihoi.cycle.directives.services.listing import record_reports
from daihoi.cycle.directives.services.planning import issue_plan, link_plan
from daihoi.cycle.directives.services.receiving import mark_read, mark_received, read_clause, receive_all
from daihoi.cycle.directives.services.sending import assign_clauses, send_text
from daihoi.cycle.directives.services.texts import record_text, relate_texts, withdraw_relation

__all__ = [
    "assign_clauses",
    "close_inspection",
    "correct_dissemination",
    "issue_plan",
    "keep_words",
    "link_plan",
    "mark_read",
    "mark_received",
    "observe",
    "open_inspection",
    "open_programme",
    "plan_visit",
    "read_clause",
    "receive_all",
    "record_dissemination",
    "record_reports",
    "record_text",
    "record_visit",
    "relate_texts",
    "require_remedy",
    "send_text",
    "set_clauses",
    "waive_remedy",
    "withdraw_relation",
]
