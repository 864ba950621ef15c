"""The quick result of a congress: a draft saved field by field, and what was sent (kết quả nhanh)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.congresses.models.rounds import Congress, Source
from daihoi.foundation.journal.append_only import protect


class ResultDraft(models.Model):
    """What is typed or handed down so far; `given` names the fields that came from certified elections (bản nháp kết quả)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.OneToOneField(Congress, on_delete=models.PROTECT, related_name="result_draft", verbose_name=_("đại hội"))
    facts = models.JSONField(_("số liệu"), encoder=DjangoJSONEncoder, default=dict)
    given = models.JSONField(_("lấy từ bầu cử"), default=list)
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bản nháp kết quả")
        verbose_name_plural = _("bản nháp kết quả")

    def __str__(self) -> str:
        return str(self.congress_id)


@protect
class SentResult(models.Model):
    """The quick result as it was sent; a correction is a new row that names the old one (kết quả nhanh)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="results", verbose_name=_("đại hội"))
    facts = models.JSONField(_("số liệu"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("mã kiểm chứng"), max_length=64)
    receipt = models.CharField(_("mã biên nhận"), max_length=12)
    source = models.PositiveSmallIntegerField(_("nguồn báo"), choices=Source.choices, null=True, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay cho")
    )

    class Meta:
        verbose_name = _("kết quả nhanh")
        verbose_name_plural = _("kết quả nhanh")
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["congress"], condition=Q(replaces__isnull=True), name="sentresult_first_once"),
            models.CheckConstraint(condition=~Q(receipt=""), name="sentresult_receipt_given"),
        ]

    def __str__(self) -> str:
        return self.receipt
