"""Sites and enterprises. A site's columns repeat its latest register facts so that lists filter in SQL; the facts rule."""

from __future__ import annotations

from django.db import models

from qingshan.accounts.models import Organisation
from qingshan.foundation.exact import ExactDecimalField
from qingshan.foundation.geometry_field import GeometryField


class Enterprise(models.Model):
    """A holder of mining rights; one enterprise may hold several mines (C-05)."""

    name = models.CharField("企业名称", max_length=120, unique=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    legacy_no = models.CharField("旧注册号", max_length=30, blank=True)

    class Meta:
        verbose_name = "企业"

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A mine or digging. `version` grows by one with every fact: who saw an older one is told so before writing."""

    code = models.CharField("档案号", max_length=60, unique=True)
    name = models.CharField("矿山名称", max_length=120)
    former_names = models.CharField("曾用名", max_length=300, blank=True)
    category = models.CharField("档案类别", max_length=20, blank=True)
    street = models.ForeignKey(Organisation, models.PROTECT, null=True, verbose_name="属地单位")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, verbose_name="采矿权人")
    is_licensed = models.BooleanField("持证", null=True)
    licence_no = models.CharField("采矿许可证号", max_length=40, blank=True, db_index=True)
    licence_state = models.CharField("证件状态", max_length=20, blank=True)
    minerals = models.JSONField("开采矿种", default=list)
    place = models.CharField("位置", max_length=300, blank=True)
    longitude = ExactDecimalField("经度", max_digits=30, decimal_places=18, null=True, blank=True)
    latitude = ExactDecimalField("纬度", max_digits=30, decimal_places=18, null=True, blank=True)
    location = GeometryField("位置点")
    licence_area = GeometryField("矿区范围")
    damage_area = GeometryField("破坏范围")
    source_no = models.CharField("来源编号", max_length=80, blank=True, db_index=True)
    flags = models.JSONField("标记", default=list)
    version = models.PositiveIntegerField("版次", default=0)

    class Meta:
        verbose_name = "矿山（采矿点）"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SavedHead(models.Model):
    """What a head in a sender's files means: a field of a site, told once by a clerk. `key` is the head to compare by."""

    sender = models.CharField("来文单位", max_length=60)
    key = models.CharField("表头（比对）", max_length=160)
    head = models.CharField("表头", max_length=160)
    field = models.CharField("读作", max_length=40)
    told_at = models.DateTimeField("对照时间")
    told_by = models.CharField("对照人", max_length=160)

    class Meta:
        verbose_name = "表头对照"
        ordering = ["sender", "pk"]
        constraints = [models.UniqueConstraint(fields=["sender", "key"], name="a_head_of_a_sender_means_one_thing")]

    def __str__(self) -> str:
        return f"{self.sender} {self.head}"


class RegisterImport(models.Model):
    """One register that was brought in, or only looked at. `digest` is of all that it would write, so that what is
    imported is what was shown; `report` is what was shown, its long lists cut."""

    key = models.CharField("编号", max_length=32, unique=True)
    file = models.CharField("文件", max_length=300)
    sha256 = models.CharField("文件校验码", max_length=64)
    size = models.PositiveBigIntegerField("字节", default=0)
    sender = models.CharField("来文单位", max_length=60, blank=True)
    state = models.CharField("状态", max_length=12, db_index=True)
    digest = models.CharField("内容校验码", max_length=64, blank=True)
    basis = models.JSONField("依据", default=dict)
    report = models.JSONField("报告", default=dict)
    fault = models.CharField("出错", max_length=500, blank=True)
    read_at = models.DateTimeField("读入时间")
    read_by = models.CharField("读入人", max_length=160)
    stored_at = models.DateTimeField("导入时间", null=True, blank=True)
    stored_by = models.CharField("导入人", max_length=160, blank=True)

    class Meta:
        verbose_name = "名册导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file} {self.state}"
