"""What every screen of elections needs: the person, the visible contest, what he may do (dùng chung)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.contests import Standing, standing, visible_contests
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.queries.access import visible_polls
from daihoi.foundation.organization.authority import Forbidden, can
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import breadcrumb


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def visible(request: HttpRequest, contest_id: UUID) -> Contest:
    """Find a contest among those the person may see; others do not exist for him."""
    return get_object_or_404(visible_contests(person(request)), pk=contest_id)


def allowed(request: HttpRequest, unit: Unit, *acts: str) -> dict[str, bool]:
    """Tell which acts a person may do in a unit, by their verbs."""
    return {act.split(".")[1]: can(person(request), act, unit) for act in acts}


def frame(request: HttpRequest, contest: Contest) -> dict[str, Any]:
    """Give what all pages of one contest show."""
    found: Standing = standing(contest)
    desk = contest.poll_id if contest.poll_id and visible_polls(person(request)).filter(pk=contest.poll_id).exists() else None
    return {
        "contest": contest,
        "standing": found,
        "phase": found.phase,
        "crumbs": breadcrumb(contest.unit, timezone.localdate()),
        "sees_congress": can(person(request), "tracking.view", contest.unit),
        "desk": desk,
    }
