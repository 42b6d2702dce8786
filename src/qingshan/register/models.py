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
    street = models.ForeignKey(Organisation, models.PROTECT, null=True, verbose_name="属地管委会（街道）")
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
