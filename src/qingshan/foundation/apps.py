from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save

from .collation import sort_by_code_point
from .fits import check_fits


class FoundationConfig(AppConfig):
    name = "qingshan.foundation"
    label = "foundation"
    verbose_name = "基础"

    def ready(self) -> None:
        post_migrate.connect(_after_migrating, sender=self)
        pre_save.connect(_before_saving)


def _after_migrating(*, using: str, **_: Any) -> None:
    sort_by_code_point(using)


def _before_saving(sender: Any, instance: Any, *, raw: bool, **_: Any) -> None:
    if not raw and sender.__module__.startswith("qingshan."):
        check_fits(instance)
