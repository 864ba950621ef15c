"""A version laid before bodies, and what they say of it (lấy ý kiến, góp ý): a body and a channel, never a person."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.documents.models.texts import Version
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit


class Channel(models.TextChoices):
    """How a contribution came (kênh góp ý; DO-09)."""

    CONFERENCE = "conference", _("hội nghị")
    APPLICATION = "application", _("ứng dụng")
    LETTER = "letter", _("thư")
    ONLINE = "online", _("biểu mẫu trực tuyến")


class Opinion(models.TextChoices):
    """What a contribution asks for (loại ý kiến; DO-03)."""

    AGREE = "agree", _("đồng ý")
    ADD = "add", _("bổ sung")
    AMEND = "amend", _("sửa")
    DELETE = "delete", _("bỏ")
    ASK = "ask", _("hỏi")


class Consultation(models.Model):
    """A version laid before bodies for their opinions until a day (đợt lấy ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("đơn vị"))
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("bản văn kiện"))
    opened_on = models.DateField(_("ngày mở"))
    closes_on = models.DateField(_("ngày đóng"))
    report_days = models.PositiveSmallIntegerField(_("số ngày gửi tổng hợp"))
    question = models.TextField(_("nội dung xin ý kiến"), blank=True, default="")
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("đợt lấy ý kiến")
        verbose_name_plural = _("đợt lấy ý kiến")
        ordering = ["-opened_on", "-id"]
        constraints = [models.CheckConstraint(name="consultation_closes_after_opening", condition=Q(closes_on__gte=F("opened_on")))]

    def __str__(self) -> str:
        return f"{self.opened_on:%d/%m/%Y}"


class Addressee(models.Model):
    """A body asked for its opinion, alone or with its whole branch (nơi được lấy ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="addressees", verbose_name=_("đợt lấy ý kiến"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultations_in", verbose_name=_("đơn vị"))
    whole_branch = models.BooleanField(_("cả nhánh"), default=True)

    class Meta:
        verbose_name = _("nơi được lấy ý kiến")
        verbose_name_plural = _("nơi được lấy ý kiến")
        constraints = [models.UniqueConstraint(fields=["consultation", "unit"], name="addressee_once")]

    def __str__(self) -> str:
        return str(self.unit_id)


@protect
class Contribution(models.Model):
    """One opinion on one passage, from a body through a channel (ý kiến góp ý; DO-03, DO-05, DO-09); nobody's name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("đợt lấy ý kiến"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("nơi góp ý"))
    body = models.CharField(_("cơ quan góp ý"), max_length=120, blank=True, default="")
    channel = models.CharField(_("kênh góp ý"), max_length=12, choices=Channel.choices)
    passage = models.CharField(_("đoạn"), max_length=12, blank=True, default="")
    kind = models.CharField(_("loại ý kiến"), max_length=8, choices=Opinion.choices)
    text = models.TextField(_("ý kiến"))
    proposal = models.TextField(_("đề nghị viết là"), blank=True, default="")
    times = models.PositiveIntegerField(_("số lượt"), default=1)
    receipt = models.CharField(_("mã gửi"), max_length=64)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("ý kiến góp ý")
        verbose_name_plural = _("ý kiến góp ý")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "receipt"], name="contribution_sent_once"),
            models.CheckConstraint(name="contribution_times_counted", condition=Q(times__gte=1)),
            models.CheckConstraint(name="contribution_says_something", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["consultation", "passage", "kind"], name="contribution_by_passage")]

    def __str__(self) -> str:
        return self.text[:80]
