"""Work for the worker (việc của máy nền)."""

from uuid import UUID

from django_tasks import task

from daihoi.cycle.documents.models import Consultation
from daihoi.cycle.documents.services import group_contributions, likenesses
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.models import Unit


@task()
def group_many(user_id: str, consultation_id: str, unit_id: str, whole_branch: bool) -> int:
    """Group what waits at one desk, however much it is (xếp nhóm)."""
    consultation, unit = Consultation.objects.get(pk=UUID(consultation_id)), Unit.objects.get(pk=UUID(unit_id))
    found = likenesses(consultation, unit, whole_branch=whole_branch)
    return try_again(
        group_contributions,
        actor=User.objects.get(pk=user_id),
        consultation=consultation,
        unit=unit,
        whole_branch=whole_branch,
        found=found,
    )
