from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class FoundationConfig(AppConfig):
    name = "qingshan.foundation"
    label = "foundation"
    verbose_name = "基础"

    def ready(self) -> None:
        from . import geometry_field  # noqa: PLC0415 - a model field, to be had only once apps are loading

        connection_created.connect(geometry_field.add_functions, dispatch_uid="geometry")
        pre_migrate.connect(geometry_field.drop_triggers, dispatch_uid="geometry")
        post_migrate.connect(geometry_field.make_indexes, dispatch_uid="geometry")
