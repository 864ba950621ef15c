"""Stored files by digest, and the keys that seal some of them (tệp lưu)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from daihoi.foundation.files import disk


class ContentKey(models.Model):
    """The key of what one contest's ballots say, as pictures and as rows, wrapped under the installation's key; once destroyed, nothing opens it (khóa nội dung)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wrapped = models.BinaryField(_("khóa đã bọc"), null=True)
    created_at = models.DateTimeField(_("thời điểm tạo"), default=timezone.now)
    destroyed_at = models.DateTimeField(_("thời điểm hủy"), null=True)

    class Meta:
        verbose_name = _("khóa nội dung")
        verbose_name_plural = _("khóa nội dung")
        constraints = [
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True) | Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="files_content_key_destroyed",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class StoredFile(models.Model):
    """One file kept under the digest of its bytes on disk, never overwritten; `digest` of a sealed one is taken under its key (tệp lưu)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("loại tệp"), max_length=40)
    name = models.CharField(_("tên tệp"), max_length=255)
    size = models.PositiveBigIntegerField(_("cỡ tệp"))
    digest = models.CharField(_("mã băm nội dung"), max_length=64, db_index=True)
    stored_digest = models.CharField(_("mã băm trên đĩa"), max_length=64)
    key = models.ForeignKey(ContentKey, verbose_name=_("khóa nội dung"), null=True, on_delete=models.PROTECT, related_name="files")
    stored_at = models.DateTimeField(_("thời điểm lưu"), default=timezone.now)

    class Meta:
        verbose_name = _("tệp lưu")
        verbose_name_plural = _("tệp lưu")

    def __str__(self) -> str:
        return self.name

    def read(self) -> bytes:
        """Give the bytes of a plain file, checked against their digest; a sealed one is read with its key."""
        if self.key_id:
            raise ValueError("a sealed file is read with its key: read_encrypted(stored, key)")
        return disk.get(self.stored_digest)
