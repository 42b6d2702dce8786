"""Issued ledgers. A row is never changed: a correction is a new issue that names the one it supersedes."""

from __future__ import annotations

from django.db import models

from qingshan.accounts.models import Person

from .archive_models import DistrictArchive

__all__ = ["DistrictArchive", "IssuedFile", "LedgerIssue"]


class LedgerIssue(models.Model):
    """One issue of the two ledgers. `rows` is the canonical JSON they were written from, `rows_sha256` its hash."""

    number = models.CharField("台账编号", max_length=80, unique=True)
    weeks = models.JSONField("期号")
    due_on = models.DateField("报送日", db_index=True)
    revision = models.PositiveIntegerField("更正次数", default=0)
    known_at = models.DateTimeField("依据截至")
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    issued_label = models.CharField("签发者", max_length=160)
    prepared_by = models.CharField("填报人", max_length=60, blank=True)
    programme_version = models.CharField("方案版本", max_length=80)
    programme_digest = models.CharField("方案校验码", max_length=64)
    software_version = models.CharField("软件版本", max_length=40)
    rows = models.TextField("台账内容")
    rows_sha256 = models.CharField("内容校验码", max_length=64)
    changes = models.TextField("本周变化")
    audit_head = models.CharField("审计链头", max_length=64)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="更正哪一期"
    )
    reason = models.CharField("更正原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "台账签发"
        ordering = ["due_on", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["due_on", "revision"], name="one_ledger_issue_a_day_and_revision")
        ]

    def __str__(self) -> str:
        return self.number


class IssuedFile(models.Model):
    """A workbook of an issue, kept in the archive by its SHA-256."""

    issue = models.ForeignKey(LedgerIssue, models.PROTECT, related_name="files", verbose_name="台账签发")
    ledger = models.CharField("附件", max_length=10)
    name = models.CharField("文件名", max_length=160)
    sha256 = models.CharField("校验码", max_length=64)
    size = models.PositiveBigIntegerField("字节数")

    class Meta:
        verbose_name = "签发文件"
        constraints = [models.UniqueConstraint(fields=["issue", "ledger"], name="one_file_a_ledger_of_an_issue")]

    def __str__(self) -> str:
        return self.name
