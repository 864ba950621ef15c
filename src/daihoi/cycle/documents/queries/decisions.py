"""Only what still has to be decided (việc còn phải quyết), for the units of one person, on one page."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from daihoi.cycle.documents.models import Answer, Consultation, Document, Group, Membership, Opinion, RevisionRow, Submission
from daihoi.cycle.documents.queries.texts import listed, open_submissions, visible_documents
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import visible_units

MOST = 60


@dataclass(frozen=True)
class Left:
    """What waits for a decision, kind by kind (việc còn phải quyết)."""

    submissions: list[Submission]
    groups: list[Group]
    unwritten: list[Answer]
    returned: list[Document]

    @property
    def count(self) -> int:
        """Give how many things wait."""
        return len(self.submissions) + len(self.groups) + len(self.unwritten) + len(self.returned)


def left_to_decide(user: User) -> Left:
    """Gather what a person's units still have to decide (việc còn phải quyết)."""
    own = visible_units(user, "documents.answer")
    returned = listed(visible_documents(user).filter(unit__in=visible_units(user, "documents.write")))
    return Left(
        list(open_submissions(visible_units(user, "documents.approve"))[:MOST]),
        list(_unanswered(Consultation.objects.filter(unit__in=own))[:MOST]),
        list(_unwritten(Consultation.objects.filter(unit__in=own))[:MOST]),
        list(returned.filter(sent_outcome="returned", symbol__isnull=True)[:MOST]),
    )


def _unanswered(consultations: QuerySet[Consultation]) -> QuerySet[Group]:
    """Give groups of closed consultations, and of open ones too, that nobody answered; the first closed first."""
    holds = Exists(Membership.objects.filter(group=OuterRef("pk"))) | Exists(Group.objects.filter(within=OuterRef("pk")))
    found = Group.objects.filter(holds, consultation__in=consultations, answers__isnull=True, within__isnull=True)
    found = found.filter(unit__in=consultations.values("unit"))
    return found.select_related("consultation__version__document").order_by("consultation__closes_on", "passage", "pk")


def _unwritten(consultations: QuerySet[Consultation]) -> QuerySet[Answer]:
    """Give accepted changes that are not in the text yet."""
    written = RevisionRow.objects.filter(answer__group=OuterRef("group"))
    changing = [Opinion.ADD, Opinion.AMEND, Opinion.DELETE]
    found = Answer.objects.filter(
        ~Exists(written), group__consultation__in=consultations, group__kind__in=changing, replaced_by__isnull=True
    )
    return found.exclude(decision="not").select_related("group__consultation__version__document").order_by("recorded_at", "pk")
