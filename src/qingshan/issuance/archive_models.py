"""The district archive: a roll-up of all files, signed once and never changed; another one names what it replaces."""

from __future__ import annotations

from django.db import models

from qingshan.accounts.models import Person


class DistrictArchive(models.Model):
    """`content` is the canonical JSON that was signed, `content_sha256` its hash; `workbook_sha256` the file for people.

    `audit_head` is the head of the chain before the signature, which is the next row of it.
    """

    number = models.CharField("档案编号", max_length=80, unique=True)
    on = models.DateField("截至", db_index=True)
    revision = models.PositiveIntegerField("第几次代替", default=0)
    known_at = models.DateTimeField("依据截至")
    signed_at = models.DateTimeField("签字时间")
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="签字人")
    signed_name = models.CharField("签字人姓名", max_length=60)
    signed_post = models.CharField("签字人职务", max_length=200)
    prepared_by = models.CharField("汇总人", max_length=160)
    programme_version = models.CharField("方案版本", max_length=80)
    programme_digest = models.CharField("方案校验码", max_length=64)
    software_version = models.CharField("软件版本", max_length=40)
    content = models.TextField("档案内容")
    content_sha256 = models.CharField("内容校验码", max_length=64)
    workbook = models.CharField("工作簿", max_length=160)
    workbook_sha256 = models.CharField("工作簿校验码", max_length=64)
    audit_head = models.CharField("审计链头", max_length=64)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="代替哪一份"
    )
    reason = models.CharField("代替原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "摸底档案汇总"
        ordering = ["on", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["on", "revision"], name="one_district_archive_a_day_and_revision")
        ]

    def __str__(self) -> str:
        return self.number
