from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "qingshan.casework"
    label = "casework"
    verbose_name = "办理"
