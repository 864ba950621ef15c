"""Inspection rounds: programme of a term, team, visited units, observations, required remedies (kiểm tra, giám sát)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.directives.models.texts import Clause, Text
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Person, Unit


class Programme(models.Model):
    """What a unit inspects in a term: key points, and whom supervision is widened to (chương trình kiểm tra, giám sát)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspection_programmes", verbose_name=_("đơn vị"))
    term = models.CharField(_("nhiệm kỳ"), max_length=20)
    number = models.CharField(_("số và ký hiệu"), max_length=60)
    dated = models.DateField(_("ngày ban hành"))
    key_points = models.JSONField(_("trọng tâm, trọng điểm"), default=list)
    widened_to = models.JSONField(_("đối tượng giám sát mở rộng"), default=list)
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("chương trình kiểm tra, giám sát")
        verbose_name_plural = _("chương trình kiểm tra, giám sát")
        ordering = ["-dated"]
        constraints = [models.UniqueConstraint(name="directives_programme_once", fields=["unit", "number", "dated"])]

    def __str__(self) -> str:
        return f"{self.number} ({self.term})"


class InspectionForm(models.TextChoices):
    """Inspection or supervision (hình thức)."""

    INSPECTION = "inspection", _("kiểm tra")
    SUPERVISION = "supervision", _("giám sát")


class Inspection(models.Model):
    """One round of inspection or supervision by a team (cuộc kiểm tra, giám sát)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("đơn vị"))
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name=_("chương trình kiểm tra, giám sát"),
    )
    text = models.ForeignKey(
        Text, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name=_("văn bản được kiểm tra")
    )
    form = models.CharField(_("hình thức"), max_length=20, choices=InspectionForm.choices)
    title = models.CharField(_("nội dung kiểm tra"), max_length=300)
    key_points = models.JSONField(_("trọng tâm, trọng điểm"), default=list)
    decision = models.CharField(_("quyết định thành lập đoàn"), max_length=120)
    starts = models.DateField(_("từ ngày"))
    ends = models.DateField(_("đến ngày"))
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    conclusion = models.TextField(_("kết luận"), blank=True, default="")

    class Meta:
        verbose_name = _("cuộc kiểm tra, giám sát")
        verbose_name_plural = _("cuộc kiểm tra, giám sát")
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(name="directives_inspection_days", condition=Q(ends__gte=F("starts"))),
            models.CheckConstraint(name="directives_inspection_form", condition=Q(form__in=InspectionForm.values)),
            models.CheckConstraint(
                name="directives_inspection_closed", condition=Q(closed_on__isnull=True, conclusion="") | Q(closed_on__gte=F("starts"))
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TeamMember(models.Model):
    """A person with a mandate in an inspection team (thành viên đoàn kiểm tra)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team", verbose_name=_("cuộc kiểm tra, giám sát"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("người"))
    is_head = models.BooleanField(_("trưởng đoàn"), default=False)
    position = models.PositiveSmallIntegerField(_("thứ tự"))

    class Meta:
        verbose_name = _("thành viên đoàn kiểm tra")
        verbose_name_plural = _("thành viên đoàn kiểm tra")
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(name="directives_member_once", fields=["inspection", "person"]),
            models.UniqueConstraint(name="directives_one_head", fields=["inspection"], condition=Q(is_head=True)),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.position}"


class Visit(models.Model):
    """One unit that a team goes to: the day planned and the day it came (nơi được kiểm tra)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visits", verbose_name=_("cuộc kiểm tra, giám sát"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspection_visits", verbose_name=_("đơn vị"))
    planned_on = models.DateField(_("ngày dự kiến"))
    visited_on = models.DateField(_("ngày làm việc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nơi được kiểm tra")
        verbose_name_plural = _("nơi được kiểm tra")
        ordering = ["planned_on", "id"]
        constraints = [models.UniqueConstraint(name="directives_visit_once", fields=["inspection", "unit"])]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.unit_id}"


class ObservationKind(models.TextChoices):
    """What a team found in a unit (loại nhận xét)."""

    STRENGTH = "strength", _("ưu điểm")
    SHORTCOMING = "shortcoming", _("tồn tại, hạn chế")
    SIGN = "sign_of_violation", _("dấu hiệu vi phạm")


@protect
class Observation(models.Model):
    """What a team found in a unit, on which clause (nhận xét qua kiểm tra); it is about the organization, never about a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="observations", verbose_name=_("nơi được kiểm tra"))
    kind = models.CharField(_("loại nhận xét"), max_length=20, choices=ObservationKind.choices)
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="observations", verbose_name=_("điều khoản")
    )
    content = models.TextField(_("nội dung"))
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("nhận xét qua kiểm tra")
        verbose_name_plural = _("nhận xét qua kiểm tra")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(name="directives_observation_kind", condition=Q(kind__in=ObservationKind.values)),
            models.CheckConstraint(name="directives_observation_said", condition=~Q(content="")),
        ]

    def __str__(self) -> str:
        return self.content[:60]


class Remedy(models.Model):
    """What a unit must put right after an inspection, with its day (yêu cầu khắc phục)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="remedies", verbose_name=_("nơi được kiểm tra"))
    content = models.CharField(_("yêu cầu"), max_length=300)
    due = models.DateField(_("hạn"))
    waived_on = models.DateField(_("ngày thôi yêu cầu"), null=True, blank=True)
    waived_reason = models.CharField(_("lý do thôi yêu cầu"), max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("yêu cầu khắc phục")
        verbose_name_plural = _("yêu cầu khắc phục")
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(name="directives_remedy_said", condition=~Q(content="")),
            models.CheckConstraint(name="directives_remedy_waived", condition=Q(waived_on__isnull=True) | ~Q(waived_reason="")),
        ]

    def __str__(self) -> str:
        return self.content
