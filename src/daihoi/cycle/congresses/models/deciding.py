"""What is submitted and decided: approvals one by one and in bulk, gates passed, extraordinary congresses (trình, duyệt, chuẩn y)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.congresses.models.rounds import STAGE_TITLES, Congress, Source
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.registers.models import Number


class Matter(models.TextChoices):
    """What is submitted to the superior (nội dung trình)."""

    CONTENTS = "contents", _("nội dung đại hội")
    RESULTS = "results", _("kết quả bầu cử")


class Verdict(models.TextChoices):
    """How the superior answered (kết quả xem xét)."""

    APPROVED = "approved", _("đồng ý")
    RETURNED = "returned", _("trả lại")


@protect
class Submission(models.Model):
    """The contents or the result of a congress, handed to the superior (hồ sơ trình; DR-07, EL-48)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("đại hội"))
    matter = models.CharField(_("nội dung trình"), max_length=10, choices=Matter.choices)
    submitted_on = models.DateField(_("ngày trình"))
    document = models.CharField(_("tờ trình"), max_length=200, blank=True, default="")
    source = models.PositiveSmallIntegerField(_("nguồn báo"), choices=Source.choices, null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True, default="")
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("hồ sơ trình")
        verbose_name_plural = _("hồ sơ trình")
        ordering = ["recorded_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(matter__in=Matter.values), name="submission_matter_known")]
        indexes = [models.Index(fields=["congress", "matter"], name="submission_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.submitted_on:%d/%m/%Y}"


@protect
class ApprovalBatch(models.Model):
    """Many approvals of a superior issued in one act (đợt phát hành văn bản đồng ý; PR-12)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="approval_batches", verbose_name=_("cấp duyệt"))
    matter = models.CharField(_("nội dung trình"), max_length=10, choices=Matter.choices)
    decided_on = models.DateField(_("ngày quyết định"))
    signer_title = models.CharField(_("chức vụ người ký"), max_length=80, blank=True, default="")
    place = models.CharField(_("địa danh"), max_length=80, blank=True, default="")
    count = models.PositiveIntegerField(_("số văn bản"))
    exceptions = models.JSONField(_("không phát hành"), default=list)
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("đợt phát hành")
        verbose_name_plural = _("đợt phát hành")
        ordering = ["-recorded_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="approvalbatch_not_empty")]

    def __str__(self) -> str:
        return f"{self.matter} {self.decided_on:%d/%m/%Y}: {self.count}"


@protect
class Decision(models.Model):
    """The superior's answer to a submission (trả lời hồ sơ; DR-07, EL-49)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="decision", verbose_name=_("hồ sơ trình"))
    verdict = models.CharField(_("kết quả xem xét"), max_length=10, choices=Verdict.choices)
    decided_on = models.DateField(_("ngày trả lời"))
    reason = models.TextField(_("lý do"), blank=True, default="")
    document = models.CharField(_("văn bản"), max_length=200, blank=True, default="")
    number = models.OneToOneField(Number, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("số văn bản"))
    batch = models.ForeignKey(
        ApprovalBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("đợt phát hành")
    )
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("trả lời hồ sơ")
        verbose_name_plural = _("trả lời hồ sơ")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="decision_verdict_known"),
            models.CheckConstraint(condition=~Q(verdict="returned") | ~Q(reason=""), name="decision_return_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.decided_on:%d/%m/%Y}"


@protect
class SignedScan(models.Model):
    """The signed and stamped letter of an approval as it was scanned; the newest one counts (bản quét đã ký, đóng dấu; PR-12)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="scans", verbose_name=_("trả lời hồ sơ"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("tệp"))
    recorded_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bản quét văn bản")
        verbose_name_plural = _("bản quét văn bản")
        ordering = ["-recorded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.file_id}"


@protect
class GatePass(models.Model):
    """A condition of a stage that a named person let pass, and why (cho qua điều kiện; PR-02)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="passes", verbose_name=_("đại hội"))
    stage = models.CharField(_("mốc"), max_length=20, choices=[(str(stage), title) for stage, title in STAGE_TITLES.items()])
    gate = models.CharField(_("điều kiện"), max_length=60)
    reason = models.TextField(_("lý do"))
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người cho qua"))
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("cho qua điều kiện")
        verbose_name_plural = _("cho qua điều kiện")
        constraints = [
            models.UniqueConstraint(fields=["congress", "stage", "gate"], name="gatepass_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="gatepass_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.gate}"


@protect
class ExtraordinaryGrounds(models.Model):
    """Why and by whose will a congress is called out of its time (căn cứ đại hội bất thường; DR-18)."""

    class Ground(models.TextChoices):
        """What makes it needed (lý do bất thường)."""

        TASKS = "tasks", _("thay đổi lớn về chủ trương, nhiệm vụ")
        PERSONNEL = "personnel", _("thay đổi lớn về cán bộ chủ chốt")
        DISUNITY = "disunity", _("mất đoàn kết nghiêm trọng, hoặc đa số cấp ủy viên bị kỷ luật")

    class AskedBy(models.TextChoices):
        """Whose majority asked for it (bên đề nghị)."""

        COMMITTEE = "committee", _("cấp ủy, bỏ phiếu kín")
        ORGANIZATIONS = "organizations", _("các tổ chức trực thuộc")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.OneToOneField(Congress, on_delete=models.PROTECT, related_name="grounds", verbose_name=_("đại hội"))
    ground = models.CharField(_("lý do bất thường"), max_length=20, choices=Ground.choices)
    asked_by = models.CharField(_("bên đề nghị"), max_length=20, choices=AskedBy.choices)
    in_favour = models.PositiveIntegerField(_("số đề nghị"))
    of_all = models.PositiveIntegerField(_("trên tổng số"))
    consent = models.CharField(_("văn bản đồng ý của cấp trên"), max_length=200)

    class Meta:
        verbose_name = _("căn cứ đại hội bất thường")
        verbose_name_plural = _("căn cứ đại hội bất thường")
        constraints = [
            models.CheckConstraint(condition=Q(of_all__lt=F("in_favour") * 2) & Q(in_favour__lte=F("of_all")), name="grounds_over_half"),
            models.CheckConstraint(condition=~Q(consent=""), name="grounds_consent_given"),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()
