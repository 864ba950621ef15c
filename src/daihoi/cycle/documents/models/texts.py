"""A paper through all its versions, its revisions, and the places that people keep (văn kiện, bản, lần sửa).

A version is written once: its text, the version it follows and the revisions between them.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.cycle.congresses.models import Congress
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.append_only import protect
from daihoi.foundation.meetings.models import Adoption
from daihoi.foundation.organization.grades import Grade
from daihoi.foundation.organization.models import Unit
from daihoi.rules.papers import PaperKind, body_titles, kinds
from daihoi.rules.paragraphs import Paragraph
from daihoi.rules.revisions import Deed, Revision


class Phase(models.TextChoices):
    """Where in the chain of drafting a version stands (bước soạn thảo; DO-02)."""

    OUTLINE = "outline", _("đề cương")
    DETAILED = "detailed_outline", _("đề cương chi tiết")
    DRAFT = "draft", _("dự thảo")
    REVISED = "revised_draft", _("dự thảo đã tiếp thu")
    FINAL = "final", _("bản chính thức")


class Document(models.Model):
    """One paper of one body through all its versions (văn kiện; DO-01)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents", verbose_name=_("đơn vị"))
    congress = models.ForeignKey(
        Congress, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("đại hội")
    )
    kind = models.CharField(_("thể loại"), max_length=30)
    body = models.CharField(_("cơ quan ban hành"), max_length=30)
    title = models.CharField(_("trích yếu"), max_length=300)
    grade = models.CharField(_("độ mật"), max_length=20, choices=Grade.choices, default=Grade.INTERNAL)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("văn kiện")
        verbose_name_plural = _("văn kiện")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="document_title_given", condition=~Q(title="")),
            models.CheckConstraint(name="document_grade_known", condition=Q(grade__in=Grade.values)),
        ]
        indexes = [models.Index(fields=["unit", "created_at"], name="document_of_unit")]

    def __str__(self) -> str:
        return f"{self.paper.title} {self.title}"

    @property
    def paper(self) -> PaperKind:
        """Give what belongs to its kind."""
        return kinds()[self.kind]

    @property
    def body_title(self) -> str:
        """Name the issuing body."""
        return body_titles().get(self.body, self.body)


@protect
class Version(models.Model):
    """The whole text of a document at one moment, never changed afterwards (bản)."""

    class Origin(models.TextChoices):
        """How a version came about (nguồn của bản)."""

        WRITTEN = "written", _("soạn trên màn hình")
        IMPORTED = "imported", _("nhập từ tệp")
        ADOPTED = "adopted", _("thông qua")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions", verbose_name=_("văn kiện"))
    number = models.PositiveIntegerField(_("bản số"))
    phase = models.CharField(_("bước soạn thảo"), max_length=20, choices=Phase.choices, default=Phase.DRAFT)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    origin = models.CharField(_("nguồn của bản"), max_length=20, choices=Origin.choices, default=Origin.WRITTEN)
    content = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("mã kiểm chứng"), max_length=64)
    word_count = models.PositiveIntegerField(_("số chữ"))
    last_key = models.PositiveIntegerField(_("số đoạn đã đặt tên"))
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("tiếp sau bản")
    )
    revision_count = models.PositiveIntegerField(_("số lần sửa đã gộp"), default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tệp gốc"))
    left_out = models.JSONField(_("phần không lấy được từ tệp"), encoder=DjangoJSONEncoder, null=True, blank=True)
    adoption = models.ForeignKey(
        Adoption, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quyết định thông qua")
    )
    recorded_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bản văn kiện")
        verbose_name_plural = _("bản văn kiện")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(name="version_follows_or_first", condition=Q(number=1) | Q(follows__isnull=False)),
        ]

    def __str__(self) -> str:
        return _("Bản {number}").format(number=self.number)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Give its text."""
        return tuple(Paragraph(row["key"], row["text"], row["style"]) for row in self.content)

    @property
    def used_keys(self) -> frozenset[str]:
        """Give the highest key the document ever had: no later paragraph takes it again."""
        return frozenset({f"p{self.last_key}"}) if self.last_key else frozenset()


@protect
class RevisionRow(models.Model):
    """One revision of one paragraph after a version (lần sửa); the newest version and its revisions are the working text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("bản văn kiện"))
    number = models.PositiveIntegerField(_("lần sửa số"))
    deed = models.CharField(_("việc sửa"), max_length=10, choices=[(deed.value, deed.value) for deed in Deed])
    key = models.CharField(_("đoạn"), max_length=12)
    text = models.TextField(_("nội dung"), blank=True, default="")
    style = models.CharField(_("kiểu đoạn"), max_length=12, blank=True, default="")
    after = models.CharField(_("đứng sau đoạn"), max_length=12, blank=True, default="")
    base = models.CharField(_("sửa trên nội dung"), max_length=16, blank=True, default="")
    answer = models.ForeignKey(
        "Answer", on_delete=models.PROTECT, null=True, blank=True, related_name="revisions", verbose_name=_("theo trả lời")
    )
    recorded_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần sửa văn kiện")
        verbose_name_plural = _("lần sửa văn kiện")
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.deed} {self.key}"

    @property
    def revision(self) -> Revision:
        """Give it as the rules read it."""
        return Revision(self.deed, self.key, self.text, self.style, self.after, self.base)


@protect
class KeptFinding(models.Model):
    """A place that a check points at and people keep, with their reason (giữ nguyên có lý do)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="kept_findings", verbose_name=_("văn kiện"))
    code = models.CharField(_("loại phát hiện"), max_length=30)
    digest = models.CharField(_("mã phát hiện"), max_length=16)
    reason = models.TextField(_("lý do"))
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("chỗ giữ nguyên")
        verbose_name_plural = _("chỗ giữ nguyên")
        constraints = [
            models.UniqueConstraint(fields=["document", "digest"], name="keptfinding_once"),
            models.CheckConstraint(name="keptfinding_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.code
