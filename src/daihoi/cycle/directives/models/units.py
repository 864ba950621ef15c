"""What each unit does with a text: receives, reads, disseminates, answers clause by clause (tiếp nhận, quán triệt, kế hoạch)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.directives.models.texts import Clause, Text
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.fields import PathField
from daihoi.foundation.organization.models import Unit


class Delivery(models.Model):
    """One text sent to one unit: when it was sent, received and read, and by whom (tiếp nhận văn bản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("văn bản chỉ đạo"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("đơn vị"))
    sent_on = models.DateField(_("ngày gửi"))
    received_on = models.DateField(_("ngày nhận"), null=True, blank=True)
    received_at = models.DateTimeField(_("thời điểm ghi nhận đã nhận"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người nhận")
    )
    read_on = models.DateField(_("ngày đọc"), null=True, blank=True)
    read_at = models.DateTimeField(_("thời điểm ghi nhận đã đọc"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người đọc")
    )

    class Meta:
        verbose_name = _("tiếp nhận văn bản")
        verbose_name_plural = _("tiếp nhận văn bản")
        constraints = [
            models.UniqueConstraint(name="directives_delivery_once", fields=["text", "unit"]),
            models.CheckConstraint(
                name="directives_delivery_received",
                condition=Q(received_on__isnull=True, received_by__isnull=True, received_at__isnull=True)
                | Q(received_on__gte=F("sent_on"), received_by__isnull=False, received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="directives_delivery_read",
                condition=Q(read_on__isnull=True, read_by__isnull=True, read_at__isnull=True)
                | Q(read_on__gte=F("received_on"), read_by__isnull=False, read_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "received_on"], name="directives_delivery_waiting"),
            models.Index(fields=["received_on", "text"], name="directives_delivery_week", condition=Q(received_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.unit_id}"


class Meeting(models.TextChoices):
    """How people came together to learn a text (hình thức hội nghị)."""

    IN_PERSON = "in_person", _("trực tiếp")
    ONLINE = "online", _("trực tuyến")
    CELL = "cell", _("sinh hoạt chi bộ")


@protect
class Dissemination(models.Model):
    """One conference that made a text known: how many attended of how many (hội nghị quán triệt); a correction is a later row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="disseminations", verbose_name=_("văn bản chỉ đạo"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="disseminations", verbose_name=_("đơn vị"))
    held_on = models.DateField(_("ngày họp"))
    form = models.CharField(_("hình thức hội nghị"), max_length=20, choices=Meeting.choices)
    attended = models.PositiveIntegerField(_("số dự"))
    expected = models.PositiveIntegerField(_("số phải dự"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người ghi"))
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay cho")
    )
    is_withdrawn = models.BooleanField(_("đã rút"), default=False)

    class Meta:
        verbose_name = _("hội nghị quán triệt")
        verbose_name_plural = _("hội nghị quán triệt")
        ordering = ["held_on", "id"]
        constraints = [
            models.CheckConstraint(name="directives_dissemination_form", condition=Q(form__in=Meeting.values)),
            models.CheckConstraint(name="directives_dissemination_whole", condition=Q(expected__gt=0, attended__lte=F("expected"))),
            models.CheckConstraint(name="directives_dissemination_withdrawn", condition=Q(is_withdrawn=False) | Q(replaces__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["text", "unit"], name="directives_dissemination_text"),
            models.Index(fields=["held_on", "text"], name="directives_dissemination_week"),
        ]

    def __str__(self) -> str:
        return f"{self.attended}/{self.expected}"


class PlanLink(models.Model):
    """A clause of a unit's own plan that carries out a clause of a superior text (nối kế hoạch với điều khoản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    superior = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="carried_out_by", verbose_name=_("điều khoản cấp trên"))
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="carries_out", verbose_name=_("điều khoản"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plan_links", verbose_name=_("đơn vị"))
    planned_on = models.DateField(_("ngày kế hoạch"))
    branch = PathField(_("nhánh"), max_length=120, blank=True, default="")  # where the unit stood when the link was made
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("nối kế hoạch với điều khoản")
        verbose_name_plural = _("nối kế hoạch với điều khoản")
        constraints = [
            models.UniqueConstraint(name="directives_plan_link_once", fields=["superior", "clause"]),
            models.CheckConstraint(name="directives_plan_link_of_two", condition=~Q(superior=F("clause"))),
        ]
        indexes = [
            models.Index(fields=["superior", "unit", "planned_on"], name="directives_plan_link_superior"),
            models.Index(fields=["superior", "branch", "unit", "planned_on"], name="directives_plan_link_branch"),
            models.Index(fields=["planned_on", "clause", "superior", "unit"], name="directives_plan_link_week"),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} → {self.superior_id}"
