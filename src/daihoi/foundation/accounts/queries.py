"""Who has an account here (ai có tài khoản)."""

from daihoi.foundation.accounts import CONSOLE
from daihoi.foundation.accounts.models import User


def is_unused() -> bool:
    """Tell whether no person has an account yet: a fresh installation (máy chưa dùng)."""
    return not User.objects.exclude(username=CONSOLE).exists()
