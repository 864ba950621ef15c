"""Rounds, congresses, what happened to them and when it was to happen (đợt đại hội, đại hội, mốc, ngày dự kiến).

A fact carries two dates: when it happened and when it became known. Stage events and planned dates are written once;
a correction is a new row that names the old one, so each question "as of D, as known on K" has one answer for ever (PR-01).
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Unit
from daihoi.rules.stages import Stage

STAGE_TITLES = {
    Stage.called: _("Triệu tập"),
    Stage.prepared: _("Chuẩn bị"),
    Stage.contents_approved: _("Duyệt nội dung"),
    Stage.held: _("Đại hội"),
    Stage.results_reported: _("Báo cáo kết quả"),
    Stage.results_approved: _("Chuẩn y"),
    Stage.filed: _("Lưu hồ sơ"),
}


class Level(models.TextChoices):
    """The level whose congresses a round opens (cấp)."""

    SUB_CELL = "sub_cell", _("chi bộ trực thuộc")
    GRASSROOTS = "grassroots", _("tổ chức cơ sở đảng")
    UPPER_GRASSROOTS = "upper_grassroots", _("cấp trên trực tiếp cơ sở")
    CENTRAL_SUB = "central_sub", _("trực thuộc Trung ương")
    CENTRAL = "central", _("Trung ương")


class Contents(models.IntegerChoices):
    """How many of the four contents a congress has (nội dung; DR-01, DR-02, DR-03)."""

    FOUR = 4, _("4 nội dung")
    THREE = 3, _("3 nội dung, không bầu cấp ủy")
    TWO = 2, _("2 nội dung, không bầu cử")


class Form(models.TextChoices):
    """Who attends: all members or elected delegates (hình thức)."""

    MEMBERS = "member_congress", _("Đại hội đảng viên")
    DELEGATES = "delegate_congress", _("Đại hội đại biểu")


class Source(models.IntegerChoices):
    """How the news came when somebody records on behalf of a unit (nguồn báo; PR-02)."""

    PHONE = 1, _("qua điện thoại")
    LETTER = 2, _("bằng văn bản")
    WITNESS = 3, _("cán bộ dự và ghi lại")


class OrdinalBasis(models.IntegerChoices):
    """Why a congress has its ordinal (căn cứ tính lần thứ; OR-16)."""

    CONTINUED = 1, _("tính tiếp các nhiệm kỳ trước")
    AFTER_SPLIT = 2, _("tiếp số của tổ chức trước khi chia tách")
    AFTER_MERGER = 3, _("số lịch sử cộng nhiệm kỳ này, sau sáp nhập")
    FOUNDED = 4, _("tổ chức mới lập, tính từ lần thứ nhất")
    BY_SECRETARIAT = 5, _("cách khác, theo ý kiến Ban Bí thư")


class Round(models.Model):
    """One directive's congresses of one level in one term (đợt đại hội)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("cấp mở đợt"))
    code = models.CharField(_("mã đợt"), max_length=40, unique=True)
    directive = models.CharField(_("số hiệu chỉ thị"), max_length=60)
    directive_date = models.DateField(_("ngày chỉ thị"))
    level = models.CharField(_("cấp"), max_length=20, choices=Level.choices)
    kinds = models.JSONField(_("loại tổ chức"), encoder=DjangoJSONEncoder)
    term = models.CharField(_("nhiệm kỳ"), max_length=20)
    charter = models.CharField(_("bộ quy chế"), max_length=40)
    starts = models.DateField(_("bắt đầu"))
    deadline = models.DateField(_("hạn"))

    class Meta:
        verbose_name = _("đợt đại hội")
        verbose_name_plural = _("đợt đại hội")
        ordering = ["starts", "code"]
        constraints = [
            models.CheckConstraint(name="round_deadline_after_start", condition=Q(deadline__gte=F("starts"))),
            models.CheckConstraint(name="round_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(name="round_code_given", condition=~Q(code="")),
            models.CheckConstraint(name="round_directive_given", condition=~Q(directive="")),
            models.UniqueConstraint(name="round_once", fields=["unit", "directive", "directive_date", "level", "term"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.term}"

    @property
    def title(self) -> str:
        """Name what is counted (Đại hội chi bộ trực thuộc)."""
        return _("Đại hội {level}").format(level=Level(self.level).label)


@protect
class FrozenCharter(models.Model):
    """One text of rules as it stood when congresses were called (quy chế đã chốt)."""

    digest = models.CharField(_("mã kiểm chứng"), max_length=64, primary_key=True)
    name = models.CharField(_("bộ quy chế"), max_length=40)
    text = models.TextField(_("nội dung"))

    class Meta:
        verbose_name = _("quy chế đã chốt")
        verbose_name_plural = _("quy chế đã chốt")
        constraints = [models.CheckConstraint(name="frozencharter_text_given", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:8]}"


class Congress(models.Model):
    """The congress of one unit in one round (đại hội)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="congresses", verbose_name=_("đơn vị"))
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="congresses", verbose_name=_("đợt đại hội"))
    form = models.CharField(_("hình thức"), max_length=20, choices=Form.choices, default=Form.MEMBERS)
    ordinal = models.PositiveSmallIntegerField(_("lần thứ"), null=True, blank=True)
    ordinal_basis = models.PositiveSmallIntegerField(_("căn cứ tính lần thứ"), choices=OrdinalBasis.choices, null=True, blank=True)
    contents = models.PositiveSmallIntegerField(_("số nội dung"), choices=Contents.choices, default=Contents.FOUR)
    pilot = models.BooleanField(_("đại hội điểm"), default=False)
    charter = models.ForeignKey(FrozenCharter, on_delete=models.PROTECT, related_name="+", verbose_name=_("quy chế đã chốt"))
    charter_reason = models.TextField(_("lý do đổi quy chế"), blank=True, default="")

    class Meta:
        verbose_name = _("đại hội")
        verbose_name_plural = _("đại hội")
        constraints = [
            models.UniqueConstraint(name="congress_once_in_round", fields=["round", "unit"]),
            models.CheckConstraint(name="congress_contents_known", condition=Q(contents__in=Contents.values)),
            models.CheckConstraint(name="congress_form_known", condition=Q(form__in=Form.values)),
            models.CheckConstraint(name="congress_ordinal_from_one", condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.round_id}"

    @property
    def charter_toml(self) -> str:
        """Give the rules frozen when the congress was called."""
        return self.charter.text


@protect
class KindChange(models.Model):
    """A change of what kind of congress it is, holding from a day: what it was before, what it is after (đổi loại đại hội; PR-01).

    The congress itself keeps what holds now; these rows let a report on a past day, or as known then, say what held.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="kind_changes", verbose_name=_("đại hội"))
    since = models.DateField(_("từ ngày"))
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)
    pilot_before = models.BooleanField(_("trước: đại hội điểm"))
    contents_before = models.PositiveSmallIntegerField(_("trước: số nội dung"), choices=Contents.choices)
    pilot = models.BooleanField(_("đại hội điểm"))
    contents = models.PositiveSmallIntegerField(_("số nội dung"), choices=Contents.choices)
    reason = models.TextField(_("lý do"), blank=True, default="")
    document = models.CharField(_("văn bản"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("đổi loại đại hội")
        verbose_name_plural = _("đổi loại đại hội")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(name="kindchange_changes", condition=~Q(pilot_before=F("pilot")) | ~Q(contents_before=F("contents"))),
            models.CheckConstraint(name="kindchange_contents_known", condition=Q(contents__in=Contents.values)),
        ]
        indexes = [models.Index(fields=["congress", "recorded_at"], name="kindchange_as_of")]

    def __str__(self) -> str:
        return f"{self.contents_before} → {self.contents}"


@protect
class StageEvent(models.Model):
    """A stage that a congress reached, on a day, known since a moment (mốc tiến trình).

    A row without `happened_on` withdraws the row it names and puts nothing in its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="events", verbose_name=_("đại hội"))
    stage = models.CharField(_("mốc"), max_length=20, choices=[(str(stage), title) for stage, title in STAGE_TITLES.items()])
    happened_on = models.DateField(_("ngày diễn ra"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by", verbose_name=_("thay cho")
    )
    reason = models.TextField(_("lý do"), blank=True, default="")
    document = models.CharField(_("văn bản"), max_length=200, blank=True, default="")
    source = models.PositiveSmallIntegerField(_("nguồn báo"), choices=Source.choices, null=True, blank=True)

    class Meta:
        verbose_name = _("mốc tiến trình")
        verbose_name_plural = _("mốc tiến trình")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(name="stageevent_first_once", fields=["congress", "stage"], condition=Q(withdraws__isnull=True)),
            models.CheckConstraint(name="stageevent_stage_known", condition=Q(stage__in=[str(stage) for stage in Stage])),
            models.CheckConstraint(
                name="stageevent_day_or_withdrawal", condition=Q(happened_on__isnull=False) | Q(withdraws__isnull=False)
            ),
            models.CheckConstraint(name="stageevent_correction_has_reason", condition=Q(withdraws__isnull=True) | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["congress", "stage", "happened_on", "recorded_at"], name="stageevent_as_of")]

    def __str__(self) -> str:
        return f"{self.stage} {self.happened_on or '–'}"


@protect
class PlannedDate(models.Model):
    """The day on which a congress is to open, as planned since a moment (ngày dự kiến; DR-11).

    A row without a day postpones the congress with a reason, until a later row names a new day (hoãn, chưa có ngày mới).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="planned_dates", verbose_name=_("đại hội"))
    planned = models.DateField(_("ngày dự kiến"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay cho")
    )
    reason = models.TextField(_("lý do"), blank=True, default="")
    document = models.CharField(_("văn bản"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("ngày dự kiến")
        verbose_name_plural = _("ngày dự kiến")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(name="planneddate_first_once", fields=["congress"], condition=Q(replaces__isnull=True)),
            models.CheckConstraint(name="planneddate_revision_has_reason", condition=Q(replaces__isnull=True) | ~Q(reason="")),
            models.CheckConstraint(name="planneddate_day_or_postponed", condition=Q(planned__isnull=False) | Q(replaces__isnull=False)),
        ]
        indexes = [models.Index(fields=["congress", "planned", "recorded_at"], name="planneddate_as_of")]

    def __str__(self) -> str:
        return f"{self.planned:%d/%m/%Y}" if self.planned else "–"
