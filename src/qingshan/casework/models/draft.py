"""A form on its way to a record: filled in by one person, sent to a second where the action asks for one."""

from __future__ import annotations

import uuid

from django.db import models

from qingshan.accounts.models import Person
from qingshan.register.models import Site

from .spine import Record


class Draft(models.Model):
    """What somebody has typed into the form of one action on one site, with the files stored for it.

    `said`: name of an input → what stands in it (text, or a list of chosen codes); never what is kept secret.
    `corrects` is the key of the fact the form is to replace, "" for a new record.
    `files`: {"title", "sha256", "size", "slot"}. `seen_version` is the site's when the form was last looked at.
    """

    OPEN, SENT, RETURNED, RECORDED, DROPPED = "open", "sent", "returned", "recorded", "dropped"
    STATES = (
        (OPEN, "草稿"),
        (SENT, "等审核"),
        (RETURNED, "退回"),
        (RECORDED, "已记入"),
        (DROPPED, "已弃"),
    )

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.CharField("动作", max_length=40)
    site = models.ForeignKey(Site, models.PROTECT, related_name="drafts", verbose_name="矿山（采矿点）")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="drafts", verbose_name="填报人")
    said = models.JSONField("所填", default=dict)
    files = models.JSONField("文件", default=list)
    corrects = models.CharField("更正", max_length=160, blank=True, default="")
    seen_version = models.PositiveIntegerField("所见版本", default=0)
    state = models.CharField("状态", max_length=10, choices=STATES, default=OPEN)
    begun_at = models.DateTimeField("开始时间")
    saved_at = models.DateTimeField("保存时间")
    sent_at = models.DateTimeField("送审时间", null=True, blank=True)
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="decided_drafts", verbose_name="审核人"
    )
    reason = models.CharField("退回原因", max_length=300, blank=True)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name="记录"
    )

    class Meta:
        verbose_name = "草稿"
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "site", "action", "corrects"],
                condition=models.Q(state__in=("open", "sent", "returned")),
                name="one_form_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "site"], name="draft_by_state")]

    def __str__(self) -> str:
        return f"{self.action} {self.site_id} {self.state}"
