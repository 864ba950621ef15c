"""Tables of documents: texts, approval, opinions, answers (bảng dữ liệu văn kiện)."""

from daihoi.cycle.documents.models.answers import Answer, Consolidation, Decision, Group, Membership
from daihoi.cycle.documents.models.approval import Issue, Submission, Template, Verdict
from daihoi.cycle.documents.models.opinions import Addressee, Channel, Consultation, Contribution, Opinion
from daihoi.cycle.documents.models.texts import Document, KeptFinding, Phase, RevisionRow, Version

__all__ = [
    "Addressee",
    "Answer",
    "Channel",
    "Consolidation",
    "Consultation",
    "Contribution",
    "Decision",
    "Document",
    "Group",
    "Issue",
    "KeptFinding",
    "Membership",
    "Opinion",
    "Phase",
    "RevisionRow",
    "Submission",
    "Template",
    "Verdict",
    "Version",
]
