"""Series of numbers, numbers taken and numbers cancelled (dãy số, số văn bản, số hủy).

A series belongs to a unit, a body, a kind of paper and a period; its counter and its numbers move in one transaction, so no
number is given twice and none is left out. A number is never taken back: what is not used is cancelled with a reason.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit
from daihoi.rules.registers import BY_TERM, BY_YEAR


class By(models.TextChoices):
    """When a series begins again from 01 (tính số theo)."""

    TERM = BY_TERM, _("nhiệm kỳ")
    YEAR = BY_YEAR, _("năm")


class Series(models.Model):
    """One run of numbers (dãy số)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="series")
    body = models.CharField(_("ký hiệu cơ quan ban hành"), max_length=12)
    kind = models.CharField(_("ký hiệu thể loại"), max_length=12)
    period = models.CharField(_("kỳ"), max_length=40, blank=True)
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("dãy số")
        verbose_name_plural = _("dãy số")
        ordering = ["unit", "body", "kind", "period"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "body", "kind", "period"], name="registers_series_once"),
            models.CheckConstraint(condition=~Q(body="") & ~Q(kind=""), name="registers_series_named"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.body} {self.period}".strip()


@protect
class Numbering(models.Model):
    """How a unit counts the papers of a body, from a moment on; the newest row holds (cách đánh số)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="numberings")
    body = models.CharField(_("ký hiệu cơ quan ban hành"), max_length=12)
    kind = models.CharField(_("ký hiệu thể loại"), max_length=12, blank=True)
    by = models.CharField(_("tính số theo"), max_length=10, choices=By.choices)
    pattern = models.CharField(_("mẫu ký hiệu"), max_length=60)
    reason = models.TextField(_("lý do"))
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("cách đánh số")
        verbose_name_plural = _("cách đánh số")
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(by__in=By.values), name="registers_numbering_by_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="registers_numbering_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'}/{self.body}: {self.pattern}"


@protect
class Number(models.Model):
    """One number of a paper as it was given (số văn bản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(Series, verbose_name=_("dãy số"), on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("số, ký hiệu"), max_length=80)
    on = models.DateField(_("ngày văn bản"))
    abstract = models.CharField(_("trích yếu"), max_length=500)
    subject = models.CharField(_("cấp cho"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("số văn bản")
        verbose_name_plural = _("số văn bản")
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="registers_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="registers_number_from_one"),
            models.CheckConstraint(condition=~Q(abstract=""), name="registers_number_has_abstract"),
        ]
        indexes = [
            models.Index(fields=["subject"], name="registers_number_subject"),
            models.Index(fields=["on", "series"], name="registers_number_day"),
        ]

    def __str__(self) -> str:
        return self.symbol


@protect
class Cancellation(models.Model):
    """A number that no paper carries, and why (số hủy)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.OneToOneField(Number, verbose_name=_("số văn bản"), on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField(_("lý do"))
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("số hủy")
        verbose_name_plural = _("số hủy")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="registers_cancellation_has_reason")]

    def __str__(self) -> str:
        return f"{self.number_id}"
