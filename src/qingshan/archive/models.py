"""A stored file is its SHA-256; the original is never altered."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    sha256 = models.CharField("校验码", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("字节数")
    stored_at = models.DateTimeField("入库时间")

    class Meta:
        verbose_name = "文件"

    def __str__(self) -> str:
        return self.name
