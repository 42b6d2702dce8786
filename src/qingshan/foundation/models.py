"""The store's own line and the audit chain."""

from __future__ import annotations

from typing import Any

from django.db import models


class Store(models.Model):
    """The single row that says which notice this store serves. `programme_digest` pins the adopted version; `shown_on`
    is the day a demonstration opens at instead of today."""

    programme_code = models.CharField("通知方案", max_length=80)
    programme_version = models.CharField("版本", max_length=40)
    programme_digest = models.CharField("版本校验码", max_length=64)
    region = models.CharField("行政区划代码", max_length=12)
    software_version = models.CharField("软件版本", max_length=40)
    is_demo = models.BooleanField("演示数据", default=False)
    created_at = models.DateTimeField("建库时间")
    shown_on = models.DateField("演示日期", null=True, blank=True)

    class Meta:
        verbose_name = "库"

    def __str__(self) -> str:
        return f"{self.programme_code} {self.programme_version}"


class AdoptedVersion(models.Model):
    """A version of the notice this store took over, from an instant on: the pin of every site (design §1a, rule 14).

    Never changed and never deleted; the last one is in force. Its files lie in a folder of their own.
    """

    code = models.CharField("通知方案", max_length=80)
    version = models.CharField("版本", max_length=40, unique=True)
    digest = models.CharField("版本校验码", max_length=64, unique=True)
    folder = models.CharField("文件夹", max_length=160)
    adopted_at = models.DateTimeField("启用时间")
    adopted_by = models.CharField("启用人", max_length=160)
    reason = models.CharField("启用原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "通知方案版本"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class AuditRow(models.Model):
    """One link of the audit chain. `hash` covers every other column and the hash before it (GB/T 22239-2019, N-1)."""

    seq = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=160)
    action = models.CharField("动作", max_length=80, db_index=True)
    subject = models.CharField("对象", max_length=160, db_index=True)
    ok = models.BooleanField("是否成功", default=True)
    data = models.JSONField("内容", default=dict)
    record_sha256 = models.CharField("记录校验码", max_length=64, blank=True)
    previous = models.CharField("前一行校验码", max_length=64)
    hash = models.CharField("本行校验码", max_length=64, unique=True)

    class Meta:
        verbose_name = "审计"
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def hashed(self) -> dict[str, Any]:
        """What `hash` is computed over, in the form an export carries it."""
        return {
            "seq": self.seq,
            "at": self.at,
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "ok": self.ok,
            "data": self.data,
            "record_sha256": self.record_sha256,
            "previous": self.previous,
        }
