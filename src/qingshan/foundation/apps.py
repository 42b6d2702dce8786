from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate, pre_save

from .collation import sort_by_code_point
from .fits import check_fits


class FoundationConfig(AppConfig):
    name = "qingshan.foundation"
    label = "foundation"
    verbose_name = "基础"

    def ready(self) -> None:
        from . import geometry_field  # noqa: PLC0415 - a model field, to be had only once apps are loading

        connection_created.connect(geometry_field.add_functions, dispatch_uid="geometry")
        pre_migrate.connect(geometry_field.drop_triggers, dispatch_uid="geometry")
        post_migrate.connect(geometry_field.make_indexes, dispatch_uid="geometry")
        post_migrate.connect(_after_migrating, sender=self)
        pre_save.connect(_before_saving)


def _after_migrating(*, using: str, **_: Any) -> None:
    sort_by_code_point(using)


def _before_saving(sender: Any, instance: Any, *, raw: bool, **_: Any) -> None:
    if not raw and sender.__module__.startswith("qingshan."):
        check_fits(instance)
