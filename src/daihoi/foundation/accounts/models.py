"""Who may sign in; what they may do stands in organization (tài khoản)."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7


class UserManager(BaseUserManager["User"]):
    """Make accounts with a hashed password (tài khoản)."""

    def create_user(self, username: str, password: str | None = None, *, full_name: str = "", is_demonstration: bool = False) -> "User":
        """Create one account; without a password nobody signs in with it."""
        user = self.model(username=username, full_name=full_name, is_demonstration=is_demonstration)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person or console that acts; nothing is kept that a sign-in does not need (tài khoản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("tên đăng nhập"), max_length=80, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_demonstration = models.BooleanField(_("tài khoản trình diễn"), default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username
