from django.apps import AppConfig


class IssuanceConfig(AppConfig):
    name = "qingshan.issuance"
    label = "issuance"
    verbose_name = "签发"
