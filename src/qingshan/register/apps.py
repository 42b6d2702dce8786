from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "qingshan.register"
    label = "register"
    verbose_name = "矿山名册"
