"""Acts of documents: draft, approve, consult, answer (soạn, duyệt, lấy ý kiến, tiếp thu)."""

from daihoi.cycle.documents.services.adopting import Settled, Vote, adopt_text, lay_before, placed
from daihoi.cycle.documents.services.answering import answer_group, take_into_text
from daihoi.cycle.documents.services.approving import decide, submit
from daihoi.cycle.documents.services.consolidating import send_consolidation
from daihoi.cycle.documents.services.consulting import contribute, extend_consultation, import_contributions, open_consultation
from daihoi.cycle.documents.services.drafting import close_version, create_document, revise, save_text
from daihoi.cycle.documents.services.grouping import group_contributions, likenesses, merge_groups, rename_group, split_group
from daihoi.cycle.documents.services.issuing import issue_document
from daihoi.cycle.documents.services.keeping import keep_finding, keep_template

__all__ = [
    "Settled",
    "Vote",
    "adopt_text",
    "answer_group",
    "close_version",
    "contribute",
    "create_document",
    "decide",
    "extend_consultation",
    "group_contributions",
    "import_contributions",
    "issue_document",
    "keep_finding",
    "keep_template",
    "lay_before",
    "likenesses",
    "merge_groups",
    "open_consultation",
    "placed",
    "rename_group",
    "revise",
    "save_text",
    "send_consolidation",
    "split_group",
    "submit",
    "take_into_text",
]
