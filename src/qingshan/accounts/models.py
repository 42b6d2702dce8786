"""Organisations, people and appointments; everything about them is dated (C-22, C-23)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """A body under the notice. `code` is its party code in the programme; a street's is its region code where it has one."""

    code = models.CharField("单位代码", max_length=40, unique=True)
    kind = models.CharField("单位类别", max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级单位")

    class Meta:
        verbose_name = "单位"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class OrganisationName(models.Model):
    """A name and the days it was valid; a paper prints the name valid on its own date (domain 0.6)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names", verbose_name="单位")
    name = models.CharField("单位名称", max_length=120)
    valid_from = models.DateField("启用日期", default=date.min)
    valid_to = models.DateField("停用日期", null=True, blank=True)
    is_alias = models.BooleanField("别名", default=False)

    class Meta:
        verbose_name = "单位名称"
        ordering = ["organisation", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "valid_from"], name="one_organisation_name_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(login=username)


class Person(AbstractBaseUser):
    """Someone on record. Without a login (experts, heads named on papers) a person cannot sign in."""

    login = models.CharField("登录名", max_length=60, unique=True, null=True, blank=True)
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("首次登录须改口令", default=False)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = "人员"
        constraints = [models.CheckConstraint(condition=~Q(login=""), name="login_is_null_or_given")]

    def __str__(self) -> str:
        return self.name

    def get_username(self) -> str:
        return self.login or ""


class Appointment(models.Model):
    """A person holds a post of an organisation, in a role of the desk, from a day to a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="人员")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位")
    post = models.CharField("职务", max_length=80)
    role = models.CharField("岗位角色", max_length=40, blank=True)
    valid_from = models.DateField("任职起")
    valid_to = models.DateField("任职止", null=True, blank=True)
    recorded_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = "任职"
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="appointment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}"
