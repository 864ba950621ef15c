"""Texts that lead, their clauses, and how one text changes another (văn bản chỉ đạo, điều khoản, quan hệ văn bản).

A text is known by number, body and date together: 35-CT/TW names one directive of 2019 and another of 2024.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.organization.grades import OPEN_GRADES, Grade
from daihoi.foundation.organization.models import Unit


class TextKind(models.TextChoices):
    """Kinds of texts by the identifiers of the glossary (loại văn bản; FM-15)."""

    DIRECTIVE = "directive", _("Chỉ thị")
    RESOLUTION = "resolution", _("Nghị quyết")
    CONCLUSION = "conclusion", _("Kết luận")
    GUIDANCE = "guidance", _("Hướng dẫn")
    PLAN = "plan", _("Kế hoạch")
    CIRCULAR = "circular", _("Thông tri")
    REGULATION = "regulation", _("Quy định")
    DECISION = "decision", _("Quyết định")
    PROGRAMME = "programme", _("Chương trình")


class Text(models.Model):
    """One text of a leading body, as it was issued (văn bản chỉ đạo)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="texts", verbose_name=_("đơn vị ban hành"))
    kind = models.CharField(_("loại văn bản"), max_length=20, choices=TextKind.choices)
    number = models.CharField(_("số và ký hiệu"), max_length=60)
    body = models.CharField(_("cơ quan ban hành"), max_length=160)
    dated = models.DateField(_("ngày ban hành"))
    abstract = models.CharField(_("trích yếu"), max_length=400)
    grade = models.CharField(_("độ mật"), max_length=20, choices=Grade.choices, default=Grade.INTERNAL)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bản đã ký"))
    words = models.TextField(_("nội dung"), blank=True, default="")  # as pasted, until and after it falls into clauses
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)

    class Meta:
        verbose_name = _("văn bản chỉ đạo")
        verbose_name_plural = _("văn bản chỉ đạo")
        ordering = ["-dated", "number"]
        constraints = [
            models.UniqueConstraint(name="directives_text_once", fields=["number", "body", "dated"]),
            models.CheckConstraint(name="directives_text_named", condition=~Q(number="") & ~Q(body="") & ~Q(abstract="")),
            models.CheckConstraint(name="directives_text_kind", condition=Q(kind__in=TextKind.values)),
            models.CheckConstraint(name="directives_text_grade", condition=Q(grade__in=Grade.values)),
        ]
        indexes = [models.Index(fields=["unit", "kind", "dated"], name="directives_text_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_graded(self) -> bool:
        """Whether only those who need it may see it."""
        return self.grade not in OPEN_GRADES


class Clause(models.Model):
    """One numbered part of a text that can be handed down as work (điều khoản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="clauses", verbose_name=_("văn bản chỉ đạo"))
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    number = models.CharField(_("số điều khoản"), max_length=20)
    title = models.CharField(_("tên điều khoản"), max_length=300)
    content = models.TextField(_("nội dung"), blank=True, default="")

    class Meta:
        verbose_name = _("điều khoản")
        verbose_name_plural = _("điều khoản")
        ordering = ["text", "position"]
        constraints = [
            models.UniqueConstraint(name="directives_clause_position", fields=["text", "position"]),
            models.UniqueConstraint(name="directives_clause_number", fields=["text", "number"]),
            models.CheckConstraint(name="directives_clause_named", condition=~Q(number="") & ~Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Verb(models.TextChoices):
    """What one text does to another (quan hệ)."""

    AMENDS = "amends", _("sửa đổi, bổ sung")
    REPLACES = "replaces", _("thay thế")
    REPEALS = "repeals", _("bãi bỏ")
    GUIDES = "guides", _("hướng dẫn thực hiện")


ENDING = (Verb.REPLACES, Verb.REPEALS)


class Relation(models.Model):
    """One text amends, replaces, repeals or guides another from a day on (quan hệ văn bản)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="acts_on", verbose_name=_("văn bản chỉ đạo"))
    target = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="acted_on_by", verbose_name=_("văn bản chịu tác động"))
    verb = models.CharField(_("quan hệ"), max_length=20, choices=Verb.choices)
    on = models.DateField(_("từ ngày"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField(_("thời điểm ghi nhận"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("thời điểm rút"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("lý do rút"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("quan hệ văn bản")
        verbose_name_plural = _("quan hệ văn bản")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="directives_relation_once", fields=["text", "target", "verb"], condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(name="directives_relation_of_two", condition=~Q(text=F("target"))),
            models.CheckConstraint(name="directives_relation_verb", condition=Q(verb__in=Verb.values)),
            models.CheckConstraint(
                name="directives_relation_withdrawn",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.verb} {self.target_id}"
