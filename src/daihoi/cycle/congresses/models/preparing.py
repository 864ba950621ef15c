"""What is prepared for a congress: tasks done, sessions, subcommittees, leaders who attend, lessons of pilots (chuẩn bị đại hội)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.congresses.models.rounds import STAGE_TITLES, Congress, Source
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.models import Post


@protect
class Preparation(models.Model):
    """A thing the convening committee prepared, on a day; a row without a day withdraws the row it names (việc chuẩn bị; DR-19)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="preparations", verbose_name=_("đại hội"))
    task = models.CharField(_("việc"), max_length=40)
    done_on = models.DateField(_("ngày xong"), null=True, blank=True)
    document = models.CharField(_("văn bản"), max_length=200, blank=True, default="")
    source = models.PositiveSmallIntegerField(_("nguồn báo"), choices=Source.choices, null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True, default="")
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by", verbose_name=_("thay cho")
    )

    class Meta:
        verbose_name = _("việc chuẩn bị")
        verbose_name_plural = _("việc chuẩn bị")
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "task"], condition=Q(withdraws__isnull=True), name="preparation_first_once"),
            models.CheckConstraint(condition=Q(done_on__isnull=False) | Q(withdraws__isnull=False), name="preparation_day_or_withdrawal"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.done_on or '–'}"


class Session(models.Model):
    """One of the two sessions of a congress as it is planned (phiên; DR-10)."""

    class Kind(models.TextChoices):
        """Which session (phiên)."""

        PREPARATORY = "preparatory", _("phiên trù bị")
        OFFICIAL = "official", _("phiên chính thức")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("đại hội"))
    kind = models.CharField(_("phiên"), max_length=20, choices=Kind.choices)
    opens_on = models.DateField(_("khai mạc"))
    half_days = models.PositiveSmallIntegerField(_("số buổi"))
    opens_at = models.TimeField(_("giờ bắt đầu"), null=True, blank=True)
    place = models.CharField(_("nơi họp"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("phiên họp đại hội")
        verbose_name_plural = _("phiên họp đại hội")
        ordering = ["opens_on", "-kind"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "kind"], name="session_once"),
            models.CheckConstraint(condition=Q(half_days__gte=1) & Q(half_days__lte=20), name="session_length"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opens_on:%d/%m/%Y}"


@protect
class ItemTime(models.Model):
    """What is planned and what came of one item of the programme; the newest row of an item counts (giờ của mục chương trình; DR-17)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="item_times", verbose_name=_("đại hội"))
    item = models.CharField(_("mục"), max_length=40)
    at = models.TimeField(_("bắt đầu lúc"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("số phút"), null=True, blank=True)
    began = models.TimeField(_("thực tế bắt đầu"), null=True, blank=True)
    ended = models.TimeField(_("thực tế xong"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("giờ của mục chương trình")
        verbose_name_plural = _("giờ của mục chương trình")
        ordering = ["recorded_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(item=""), name="itemtime_item_given")]
        indexes = [models.Index(fields=["congress", "item"], name="itemtime_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.minutes or '–'}"


class Subcommittee(models.Model):
    """A body that prepares a congress (tiểu ban, tổ giúp việc)."""

    class Kind(models.TextChoices):
        """What it prepares (loại tiểu ban)."""

        DOCUMENTS = "documents", _("tiểu ban văn kiện")
        PERSONNEL = "personnel", _("tiểu ban nhân sự")
        LOGISTICS = "logistics", _("tiểu ban tổ chức phục vụ")
        PROPAGANDA = "propaganda", _("tiểu ban tuyên truyền")
        SUPPORT = "support_team", _("tổ giúp việc")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="subcommittees", verbose_name=_("đại hội"))
    kind = models.CharField(_("loại tiểu ban"), max_length=20, choices=Kind.choices)
    set_up_on = models.DateField(_("ngày lập"))
    document = models.CharField(_("quyết định"), max_length=200, blank=True, default="")
    people = models.PositiveSmallIntegerField(_("số người"))

    class Meta:
        verbose_name = _("tiểu ban")
        verbose_name_plural = _("tiểu ban")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "kind"], name="subcommittee_once"),
            models.CheckConstraint(condition=Q(people__gte=1), name="subcommittee_has_people"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Place(models.TextChoices):
    """What a person is in a subcommittee (vai trò)."""

    HEAD = "head", _("trưởng tiểu ban")
    DEPUTY = "deputy", _("phó trưởng tiểu ban")
    MEMBER = "member", _("thành viên")


class SubcommitteeSeat(models.Model):
    """A person with a post who sits in a subcommittee; all others are counted only (thành viên tiểu ban)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subcommittee = models.ForeignKey(Subcommittee, on_delete=models.PROTECT, related_name="seats", verbose_name=_("tiểu ban"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("chức vụ"))
    place = models.CharField(_("vai trò"), max_length=10, choices=Place.choices, default=Place.MEMBER)

    class Meta:
        verbose_name = _("thành viên tiểu ban")
        verbose_name_plural = _("thành viên tiểu ban")
        constraints = [
            models.UniqueConstraint(fields=["subcommittee", "post"], name="subcommittee_seat_once"),
            models.UniqueConstraint(fields=["subcommittee"], condition=Q(place="head"), name="subcommittee_one_head"),
        ]

    def __str__(self) -> str:
        return self.get_place_display()


class Attendance(models.Model):
    """A leader of a superior who is to attend and direct a congress (dự và chỉ đạo đại hội; PR-11)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("đại hội"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("chức vụ"))
    note = models.CharField(_("ghi chú"), max_length=200, blank=True, default="")
    assigned_at = models.DateTimeField(_("phân công lúc"), default=timezone.now)
    released_at = models.DateTimeField(_("thôi lúc"), null=True, blank=True)
    reason = models.CharField(_("lý do thôi"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("dự và chỉ đạo đại hội")
        verbose_name_plural = _("dự và chỉ đạo đại hội")
        constraints = [
            models.UniqueConstraint(fields=["congress", "post"], condition=Q(released_at__isnull=True), name="attendance_once"),
            models.CheckConstraint(condition=Q(released_at__isnull=True) | ~Q(reason=""), name="attendance_release_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.congress_id}"


@protect
class Lesson(models.Model):
    """What a pilot congress taught about one step, for those who come after it (bài học đại hội điểm; DR-09)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="lessons", verbose_name=_("đại hội"))
    stage = models.CharField(_("mốc"), max_length=20, choices=[(str(stage), title) for stage, title in STAGE_TITLES.items()])
    text = models.TextField(_("bài học"))
    recorded_at = models.DateTimeField(_("biết lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bài học đại hội điểm")
        verbose_name_plural = _("bài học đại hội điểm")
        ordering = ["recorded_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="lesson_text_given")]

    def __str__(self) -> str:
        return self.text[:60]
