"""The spine: one narrow table of facts that carries every record (design §2), append-only."""

from __future__ import annotations

import uuid

from django.db import models

from qingshan.accounts.models import Organisation, Person
from qingshan.register.models import Site


class Record(models.Model):
    """One paper or one entry: when it happened, when and by whom it was entered, with what evidence; its lines are facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    noun = models.CharField("事项类别", max_length=20)
    action = models.CharField("动作", max_length=40)
    happened_on = models.DateField("发生日期")
    date_precision = models.CharField("日期精度", max_length=10, default="day")
    date_text = models.CharField("日期原文", max_length=60, blank=True)
    at = models.TimeField("时间", null=True, blank=True)
    recorded_at = models.DateTimeField("录入时间")
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, verbose_name="录入人")
    recorded_label = models.CharField("录入者", max_length=160)
    filled_by = models.CharField("填报人", max_length=60, blank=True)
    approved_by = models.CharField("审核人", max_length=60, blank=True)
    is_backfill = models.BooleanField("补录", default=False)
    evidence = models.JSONField("证据", default=list)
    correct_reason = models.CharField("更正原因", max_length=300, blank=True)
    source = models.CharField("来源", max_length=300, blank=True)
    reference = models.CharField("记录号", max_length=80, blank=True, db_index=True)
    programme_version = models.CharField("方案版本", max_length=80)

    class Meta:
        verbose_name = "记录"
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.action} {self.happened_on}"


class FactRow(models.Model):
    """`kind.result` of one site or of one body on a day. `key` is the fact's id in the rulebook and in the audit chain."""

    key = models.CharField("事实号", max_length=160, unique=True)
    record = models.ForeignKey(Record, models.PROTECT, related_name="facts", verbose_name="记录")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="facts", verbose_name="矿山（采矿点）"
    )
    body = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="facts", verbose_name="单位"
    )
    kind = models.CharField("类别", max_length=20)
    result = models.CharField("结果", max_length=20)
    happened_on = models.DateField("发生日期")
    at = models.TimeField("时间", null=True, blank=True)
    recorded_at = models.DateTimeField("录入时间")
    subject = models.CharField("主体", max_length=60, blank=True)
    round = models.PositiveIntegerField("轮次", default=0)
    replaces = models.CharField("更正", max_length=160, blank=True, default="")
    to = models.CharField("重开到", max_length=40, null=True, blank=True)  # noqa: DJ001 - None: first choice; "": nothing
    payload = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = "事实"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["site", "kind", "happened_on"], name="fact_by_site"),
            models.Index(fields=["body", "kind", "happened_on"], name="fact_by_body"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], condition=~models.Q(replaces=""), name="a_fact_is_replaced_once"
            ),
            models.CheckConstraint(
                condition=models.Q(site__isnull=False, body__isnull=True)
                | models.Q(site__isnull=True, body__isnull=False),
                name="a_fact_is_of_a_site_or_a_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.result}"

    @property
    def file_code(self) -> str:
        """The code of the site or the body in whose file the fact lies."""
        if self.site is not None:
            return self.site.code
        return self.body.code if self.body is not None else ""


class ComplainantIdentity(models.Model):
    """Who complained, encrypted with the key of the data folder; nowhere else (五(四)2d, domain §8.2)."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="identity", verbose_name="记录")
    sealed = models.BinaryField("密文")

    class Meta:
        verbose_name = "投诉人身份"

    def __str__(self) -> str:
        return "投诉人身份（加密）"


class SiteStatus(models.Model):
    """The stored Status: a cache of `evaluate` that lists filter on; right on [on, valid_until)."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="status", verbose_name="矿山（采矿点）")
    on = models.DateField("截至")
    valid_until = models.DateField("有效至", null=True, blank=True, db_index=True)
    outcome = models.CharField("结局", max_length=20, db_index=True)
    ledger = models.CharField("台账", max_length=10, db_index=True)
    place = models.CharField("停在", max_length=40, blank=True, db_index=True)
    batch = models.CharField("年度名单", max_length=20, blank=True, db_index=True)
    progress = models.CharField("序时状态", max_length=20)
    debt_count = models.PositiveIntegerField("欠账", default=0)
    hold_count = models.PositiveIntegerField("暂停", default=0)
    slack = models.IntegerField("余天数", null=True, blank=True)
    due_on = models.DateField("最迟日期", null=True, blank=True)
    digest = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = "办理状态"

    def __str__(self) -> str:
        return f"{self.outcome} {self.place}"


class PlaceChange(models.Model):
    """What was shown at the time: appended whenever a refresh changes the place (design §1a rule 16)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="place_changes", verbose_name="矿山（采矿点）")
    from_place = models.CharField("原停在", max_length=40, blank=True)
    to_place = models.CharField("现停在", max_length=40, blank=True)
    on = models.DateField("截至")
    recorded_at = models.DateTimeField("时间")
    cause = models.CharField("起因", max_length=160, blank=True)
    programme_version = models.CharField("方案版本", max_length=80)
    software_version = models.CharField("软件版本", max_length=40)

    class Meta:
        verbose_name = "停留变化"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_place} → {self.to_place}"
