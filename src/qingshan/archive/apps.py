from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "qingshan.archive"
    label = "archive"
    verbose_name = "档案"
