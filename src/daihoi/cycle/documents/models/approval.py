"""How a text is approved and goes out: template and route of a kind, submission, verdict, issue (mẫu, trình duyệt, phát hành)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.documents.models.texts import Document, Version
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit


@protect
class Template(models.Model):
    """Sections and route that a body keeps for a kind of paper; the newest of the nearest unit above holds (mẫu văn bản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="paper_templates", verbose_name=_("đơn vị"))
    kind = models.CharField(_("thể loại"), max_length=30)
    sections = models.JSONField(_("các mục"), encoder=DjangoJSONEncoder)
    route = models.JSONField(_("các bước duyệt"), encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("mẫu văn bản")
        verbose_name_plural = _("mẫu văn bản")
        ordering = ["unit", "kind", "-recorded_at"]
        indexes = [models.Index(fields=["kind", "unit", "recorded_at"], name="template_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id}"


@protect
class Submission(models.Model):
    """A version sent to those who approve it, for one step of the route (trình duyệt)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("bản văn kiện"))
    step = models.PositiveSmallIntegerField(_("bước duyệt"))
    title = models.CharField(_("tên bước"), max_length=120)
    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions_in", verbose_name=_("nơi duyệt"))
    due = models.DateField(_("hạn"))
    rest = models.JSONField(_("các bước còn lại"), encoder=DjangoJSONEncoder)
    note = models.TextField(_("ghi chú"), blank=True, default="")
    recorded_at = models.DateTimeField(_("trình lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần trình duyệt")
        verbose_name_plural = _("lần trình duyệt")
        ordering = ["recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "step"], name="submission_step_once")]

    def __str__(self) -> str:
        return self.title


@protect
class Verdict(models.Model):
    """What those who approve said: approved, or returned with reasons (kết quả duyệt)."""

    class Outcome(models.TextChoices):
        """Approved or returned (kết quả)."""

        APPROVED = "approved", _("đồng ý")
        RETURNED = "returned", _("trả lại")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="verdict", verbose_name=_("lần trình duyệt"))
    outcome = models.CharField(_("kết quả duyệt"), max_length=10, choices=Outcome.choices)
    reasons = models.TextField(_("lý do"), blank=True, default="")
    paper = models.CharField(_("văn bản"), max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("kết quả duyệt văn kiện")
        verbose_name_plural = _("kết quả duyệt văn kiện")
        constraints = [
            models.CheckConstraint(name="verdict_returned_with_reasons", condition=Q(outcome="approved") | ~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


@protect
class Issue(models.Model):
    """A version that went out with number and date (phát hành)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="issue", verbose_name=_("văn kiện"))
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="issue", verbose_name=_("bản văn kiện"))
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("số và ký hiệu"), max_length=60)
    signed_on = models.DateField(_("ngày ký"))
    place = models.CharField(_("địa danh"), max_length=80, blank=True, default="")
    signer_title = models.CharField(_("chức vụ người ký"), max_length=120, blank=True, default="")
    signer_name = models.CharField(_("họ tên người ký"), max_length=120, blank=True, default="")
    recipients = models.TextField(_("nơi nhận"), blank=True, default="")
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần phát hành")
        verbose_name_plural = _("lần phát hành")

    def __str__(self) -> str:
        return self.symbol
