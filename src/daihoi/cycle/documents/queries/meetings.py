"""What conferences decided on a document (hội nghị về văn kiện)."""

from daihoi.cycle.documents.models import Document, Version
from daihoi.foundation.meetings.queries.meetings import adoption_of


def subject_of(document: Document) -> str:
    """Name a document as meetings know it."""
    return f"documents.document:{document.pk}"


def can_adopt(document: Document) -> bool:
    """Tell whether a conference adopted the text and its final version is not made yet (có thể lập bản thông qua)."""
    decided = adoption_of(subject_of(document))
    if decided is None:
        return False
    made = Version.objects.filter(document=document, origin=Version.Origin.ADOPTED, recorded_at__gte=decided.decided_at)
    return not made.exists()
