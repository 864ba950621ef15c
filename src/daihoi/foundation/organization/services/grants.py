"""Give and take back roles; create an operator (cấp quyền, thu quyền)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import ROLES, grants_in_force, require
from daihoi.foundation.organization.models import Grant, Unit
from daihoi.rules.errors import RuleViolation

CONTENT = ("ballots.", "elections.")
GRANTING = "organization.grant_role"


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    unit: Unit | None,
    since: date | None = None,
    actor: User | None = None,
    cause: Entry | None = None,
    origin: str | None = None,
) -> Grant:
    """Give an account a role in a unit and its branch (cấp quyền)."""
    require(actor, "organization.grant_role", unit, cause=cause, origin=origin)
    if role not in ROLES:
        raise RuleViolation(
            "organization.unknown_role", _("Không có vai trò “{role}”. Dùng một trong: {roles}."), role=role, roles=", ".join(ROLES)
        )
    _keep_apart(actor, user, role)
    if Grant.objects.filter(user=user, role=role, unit=unit, valid_to__isnull=True).exists():
        raise RuleViolation("organization.granted_already", _("{user} đã có vai trò này tại đây."), user=user)
    grant = Grant.objects.create(user=user, role=role, unit=unit, valid_from=since or timezone.localdate())
    record(actor, "organization.role_granted", grant, unit=unit, cause=cause, origin=origin, user=user.pk, role=role)
    return grant


def _keep_apart(actor: User | None, user: User, role: str) -> None:
    """Keep who hands out rights away from ballots and results: nobody gives himself a role, no account holds both."""
    if actor is not None and actor.pk == user.pk:
        raise RuleViolation("organization.own_grant", _("Không ai tự cấp quyền cho mình. Người quản trị khác cấp quyền này."))
    held = {role, *grants_in_force(user).values_list("role", flat=True)}
    if any(GRANTING in ROLES[each].acts for each in held if each in ROLES) and any(_shows_content(each) for each in held):
        raise RuleViolation(
            "organization.roles_apart", _("Một tài khoản không vừa quản trị vừa xem nội dung bầu cử. Dùng tài khoản của người khác.")
        )


def _shows_content(role: str) -> bool:
    """Tell whether a role opens ballots or elections."""
    return role in ROLES and any(act.startswith(CONTENT) for act in ROLES[role].acts)


@transaction.atomic
def revoke_role(*, grant: Grant, on: date | None = None, actor: User | None = None, cause: Entry | None = None) -> Grant:
    """Take a role back from a day on, today unless told (thu quyền)."""
    require(actor, "organization.revoke_role", grant.unit, cause=cause)
    day = on or timezone.localdate()
    ended = Grant.objects.filter(pk=grant.pk, valid_to__isnull=True).update(valid_to=max(day, grant.valid_from))
    if ended != 1:
        raise RuleViolation("organization.revoked_already", _("Quyền này đã được thu trước đó. Mở lại trang để xem."))
    grant.refresh_from_db()
    record(actor, "organization.role_revoked", grant, unit=grant.unit, cause=cause, user=grant.user_id, role=grant.role)
    return grant


@transaction.atomic
def create_operator(
    *,
    username: str,
    password: str | None,
    full_name: str,
    role: str,
    unit: Unit | None,
    is_demonstration: bool = False,
    actor: User | None = None,
    cause: Entry | None = None,
    origin: str | None = None,
) -> User:
    """Create an account together with its first role (lập tài khoản làm việc)."""
    require(actor, "organization.create_operator", unit, cause=cause, origin=origin)
    if User.objects.filter(username=username).exists():
        raise RuleViolation("organization.username_taken", _("Tên đăng nhập {username} đã có. Chọn tên khác."), username=username)
    user = User.objects.create_user(username, password, full_name=full_name, is_demonstration=is_demonstration)
    entry = record(actor, "organization.operator_created", user, unit=unit, cause=cause, origin=origin)
    grant_role(cause=entry, user=user, role=role, unit=unit)
    return user
