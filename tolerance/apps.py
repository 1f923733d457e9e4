from django.apps import AppConfig


class ToleranceConfig(AppConfig):
    name = "tolerance"
