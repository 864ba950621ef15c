"""The journal: one chain of entries per acting unit, and seals over the heads of all chains (nhật ký)."""

from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.journal.append_only import protect

UNIT_KEY = 36  # characters of the key of a unit, with which the chains of that unit begin


@protect
class Entry(models.Model):
    """One act, as a canonical line whose digest the next line of the chain carries (dòng nhật ký)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    chain = models.CharField(_("chuỗi"), max_length=40)
    seq = models.PositiveBigIntegerField(_("số thứ tự"))
    at = models.DateTimeField(_("thời điểm"))
    act = models.CharField(_("việc"), max_length=80)
    actor = models.CharField(_("người làm"), max_length=40, blank=True)
    object = models.CharField(_("đối tượng"), max_length=120)
    facts = models.JSONField(_("dữ kiện"))
    cause = models.ForeignKey("self", verbose_name=_("nguyên do"), null=True, on_delete=models.PROTECT, related_name="effects")
    prev = models.CharField(_("mã băm dòng trước"), max_length=64, blank=True)
    digest = models.CharField(_("mã băm"), max_length=64, unique=True)
    line = models.TextField(_("dòng chuẩn"))

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="journal_entry_chain_seq")]
        indexes = [
            models.Index(fields=["object"], name="journal_entry_object"),
            models.Index(fields=["at"], name="journal_entry_at"),
            models.Index(Left("chain", UNIT_KEY), name="journal_entry_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.act}"


@protect
class Seal(models.Model):
    """The heads of all chains bound together at one moment (niêm phong nhật ký)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.PositiveBigIntegerField(_("số thứ tự"), unique=True)
    at = models.DateTimeField(_("thời điểm"))
    chains = models.PositiveIntegerField(_("số chuỗi"))
    root = models.CharField(_("mã gốc"), max_length=64)
    cause = models.ForeignKey(Entry, verbose_name=_("nguyên do"), null=True, on_delete=models.PROTECT, related_name="seals")
    prev = models.CharField(_("mã băm dòng trước"), max_length=64, blank=True)
    digest = models.CharField(_("mã băm"), max_length=64, unique=True)
    line = models.TextField(_("dòng chuẩn"))

    class Meta:
        verbose_name = _("niêm phong nhật ký")
        verbose_name_plural = _("niêm phong nhật ký")
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"seal#{self.seq}"


@protect
class SealedHead(models.Model):
    """The head of one chain that moved since the seal before (đầu chuỗi)."""

    seal = models.ForeignKey(Seal, verbose_name=_("niêm phong nhật ký"), on_delete=models.PROTECT, related_name="heads")
    chain = models.CharField(_("chuỗi"), max_length=40)
    seq = models.PositiveBigIntegerField(_("số thứ tự"))
    digest = models.CharField(_("mã băm"), max_length=64)

    class Meta:
        verbose_name = _("đầu chuỗi")
        verbose_name_plural = _("đầu chuỗi")
        constraints = [models.UniqueConstraint(fields=["chain", "seq", "seal"], name="journal_sealed_head")]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.chain}#{self.seq}"
