"""Units as identities with dated placements, and what is known of them by date (tổ chức)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.organization.fields import PathField


class Kind(models.Model):
    """One kind of unit; a row, since reforms change the levels (loại tổ chức)."""

    code = models.CharField(_("mã loại"), max_length=40, primary_key=True)
    title = models.CharField(_("tên loại"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("bậc"))
    counted_as = models.CharField(_("tính chung là"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("loại tổ chức")
        verbose_name_plural = _("loại tổ chức")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.title


class Unit(models.Model):
    """One organization that keeps its identity through renames and moves (đơn vị)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã đơn vị"), max_length=60, unique=True)
    opened = models.DateField(_("ngày thành lập"))
    closed = models.DateField(_("ngày kết thúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | Q(closed__gte=F("opened")), name="organization_unit_closed_after_opened"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Placement(models.Model):
    """What a unit is called and where it stands from one day to another (vị trí trong cây tổ chức)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="placements")
    name = models.CharField(_("tên đơn vị"), max_length=300)
    kind = models.CharField(_("loại tổ chức"), max_length=40)
    superior = models.ForeignKey(
        Unit, verbose_name=_("đơn vị cấp trên"), null=True, blank=True, on_delete=models.PROTECT, related_name="placements_below"
    )
    path = PathField(_("đường dẫn"), max_length=120)
    depth = models.PositiveSmallIntegerField(_("độ sâu"))
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("hết hiệu lực"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)
    ended_recorded_at = models.DateTimeField(_("thời điểm ghi nhận hết hiệu lực"), null=True, blank=True)

    class Meta:
        verbose_name = _("vị trí trong cây tổ chức")
        verbose_name_plural = _("vị trí trong cây tổ chức")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True, ended_recorded_at__isnull=True)
                | Q(valid_to__gte=F("valid_from"), ended_recorded_at__isnull=False),
                name="organization_placement_end",
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to__isnull=True), name="organization_one_open_placement"),
            models.UniqueConstraint(fields=["path"], condition=Q(valid_to__isnull=True), name="organization_one_unit_per_path"),
        ]
        indexes = [
            models.Index(fields=["path", "depth", "kind"], name="organization_placement_path"),
            models.Index(fields=["unit", "valid_from"], name="organization_placement_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """A unit goes on in another: consolidation, split or merger (kế thừa tổ chức)."""

    class Form(models.TextChoices):
        """How a unit goes on in another (hình thức sắp xếp)."""

        CONSOLIDATION = "consolidation", _("hợp nhất")
        SPLIT = "split", _("chia tách")
        MERGER = "merger", _("sáp nhập")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    predecessor = models.ForeignKey(Unit, verbose_name=_("đơn vị cũ"), on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, verbose_name=_("đơn vị mới"), on_delete=models.PROTECT, related_name="successions_in")
    form = models.CharField(_("hình thức sắp xếp"), max_length=20, choices=Form.choices)
    on = models.DateField(_("ngày"))
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("kế thừa tổ chức")
        verbose_name_plural = _("kế thừa tổ chức")
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="organization_succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


@protect
class Headcount(models.Model):
    """Members of a unit on a day; a correction is a later row (số đảng viên)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="headcounts")
    on = models.DateField(_("ngày"))
    official = models.PositiveIntegerField(_("đảng viên chính thức"))
    probationary = models.PositiveIntegerField(_("đảng viên dự bị"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("số đảng viên")
        verbose_name_plural = _("số đảng viên")
        ordering = ["unit", "on", "recorded_at"]
        indexes = [models.Index(fields=["unit", "on", "recorded_at"], name="organization_headcount_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on}: {self.official}"

    @property
    def members(self) -> int:
        """All members; where the source does not tell them apart, they stand in `official`."""
        return self.official + (self.probationary or 0)


class Term(models.Model):
    """The time between two congresses of one unit (nhiệm kỳ)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), on_delete=models.PROTECT, related_name="terms")
    title = models.CharField(_("nhiệm kỳ"), max_length=20)
    tenure_no = models.PositiveSmallIntegerField(_("khóa"), null=True, blank=True)
    began = models.DateField(_("ngày bắt đầu"))
    ended = models.DateField(_("ngày kết thúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nhiệm kỳ")
        verbose_name_plural = _("nhiệm kỳ")
        ordering = ["unit", "began"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "began"], name="organization_term_began"),
            models.CheckConstraint(condition=Q(ended__isnull=True) | Q(ended__gte=F("began")), name="organization_term_ended"),
        ]

    def __str__(self) -> str:
        return self.title


class Committee(models.Model):
    """An elected body of a unit in one term (cấp ủy)."""

    class Body(models.TextChoices):
        """Bodies by the identifiers of the glossary (loại cấp ủy)."""

        EXECUTIVE = "exec_committee", _("ban chấp hành")
        STANDING = "standing_committee", _("ban thường vụ")
        CELL = "cell_committee", _("chi ủy")
        INSPECTION = "inspection_committee", _("ủy ban kiểm tra")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    term = models.ForeignKey(Term, verbose_name=_("nhiệm kỳ"), on_delete=models.PROTECT, related_name="committees")
    body = models.CharField(_("loại cấp ủy"), max_length=30, choices=Body.choices)

    class Meta:
        verbose_name = _("cấp ủy")
        verbose_name_plural = _("cấp ủy")
        constraints = [models.UniqueConstraint(fields=["term", "body"], name="organization_committee_once")]

    def __str__(self) -> str:
        return self.get_body_display()


class Person(models.Model):
    """A person with a post, a mandate, a candidacy or an account, and nothing that is not needed (người)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    born = models.DateField(_("ngày sinh"), null=True, blank=True)
    is_female = models.BooleanField(_("nữ"), null=True, blank=True)
    is_demonstration = models.BooleanField(_("dữ liệu trình diễn"), default=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("tài khoản"), null=True, blank=True, on_delete=models.PROTECT, related_name="person"
    )

    class Meta:
        verbose_name = _("người")
        verbose_name_plural = _("người")

    def __str__(self) -> str:
        return self.full_name


class Post(models.Model):
    """A person's place in a committee from one day to another (chức vụ)."""

    class Office(models.TextChoices):
        """Places in a committee (chức danh)."""

        SECRETARY = "secretary", _("bí thư")
        DEPUTY_SECRETARY = "deputy_secretary", _("phó bí thư")
        INSPECTION_HEAD = "inspection_head", _("chủ nhiệm ủy ban kiểm tra")
        MEMBER = "committee_member", _("cấp ủy viên")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, verbose_name=_("người"), on_delete=models.PROTECT, related_name="posts")
    committee = models.ForeignKey(Committee, verbose_name=_("cấp ủy"), on_delete=models.PROTECT, related_name="posts")
    office = models.CharField(_("chức danh"), max_length=30, choices=Office.choices)
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("hết hiệu lực"), null=True, blank=True)

    class Meta:
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        constraints = [
            models.UniqueConstraint(fields=["person", "committee", "office", "valid_from"], name="organization_post_once"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="organization_post_end"),
        ]

    def __str__(self) -> str:
        return self.get_office_display()


class Grant(models.Model):
    """A role of an account in a unit and its branch; without a unit, in the whole installation (quyền)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("tài khoản"), on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=40)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("hết hiệu lực"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("quyền")
        verbose_name_plural = _("quyền")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], condition=Q(valid_to__isnull=True), name="organization_grant_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(valid_to__isnull=True, unit__isnull=True), name="organization_grant_everywhere_once"
            ),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="organization_grant_end"),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.unit_id or '*'}"


@protect
class HeadReading(models.Model):
    """What people said the columns under one shape of head are; the newest of a unit holds (cách đọc tiêu đề)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("đơn vị"), null=True, blank=True, on_delete=models.PROTECT, related_name="head_readings")
    purpose = models.CharField(_("loại bảng"), max_length=40)
    shape = models.CharField(_("hình dạng tiêu đề"), max_length=64)
    columns = models.JSONField(_("các cột"))
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("cách đọc tiêu đề")
        verbose_name_plural = _("cách đọc tiêu đề")
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["purpose", "shape"], name="organization_headreading_shape")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.shape[:8]}"


@protect
class NameMatch(models.Model):
    """Which unit a name in other people's sheets means, as an officer decided; the newest of a branch holds (đối chiếu tên)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, verbose_name=_("nhánh"), on_delete=models.PROTECT, related_name="name_matches")
    name = models.CharField(_("tên trong bảng"), max_length=300)
    key = models.CharField(_("tên để so"), max_length=600)
    target = models.ForeignKey(
        Unit, verbose_name=_("đơn vị được hiểu"), null=True, blank=True, on_delete=models.PROTECT, related_name="matched_names"
    )
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("đối chiếu tên")
        verbose_name_plural = _("đối chiếu tên")
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["unit", "key"], name="organization_namematch_key")]

    def __str__(self) -> str:
        return f"{self.name} → {self.target_id or '–'}"
