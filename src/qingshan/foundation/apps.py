from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "qingshan.foundation"
    label = "foundation"
    verbose_name = "基础"
