"""What a desk makes of contributions: groups, answers, the report to the level above (tổng hợp, tiếp thu, giải trình).

An answer is a row that nothing changes; a correction is a new row that names it.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.documents.models.opinions import Consultation, Contribution, Opinion
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit


class Decision(models.TextChoices):
    """What becomes of a group of contributions (kết quả tiếp thu; DO-03)."""

    TAKEN = "taken", _("tiếp thu")
    PARTLY = "partly", _("tiếp thu một phần")
    NOT = "not", _("không tiếp thu")


class Group(models.Model):
    """Contributions that say the same of one passage, as one desk put them together (nhóm ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="groups", verbose_name=_("đợt lấy ý kiến"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="opinion_groups", verbose_name=_("nơi tổng hợp"))
    passage = models.CharField(_("đoạn"), max_length=12, blank=True, default="")
    kind = models.CharField(_("loại ý kiến"), max_length=8, choices=Opinion.choices)
    name = models.TextField(_("tên nhóm"))
    words = models.TextField(_("lời đại diện"), blank=True, default="")
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("thuộc nhóm"))
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("nhóm ý kiến")
        verbose_name_plural = _("nhóm ý kiến")
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["consultation", "unit", "passage"], name="group_by_passage")]

    def __str__(self) -> str:
        return self.name[:80]


class Membership(models.Model):
    """In which group a contribution stands; each stands in one (ý kiến trong nhóm)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.OneToOneField(Contribution, on_delete=models.PROTECT, related_name="membership", verbose_name=_("ý kiến góp ý"))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("nhóm ý kiến"))

    class Meta:
        verbose_name = _("ý kiến trong nhóm")
        verbose_name_plural = _("ý kiến trong nhóm")

    def __str__(self) -> str:
        return str(self.contribution_id)


@protect
class Answer(models.Model):
    """What becomes of a group, with the reason that its contributors read (tiếp thu, giải trình; DO-02, DO-03)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="answers", verbose_name=_("nhóm ý kiến"))
    decision = models.CharField(_("kết quả tiếp thu"), max_length=8, choices=Decision.choices)
    reason = models.TextField(_("giải trình"), blank=True, default="")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay cho")
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tiếp thu, giải trình")
        verbose_name_plural = _("tiếp thu, giải trình")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(replaces__isnull=True), name="answer_first_once"),
            models.CheckConstraint(name="answer_refusal_explained", condition=Q(decision="taken") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


@protect
class Consolidation(models.Model):
    """The report of one committee on a draft of the level above, frozen as it was sent (báo cáo tổng hợp ý kiến)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="consolidations", verbose_name=_("đợt lấy ý kiến")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consolidations", verbose_name=_("nơi tổng hợp"))
    content = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)
    groups = models.PositiveIntegerField(_("số nhóm"))
    contributions = models.PositiveIntegerField(_("số ý kiến"))
    root = models.CharField(_("mã kiểm chứng"), max_length=64)
    sent_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("báo cáo tổng hợp ý kiến")
        verbose_name_plural = _("báo cáo tổng hợp ý kiến")
        ordering = ["sent_at", "id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "unit"], name="consolidation_once")]

    def __str__(self) -> str:
        return str(self.unit_id)
