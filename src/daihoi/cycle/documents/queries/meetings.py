"""What conferences decided on a document (hội nghị về văn kiện)."""

from django.db.models import Exists, OuterRef, QuerySet

from daihoi.cycle.documents.models import Document, Version
from daihoi.foundation.meetings.models import Adoption
from daihoi.foundation.meetings.queries.meetings import adoption_of


def subject_of(document: Document) -> str:
    """Name a document as meetings know it."""
    return f"documents.document:{document.pk}"


def undone_adoption(document: Document) -> Adoption | None:
    """Give the vote on this document of which no final version is made yet (chưa lập bản thông qua)."""
    decided = adoption_of(subject_of(document))
    if decided is None:
        return None
    made = Version.objects.filter(document=document, origin=Version.Origin.ADOPTED, recorded_at__gte=decided.decided_at)
    return None if made.exists() else decided


def adopted_files(document: Document) -> QuerySet[Adoption]:
    """Give what conferences of the unit adopted as a file that no document stands for yet (tài liệu thông qua bằng tệp)."""
    used = Version.objects.filter(adoption=OuterRef("pk"))
    found = Adoption.objects.filter(~Exists(used), paper__meeting__unit=document.unit_id, is_adopted=True, paper__subject="")
    return found.select_related("paper__meeting", "paper__stored", "vote__result").order_by("-decided_at", "-pk")


def adoptable(document: Document) -> list[Adoption]:
    """Give the votes of which a final version can be made: the one on this document, else those on files (có thể lập bản thông qua)."""
    own = undone_adoption(document)
    if own or Version.objects.filter(document=document, origin=Version.Origin.ADOPTED).exists():
        return [own] if own else []
    return list(adopted_files(document))
