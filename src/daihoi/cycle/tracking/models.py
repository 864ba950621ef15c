"""What the fast answers stand on: a copy of the facts in columns, and which units changed since it was made (sổ tính sẵn).

Neither is a fact. Both may be deleted at any time; `daihoi progress rebuild` makes them again from the facts.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProgressBook(models.Model):
    """One copy of the facts in columns, by the digest of its file; the newest one answers (sổ tính sẵn)."""

    digest = models.CharField(_("mã băm"), max_length=64)
    built_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    units = models.PositiveIntegerField(_("số đơn vị"))
    facts = models.PositiveBigIntegerField(_("số dữ kiện"))

    class Meta:
        verbose_name = _("sổ tính sẵn")
        verbose_name_plural = _("sổ tính sẵn")
        constraints = [models.CheckConstraint(name="progressbook_digest_given", condition=~models.Q(digest=""))]

    def __str__(self) -> str:
        return self.digest[:12]


class ChangedUnit(models.Model):
    """A unit with a new place, congress or day since the newest copy; triggers write it with the fact (đơn vị đổi sau sổ)."""

    unit = models.UUIDField(_("đơn vị"))

    class Meta:
        verbose_name = _("đơn vị đổi sau sổ")
        verbose_name_plural = _("đơn vị đổi sau sổ")

    def __str__(self) -> str:
        return str(self.unit)
