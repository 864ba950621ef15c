"""Frozen figures of a week, remembered orders of columns, lists of other systems (chốt số liệu, bố cục xuất, danh sách nơi khác)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.congresses.models import Round
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit


@protect
class Cutoff(models.Model):
    """The figures of a branch as published for one day, frozen with what was known (chốt số liệu; PR-01)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="cutoffs")
    round = models.ForeignKey(Round, verbose_name=_("đợt đại hội"), on_delete=models.PROTECT, related_name="cutoffs")
    on = models.DateField(_("tính đến ngày"))
    known = models.DateTimeField(_("theo những gì biết lúc"))
    figures = models.JSONField(_("số liệu"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("mã kiểm chứng"), max_length=24)
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("chốt số liệu")
        verbose_name_plural = _("chốt số liệu")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "round", "on"], name="reporting_cutoff_once"),
            models.CheckConstraint(condition=~Q(digest=""), name="reporting_cutoff_digest_given"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


@protect
class ExportLayout(models.Model):
    """Which columns another system wants, under which names, in which order; the newest of a name holds (bố cục xuất; PR-09)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="export_layouts")
    name = models.CharField(_("tên bố cục"), max_length=80)
    columns = models.JSONField(_("các cột"))  # [[field, heading], …] in order
    form = models.CharField(_("loại tệp"), max_length=8, choices=[("xlsx", "XLSX"), ("csv", "CSV")], default="xlsx")
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("bố cục xuất")
        verbose_name_plural = _("bố cục xuất")
        ordering = ["name", "recorded_at"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="reporting_exportlayout_name_given")]

    def __str__(self) -> str:
        return self.name


@protect
class TheirList(models.Model):
    """A list that came out of another system, kept to be compared with ours (danh sách nơi khác; PR-09)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="their_lists")
    round = models.ForeignKey(Round, verbose_name=_("đợt đại hội"), on_delete=models.PROTECT, related_name="their_lists")
    system = models.CharField(_("hệ thống"), max_length=120)
    file = models.ForeignKey(StoredFile, verbose_name=_("tệp lưu"), on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("tính đến ngày"))
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("danh sách nơi khác")
        verbose_name_plural = _("danh sách nơi khác")
        ordering = ["-recorded_at"]
        constraints = [models.CheckConstraint(condition=~Q(system=""), name="reporting_theirlist_system_given")]

    def __str__(self) -> str:
        return f"{self.system} {self.on:%d/%m/%Y}"
